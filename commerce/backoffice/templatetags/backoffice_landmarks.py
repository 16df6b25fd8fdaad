"""Names for parts of Wagtail's own pages."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def search_named(html: SafeString, name: str) -> SafeString:
    """The search forms in `html` with a name, since the menu has a search of its own beside them."""
    named = format_html('role="search" aria-label="{}"', name)
    return mark_safe(html.replace('role="search"', named))

"""The Django template engine of theme templates.

It answers to names that begin with `theme/` and to no other, so that a theme can never stand in front of
an admin template, and an admin template never in front of a theme's.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends.base import BaseEngine

from themes.engine import active, rendering
from themes.engine.environment import locate

PREFIX = "theme/"


class ThemeTemplates(BaseEngine):
    """`theme/listing.html` is `listing.html` of the active theme or of one of its parents."""

    app_dirname = ""

    def __init__(self, params: dict[str, Any]) -> None:
        params = params.copy()
        params.pop("OPTIONS", None)
        super().__init__(params)

    def get_template(self, template_name: str) -> "ThemePage":
        if not template_name.startswith(PREFIX):
            raise TemplateDoesNotExist(template_name, backend=self)
        name = template_name.removeprefix(PREFIX)
        if locate(active.get_theme(), name) is None:
            raise TemplateDoesNotExist(template_name, backend=self)
        return ThemePage(name)


class ThemePage:
    """A template as Django's shortcuts expect it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Mapping[str, Any] | object = None, request: HttpRequest | None = None) -> str:
        """The page down the fallback ladder; `context` is a contract value or a plain dict."""
        return rendering.render_to_string(self.name, {} if context is None else context, request)

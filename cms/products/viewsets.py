"""Starting a story from its product."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.text import slugify
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.viewsets.pages import PageViewSet

from commerce.backoffice.products.names import product_names

from .models import ProductPage

MAX_DIGITS = 18  # of an id that databases know
MAX_SLUG = 200


class StoryCreateView(CreateView):
    """With `?product=<id>` the page is about that product already, and called like it."""

    def get(self, request: HttpRequest) -> Any:
        wanted = request.GET.get("product", "")
        if wanted.isascii() and wanted.isdigit() and len(wanted) <= MAX_DIGITS:
            name = product_names([int(wanted)], self.locale.language_code).get(int(wanted))
            if name:
                self.page.product_id, self.page.title = int(wanted), name
                # Shoppers never see it, since the page answers where its product does; it must only be free.
                self.page.slug = slugify(f"{name} {wanted}", allow_unicode=True)[-MAX_SLUG:].strip("-")
        return super().get(request)


class StoryViewSet(PageViewSet):
    model = ProductPage
    add_view_class = StoryCreateView

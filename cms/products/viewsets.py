"""Starting a story from its product."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.viewsets.pages import PageViewSet

from commerce.backoffice.products.names import product_names

from .models import ProductPage

MAX_DIGITS = 18  # of an id that databases know


class StoryCreateView(CreateView):
    """With `?product=<id>` the page is about that product already, and called like it."""

    def get(self, request: HttpRequest) -> Any:
        wanted = request.GET.get("product", "")
        if wanted.isascii() and wanted.isdigit() and len(wanted) <= MAX_DIGITS:
            name = product_names([int(wanted)], self.locale.language_code).get(int(wanted))
            if name:
                self.page.product_id, self.page.title = int(wanted), name
        return super().get(request)


class StoryViewSet(PageViewSet):
    model = ProductPage
    add_view_class = StoryCreateView

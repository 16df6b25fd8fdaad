"""Adding and editing a product."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.admin.widgets.button import Button

from commerce.backoffice.views import ServiceCreateView, ServiceEditView, StaysMixin, admin_language
from commerce.catalog.models import Product
from commerce.catalog.queries import product_address, publish_problems
from commerce.inventory.queries import default_location_id

from .names import product_names
from .stories import story_links


class ProductScreen(StaysMixin):
    """What both screens share: the form in sections, and the way back to itself after saving."""

    template_name = "backoffice/product_form.html"
    request: Any
    form: Any

    def log_title(self, instance: Product) -> str:
        return product_names([instance.pk], admin_language())[instance.pk]

    def get_form(self, form_class: Any = None) -> Any:
        """Prices and stock are for those who answer for them; others see them."""
        form = super().get_form(form_class)  # type: ignore[misc]
        if not self.request.user.has_perm("pricing.change_price"):
            form.close("price_", "was_")
        if not self.request.user.has_perm("inventory.change_stockitem"):
            form.close("on_hand")
        return form

    def get_success_message(self, *args: Any) -> str:
        return gettext("“%(name)s” is saved.") % {"name": self.log_title(self.object)}  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"has_location": default_location_id() is not None, "sections": Sections(self.form)}


class Sections:
    """The main form's fields by the section they stand in."""

    def __init__(self, form: Any) -> None:
        self.form = form

    def _of(self, *prefixes: str) -> list[Any]:
        return [self.form[name] for name in self.form.fields if name.startswith(prefixes)]

    @cached_property
    def texts(self) -> list[Any]:
        return self._of("name_", "summary_", "description_")

    @cached_property
    def search(self) -> list[Any]:
        return self._of("slug_", "seo_")

    @cached_property
    def attributes(self) -> list[Any]:
        return self._of("attr_")

    @cached_property
    def shelves(self) -> list[tuple[Any, list[Any]]]:
        parts = ("listed", "from", "until")
        return [(shelf, [self.form[f"{part}_{shelf.code}"] for part in parts]) for shelf in self.form.shelves]


class ProductCreateView(ProductScreen, ServiceCreateView):
    def get_success_buttons(self) -> list[Any]:
        return []


class ProductEditView(ProductScreen, ServiceEditView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = story_links(self.object.pk, self.request.user)
        return super().get_context_data(**kwargs) | {
            "problems": publish_problems(self.object.pk),
            "is_archived": self.object.status == Product.Status.ARCHIVED,
            "story_links": links,
        }

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        if self.object.status != Product.Status.ACTIVE:
            return []
        language = admin_language()
        slug, public_id = product_address(self.object.pk, language)
        url = f"/{language}/p/{slug}-{public_id}/" if slug else f"/{language}/p/{public_id}/"
        return [Button(gettext("View in the shop"), url=url, icon_name="view", priority=5)]

"""One stock row with its ledger, and receiving goods."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from commerce.backoffice.changes import change
from commerce.backoffice.products.names import variant_names
from commerce.backoffice.views import admin_language
from commerce.core.errors import CommerceError
from commerce.inventory import services as inventory
from commerce.inventory.models import StockItem, StockMovement

from .forms import AdjustForm, LevelForm, ReceiveForm
from .ledger import entries
from .locations import location_name

MOVEMENTS_PER_PAGE = 50


class StockPage(InspectView):
    """Figures, a form to change them, and every movement that led here."""

    template_name = "backoffice/stock.html"
    page_title = _("Stock")
    model = StockItem

    def get_object(self) -> StockItem:
        item = super().get_object()
        self.name = variant_names([item.variant_id], admin_language()).get(item.variant_id)
        return item

    def get_fields(self) -> list[str]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        label = self.name.title if self.name else str(self.object)
        return [
            *self.breadcrumbs_items,
            {"url": reverse("stock:index"), "label": gettext("Stock")},
            {"url": "", "label": label},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.object
        pages = Paginator(StockMovement.objects.filter(stock_item=item).order_by("-id"), MOVEMENTS_PER_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        form = kwargs.pop("form", None) or AdjustForm()
        return super().get_context_data(**kwargs) | {
            "item": item,
            "name": self.name,
            "place": location_name(item.location),
            "available": item.on_hand - item.reserved,
            "form": form,
            "level_form": LevelForm(initial={"level": item.low_stock_level}),
            "media": form.media,
            "may_edit_product": self.request.user.has_perm("catalog.change_product"),
            "may_change": self.user_has_permission("change"),
            "page": page,
            "entries": entries(page.object_list),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission("change"):
            raise PermissionDenied
        if "level" in request.POST:
            return self.set_level(LevelForm(request.POST))
        form = AdjustForm(request.POST)
        if form.is_valid():
            before = self.object.on_hand
            try:
                has_changed = form.save(self.object, str(request.user.pk))
            except CommerceError as refusal:
                form.refuse(refusal)
            else:
                return self.done(has_changed, before)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def set_level(self, form: LevelForm) -> HttpResponse:
        if not form.is_valid():
            messages.error(self.request, " ".join(map(str, form.errors["level"])))
        else:
            inventory.set_low_stock_level(
                variant_id=self.object.variant_id,
                location_id=self.object.location_id,
                level=form.cleaned_data["level"],
            )
            changed = change(_("Low stock level"), self.object.low_stock_level, form.cleaned_data["level"])
            data = {"changes": [changed]}
            log(instance=self.object, action="qilou.stock.level", title=self.title, data=data)
            messages.success(self.request, gettext("The low stock level is set."))
        return redirect("stock:inspect", self.object.pk)

    @property
    def title(self) -> str:
        return self.name.title if self.name else str(self.object)

    def done(self, has_changed: bool, before: int) -> HttpResponse:
        if has_changed:
            after = StockItem.objects.values_list("on_hand", flat=True).get(pk=self.object.pk)
            data = {"changes": [change(_("On hand"), before, after)]}
            log(instance=self.object, action="qilou.stock.adjust", title=self.title, data=data)
            messages.success(self.request, gettext("The stock is up to date."))
        else:
            messages.info(
                self.request, gettext("Nothing changed: this was posted already, or the figures agree.")
            )
        return redirect("stock:inspect", self.object.pk)


class ReceiveView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Goods come in, by SKU and location."""

    model = StockItem
    permission_required = "change"
    template_name = "backoffice/receive.html"
    page_title = _("Receive goods")
    header_icon = "plus"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("stock:index"), "label": gettext("Stock")},
            {"url": "", "label": gettext("Receive goods")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or ReceiveForm(initial={"sku": self.request.GET.get("sku", "")[:100]})
        return super().get_context_data(**kwargs) | {"form": form, "back_url": reverse("stock:index")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReceiveForm(request.POST)
        if form.is_valid():
            try:
                item = form.save(str(request.user.pk))
            except CommerceError as refusal:
                form.refuse(refusal)
            else:
                received = change(_("Received"), "", form.cleaned_data["quantity"])
                log(instance=item, action="qilou.stock.receive", data={"changes": [received]})
                messages.success(request, gettext("The goods are on the shelf."))
                return redirect("stock:inspect", item.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

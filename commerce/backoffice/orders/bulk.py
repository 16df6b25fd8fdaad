"""Many parcels on one screen: a row per marked order, and what has a tracking number is sent."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from commerce.backoffice.addresses import label_of
from commerce.backoffice.forms import is_row_id
from commerce.backoffice.views import admin_language
from commerce.core.errors import CommerceError
from commerce.fulfillment import services as fulfillment
from commerce.fulfillment.carriers import CARRIERS
from commerce.orders.models import Order
from commerce.orders.queries import order_view
from commerce.orders.types import Actor, OrderView

from .actions import SHIPPABLE
from .forms import proposed_carrier

#: Rows on the screen; a clerk types numbers for a batch, not for a day.
MOST = 50


class ParcelRow(forms.Form):
    """All that is left of an order, in one parcel; without a number it waits. Sent twice, it ships once."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    tracking_number = forms.CharField(label=_("Tracking number"), max_length=80, required=False)

    def __init__(self, data: Any = None, *, order: OrderView) -> None:
        self.order = order
        initial = {"key": uuid.uuid4().hex, **proposed_carrier(order)}
        super().__init__(data, initial=initial, prefix=f"order-{order.facts.id}")
        carriers = [(code, carrier.name) for code, carrier in CARRIERS.items()]
        self.fields["carrier"].choices = [("", _("Choose a carrier")), *carriers]  # type: ignore[attr-defined]

    @property
    def is_filled(self) -> bool:
        return bool(self.cleaned_data.get("tracking_number"))

    @property
    def destination(self) -> str:
        return " · ".join(label_of(self.order.shipping_address, admin_language()))

    @property
    def pieces(self) -> int:
        return sum(
            line.quantity - line.shipped_quantity for line in self.order.lines if line.requires_shipping
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("tracking_number") and not data.get("carrier"):
            self.add_error("carrier", gettext("Please fill this in."))
        return data

    def refuse(self, refusal: CommerceError) -> None:
        for name, message in refusal.fields.items():
            self.add_error(name if name in self.fields else None, str(message))
        if not refusal.fields:
            self.add_error(None, str(refusal.message))


class BulkShipView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Each parcel is a transaction of its own: what was sent stays sent when another row is refused."""

    model = Order
    permission_required = "change"
    template_name = "backoffice/order_bulk_ship.html"
    page_title = _("Ship the marked orders")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("order:index"), "label": gettext("Orders")},
            {"url": "", "label": self.page_title},
        ]

    def orders(self) -> list[OrderView]:
        """The marked ones that have something left to send, first placed first."""
        marked = [pk for pk in self.request.GET.getlist("order") if is_row_id(pk)][:MOST]
        rows = Order.objects.filter(pk__in=marked, status__in=SHIPPABLE).order_by("placed_at", "pk")
        return [order_view(pk, admin_language()) for pk in rows.values_list("pk", flat=True)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = [ParcelRow(order=order) for order in self.orders()]
        if not rows:
            messages.error(request, gettext("None of these orders has anything left to be sent."))
            return redirect("order:index")
        return self.render_to_response(self.get_context_data(rows=rows))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = [ParcelRow(request.POST, order=order) for order in self.orders()]
        filled = [row for row in rows if row.is_valid() and row.is_filled]
        sent = [row for row in filled if self.send(row)]
        left = [row for row in rows if row not in sent]
        if sent:
            text = ngettext(
                "%(count)d parcel is on its way.", "%(count)d parcels are on their way.", len(sent)
            )
            messages.success(request, text % {"count": len(sent)})
        if any(row.errors for row in left):
            return self.render_to_response(self.get_context_data(rows=left), status=422)
        if not sent:
            messages.error(request, gettext("Type the tracking numbers of the parcels you send."))
            return self.render_to_response(self.get_context_data(rows=left), status=422)
        return redirect("order:index")

    def send(self, row: ParcelRow) -> bool:
        data, order = row.cleaned_data, row.order.facts
        try:
            fulfillment.ship(
                order_id=order.id,
                carrier=data["carrier"],
                tracking_number=data["tracking_number"],
                key=data["key"],
                actor=Actor("staff", str(self.request.user.pk)),
            )
        except CommerceError as refusal:
            row.refuse(refusal)
            return False
        log(instance=Order.objects.get(pk=order.id), action="qilou.order.ship")
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"back_url": reverse("order:index")}

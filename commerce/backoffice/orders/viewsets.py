"""The order queue: what is to be done comes first to hand, anything else is a search away."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from commerce.backoffice.columns import LabelColumn, MarkColumn, MoneyColumn, ToneColumn
from commerce.backoffice.exports import SafeExport
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.viewsets import RecordViewSet
from commerce.channels.models import Channel
from commerce.core.money import Money
from commerce.orders import texts
from commerce.orders.models import FulfillmentStatus, Order, PaymentStatus
from commerce.orders.states import Status

from .actions import CHANGE_ORDER
from .bulk import BulkShipView
from .paper_views import BulkSlipView, DocumentView, IssueInvoiceView, SlipView
from .views import OrderActionView, OrderPage, RefundSentView

_SEPARATORS = str.maketrans("", "", " -()")


def _statuses() -> list[tuple[str, str]]:
    return [(status.value, texts.status_label(status)) for status in Status]


class OrderFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(label=_("Status"), choices=_statuses)
    payment_status = django_filters.MultipleChoiceFilter(label=_("Payment"), choices=PaymentStatus.choices)
    fulfillment_status = django_filters.MultipleChoiceFilter(
        label=_("Delivery"), choices=FulfillmentStatus.choices
    )
    channel = django_filters.ModelChoiceFilter(label=_("Channel"), queryset=Channel.objects.all())
    placed_at = django_filters.DateFromToRangeFilter(label=_("Placed"), widget=DateRangePickerWidget)

    class Meta:
        model = Order
        fields: list[str] = []


class OrderIndexView(GuidedList, SafeExport, IndexView):
    """Latest first; found by number, e-mail, phone in any spelling, or the recipient's name.

    Those who send parcels need them in a spreadsheet, for carriers; those who only look do not.
    """

    default_ordering = "-placed_at"
    results_template_name = "backoffice/order_results.html"
    nothing_yet = _("No orders yet")
    how_to_begin = _("Orders appear here as soon as somebody buys something.")
    nothing_found = _(
        "No order matches. Search by number, e-mail address, phone or recipient, or clear the filters."
    )
    export_permission = CHANGE_ORDER
    export_columns = {
        "number": (_("Number"), lambda order: order.number),
        "placed_at": (_("Placed"), lambda order: order.placed_at),
        "status": (_("Status"), lambda order: texts.status_label(order.status)),
        "payment_status": (_("Payment"), lambda order: texts.payment_label(order.payment_status)),
        "channel": (_("Channel"), lambda order: order.channel.name),
        "name": (_("Customer"), lambda order: customer_name(order)),
        "email": (_("E-mail address"), lambda order: order.email),
        "phone": (_("Phone"), lambda order: order.phone),
        "country": (_("Country"), lambda order: str(order.shipping_address.get("country", ""))),
        "currency": (_("Currency"), lambda order: order.currency),
        "total": (_("Total"), lambda order: Money(order.total_amount, order.currency).decimal),
        "paid": (_("Paid"), lambda order: Money(order.captured_amount, order.currency).decimal),
        "refunded": (_("Refunded"), lambda order: Money(order.refunded_amount, order.currency).decimal),
        "note": (_("Note"), lambda order: order.note),
    }

    @property
    def may_change(self) -> bool:
        return bool(self.request.user.has_perm(CHANGE_ORDER))

    def get_base_queryset(self) -> QuerySet[Order]:
        return super().get_base_queryset().select_related("channel").defer("price_trace", "policy_revisions")

    def search_queryset(self, queryset: QuerySet[Order]) -> QuerySet[Order]:
        wanted = self.search_query.strip()
        if not wanted:
            return queryset
        found = Q(number__icontains=wanted) | Q(email__icontains=wanted)
        found |= Q(shipping_address__name__icontains=wanted)
        digits = wanted.translate(_SEPARATORS)
        if digits.removeprefix("+").isdigit():
            found |= Q(phone__contains=digits) | Q(shipping_address__phone__icontains=digits)
        return queryset.filter(found)


def customer_name(order: Order) -> str:
    return str(order.shipping_address.get("name") or order.email or order.phone)


def order_columns(*, is_sortable: bool = False) -> list[Any]:
    """The columns that recognize an order, in its own list and in others."""

    def by(name: str) -> str | None:
        return name if is_sortable else None

    return [
        TitleColumn(
            "number",
            label=_("Number"),
            url_name="order:inspect",
            sort_key=by("number"),
            classname="q-together",
        ),
        DateColumn("placed_at", label=_("Placed"), sort_key=by("placed_at"), classname="q-wide"),
        Column("customer", label=_("Customer"), accessor=customer_name, classname="q-wide"),
        ToneColumn("status", label=_("Status"), words=texts.status_label, tone=texts.tone),
        LabelColumn("payment_status", label=_("Payment"), words=texts.payment_label, classname="q-wide"),
        MoneyColumn("total_amount", label=_("Total"), sort_key=by("total_amount"), classname="q-number"),
        Column("channel", label=_("Channel"), classname="q-wide"),
    ]


class OrderViewSet(RecordViewSet):
    model = Order
    name = "order"
    icon = "clipboard-list"
    menu_label = _("Orders")
    menu_name = "orders"
    menu_order = 110
    add_to_admin_menu = True
    inspect_view_class = OrderPage
    index_view_class = OrderIndexView
    filterset_class = OrderFilterSet
    search_fields = ["number"]
    export_filename = "orders"
    list_display = [
        MarkColumn(
            "mark", label=_("Mark"), form="q-print", sent_as="order", name_of=lambda order: order.number
        ),
        *order_columns(is_sortable=True),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        refunds = path("<int:pk>/refunds/<slug:refund>/sent/", RefundSentView.as_view(), name="refund_sent")
        papers = [
            path("print/", BulkSlipView.as_view(), name="print"),
            path("ship/", BulkShipView.as_view(), name="bulk_ship"),
            path("<int:pk>/documents/<slug:document>/", DocumentView.as_view(), name="document"),
            path("<int:pk>/pick-list/", SlipView.as_view(), name="pick_list"),
            path("<int:pk>/slips/<slug:shipment>/", SlipView.as_view(), name="slip"),
            path("<int:pk>/invoice/", IssueInvoiceView.as_view(), name="issue_invoice"),
        ]
        act = path("<int:pk>/<slug:action>/", OrderActionView.as_view(), name="act")
        return [*super().get_urlpatterns(), refunds, *papers, act]

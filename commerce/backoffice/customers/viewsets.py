"""The list of customers and one page for each, with their orders."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, Table, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView

from commerce.backoffice.addresses import label_of, phone_of
from commerce.backoffice.exports import SafeExport
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.orders.viewsets import order_columns
from commerce.backoffice.views import admin_language
from commerce.backoffice.viewsets import RecordViewSet
from commerce.customers.models import Customer
from commerce.customers.queries import addresses_of
from commerce.orders.queries import orders_of

ORDERS_PER_PAGE = 20
_SEPARATORS = str.maketrans("", "", " -()")


class CustomerIndexView(GuidedList, SafeExport, IndexView):
    """Newest first; found by name, e-mail or phone. Staff looks people up; only the owner exports them."""

    default_ordering = "-created_at"
    nothing_yet = _("No customers yet")
    how_to_begin = _("Whoever opens an account appears here. Guests appear in their orders.")
    nothing_found = _("No customer matches. Search by name, e-mail address or phone.")
    export_permission = "backoffice.export_customers"
    export_columns = {
        "name": (pgettext_lazy("person", "Name"), lambda row: row.user.name),
        "email": (_("E-mail address"), lambda row: row.user.email or ""),
        "phone": (_("Phone"), lambda row: row.user.phone or ""),
        "language": (_("Language"), lambda row: row.language),
        "orders": (_("Orders"), lambda row: row.order_count),
        "created_at": (_("Registered"), lambda row: row.created_at),
    }

    def get_base_queryset(self) -> QuerySet[Customer]:
        rows = super().get_base_queryset().select_related("user")
        return rows.annotate(order_count=Count("orders"), last_order_at=Max("orders__placed_at"))

    def search_queryset(self, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
        wanted = self.search_query.strip()
        if not wanted:
            return queryset
        found = Q(user__name__icontains=wanted) | Q(user__email__icontains=wanted)
        digits = wanted.translate(_SEPARATORS)
        if digits.removeprefix("+").isdigit():
            found |= Q(user__phone__contains=digits)
        return queryset.filter(found)


class CustomerPage(InspectView):
    """Profile, address book and orders of one customer."""

    template_name = "backoffice/customer.html"
    page_title = _("Customer")

    def get_fields(self) -> list[str]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items()[:-1], {"url": "", "label": str(self.object)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = admin_language()
        found = Paginator(orders_of(self.object.pk), ORDERS_PER_PAGE)
        page = found.get_page(self.request.GET.get("p"))
        may_see_orders = self.request.user.has_perms(["orders.view_order"]) or self.request.user.has_perm(
            "orders.change_order"
        )
        return super().get_context_data(**kwargs) | {
            "person": self.object.user,
            "phone": phone_of(self.object.user.phone),
            "language_name": dict(settings.LANGUAGES).get(self.object.language, self.object.language),
            "addresses": [
                (label_of(entry.fields.as_dict(), language), entry.is_default)
                for entry in addresses_of(self.object.pk)
            ],
            "groups": self.object.groups.all(),
            "orders": Table(order_columns(), page.object_list) if may_see_orders else None,
            "page": page,
            "order_count": found.count,
        }


class CustomerViewSet(RecordViewSet):
    model = Customer
    name = "customer"
    icon = "user"
    menu_label = _("Customers")
    menu_order = 140
    add_to_admin_menu = True
    index_view_class = CustomerIndexView
    inspect_view_class = CustomerPage
    search_fields = ["user__name"]
    export_filename = "customers"
    list_display = [
        TitleColumn("name", label=pgettext_lazy("person", "Name"), accessor=str, url_name="customer:inspect"),
        Column("email", label=_("E-mail address"), accessor=lambda row: row.user.email, classname="q-wide"),
        Column("phone", label=_("Phone"), accessor=lambda row: phone_of(row.user.phone), classname="q-wide"),
        Column("order_count", label=_("Orders"), sort_key="order_count", classname="q-number"),
        DateColumn("last_order_at", label=_("Last order"), sort_key="last_order_at"),
        DateColumn("created_at", label=_("Registered"), sort_key="created_at", classname="q-wide"),
    ]

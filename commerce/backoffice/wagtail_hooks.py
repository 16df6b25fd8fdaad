"""Where the back office meets Wagtail: viewsets, choosers, the menu, the log's words, rights to give."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import choosers, menu
from .orders.journal import MONEY
from .sales import Sales
from .summary import LatestOrders, Waiting

LOGGED = {
    "qilou.order.ship": (_("Ship"), _("Sent a parcel")),
    "qilou.order.deliver": (_("Deliver"), _("Marked as delivered")),
    "qilou.order.complete": (_("Complete"), _("Completed")),
    "qilou.order.cancel": (_("Cancel"), _("Canceled the order")),
    "qilou.order.mark_paid": (_("Record a payment"), MONEY["qilou.order.mark_paid"]),
    "qilou.order.refund": (_("Refund"), MONEY["qilou.order.refund"]),
    "qilou.order.refund_sent": (_("Mark the refund as sent"), MONEY["qilou.order.refund_sent"]),
    "qilou.order.invoice": (_("Issue the invoice"), _("Issued the invoice")),
    "qilou.order.note": (_("Add a note"), _("Added a note")),
    "qilou.message.send_again": (_("Send again"), _("Sent the message again")),
    "qilou.stock.adjust": (_("Adjust stock"), _("Changed the stock")),
    "qilou.stock.receive": (_("Receive goods"), _("Received goods")),
    "qilou.stock.level": (_("Set the low stock level"), _("Set the low stock level")),
    "qilou.staff.access": (_("Change somebody's access"), _("Changed the login or the roles")),
    "qilou.plugin.set_up": (_("Set up a plugin"), _("Set the plugin up")),
    "qilou.security.on": (_("Switch two-step sign-in on"), _("Switched two-step sign-in on")),
    "qilou.security.codes": (_("Renew recovery codes"), _("Made new recovery codes")),
    "qilou.security.off": (_("Switch two-step sign-in off"), _("Switched two-step sign-in off")),
    "qilou.promotion.end": (_("End"), _("Ended the promotion")),
}


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    return [*menu.viewsets(), choosers.product_chooser, choosers.category_chooser]


@hooks.register("construct_main_menu")
def hide_useless_items(request: Any, items: list[Any]) -> None:
    menu.hide_useless(request, items)


@hooks.register("construct_reports_menu")
def name_the_history(request: Any, items: list[Any]) -> None:
    menu.name_the_history(request, items)


@hooks.register("register_settings_menu_item")
def lead_to_security() -> MenuItem:
    return MenuItem(
        _("Two-step sign-in"), reverse_lazy("staff_security"), name="security", icon_name="lock", order=10
    )


@hooks.register("construct_homepage_panels")
def show_what_waits(request: Any, panels: list[Any]) -> None:
    panels[:0] = [Sales(request), Waiting(request), LatestOrders(request)]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for action, (label, message) in LOGGED.items():
        actions.register_action(action, label, message)


@hooks.register("register_permissions")
def register_owners_permissions() -> QuerySet[Permission]:
    """The rights to record payments, give money back, see and issue papers, set plugins up and download the
    list of customers, for the groups' screens."""
    money = Q(codename__in=["change_payment", "add_refund"], content_type__app_label="payments")
    plugins = Q(codename="change_pluginactivation", content_type__app_label="channels")
    papers = Q(codename__in=["view_fiscaldocument", "add_fiscaldocument"])
    told = Q(codename__in=["view_message", "change_message"], content_type__app_label="notifications")
    customers = Q(codename="export_customers", content_type__app_label="backoffice")
    return Permission.objects.filter(money | plugins | papers | told | customers)


@hooks.register("insert_global_admin_css")
def own_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("backoffice/backoffice.css"))


@hooks.register("insert_global_admin_js")
def own_scripts() -> str:
    return format_html('<script src="{}" defer></script>', static("backoffice/letters.js"))

"""One order on one screen, and a page per action that asks, confirms and does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import InspectView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from commerce.assets.queries import pictures
from commerce.backoffice.addresses import label_of, phone_of
from commerce.backoffice.views import admin_language
from commerce.checkout import services as checkout
from commerce.core.errors import CommerceError
from commerce.core.formats import format_money, format_ppm
from commerce.core.money import Money
from commerce.fulfillment.queries import shipments_of
from commerce.orders.models import Order
from commerce.orders.queries import order_view
from commerce.orders.types import Actor, OrderLineView, OrderView
from commerce.payments.models import Refund
from commerce.payments.queries import summary

from . import facts
from .actions import ACTIONS, RECORD_MONEY, Action, offered
from .forms import ActionForm, RefundSentForm, ShipForm
from .journal import journal
from .papers import papers_of
from .trace import explain
from .words import payment_tone, provider_name

PAGE = "order:inspect"
LANGUAGES = dict(settings.LANGUAGES)


class OrderPage(InspectView):
    """Everything about one order."""

    template_name = "backoffice/order.html"
    page_title = gettext_lazy("Order")
    any_permission_required = ["view", "change"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": "", "label": self.object.number}]

    def get_fields(self) -> list[str]:
        return []

    @property
    def header_buttons(self) -> list[Any]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = admin_language()
        order = order_view(self.object.pk, language)
        paid = summary(self.object.pk, order.facts.currency)
        money = money_format(order)
        parcels = shipments_of(self.object.pk)
        names = {line.id: f"{line.name} {line.option_label}".strip() for line in order.lines}
        return super().get_context_data(**kwargs) | {
            "order": order,
            "facts": order.facts,
            "lines": [_line(line, money) for line in _pictured(order)],
            "totals": _totals(order, paid, money),
            "attempts": facts.attempts_of(self.object.pk, money),
            "refunds": facts.refunds_of(self.object.pk, money),
            "may_record_money": self.request.user.has_perm(RECORD_MONEY),
            "parcels": [
                (parcel, [(names.get(line, ""), quantity) for line, quantity in parcel.lines])
                for parcel in parcels
            ],
            "timeline": facts.timeline(order, parcels, journal(self.object, money)),
            "seen": facts.seen(order),
            "explanations": explain(order, money, language),
            "payment_tone": payment_tone(order.facts.status, order.facts.payment_status),
            "language_name": LANGUAGES.get(order.facts.language, order.facts.language),
            "destination": label_of(order.shipping_address, language),
            "phone": phone_of(order.facts.phone),
            "method": provider_name(order.facts.payment_method_code, order.facts.channel_code),
            "actions": offered(order, paid, self.request.user),
            **papers_of(order, self.request.user, money),
        }


class OrderActionView(WagtailAdminTemplateMixin, TemplateView):
    """Asks for what an action needs, does it once, and comes back to the order.

    A refusal shows the same form again with what was typed and why it was refused.
    """

    template_name = "backoffice/order_action.html"
    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = get_object_or_404(Order, pk=kwargs["pk"])
        self.action = self.find_action()
        self.order = order_view(self.row.pk, admin_language())
        self.money = summary(self.row.pk, self.row.currency)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.action.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def find_action(self) -> Action:
        action = ACTIONS.get(self.kwargs["action"])
        if action is None:
            raise Http404
        return action

    def make_form(self, data: Any = None) -> ActionForm:
        return self.action.form(data, order=self.order, money=self.money)

    def get_page_title(self) -> str:
        return str(self.action.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("order:index"), "label": _("Orders")},
            {"url": reverse(PAGE, args=[self.row.pk]), "label": self.row.number},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.make_form()
        money = money_format(self.order)
        return super().get_context_data(**kwargs) | {
            "form": form,
            "media": form.media,
            "action": self.action,
            "order": self.order,
            "total": money(self.order.facts.total_amount),
            "destination": self.destination(),
            "is_possible": self.action.is_offered(self.order, self.money) or form.is_bound,
            "back_url": reverse(PAGE, args=[self.row.pk]),
        }

    def destination(self) -> list[str]:
        """Whom a parcel goes to, where one is to be packed."""
        is_packing = self.action.form is ShipForm
        return label_of(self.order.shipping_address, admin_language()) if is_packing else []

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.again(form)
        try:
            self.action.perform(self.order, form, Actor("staff", str(request.user.pk)))
        except CommerceError as refusal:
            for name, message in refusal.fields.items():
                form.add_error(name if name in form.fields else None, str(message))
            if not refusal.fields:
                form.add_error(None, str(refusal.message))
            return self.again(form)
        if self.action.is_logged:
            name = self.action.code.replace("-", "_")
            log(instance=self.row, action=f"qilou.order.{name}", data=form.to_log())
        messages.success(request, str(self.action.done))
        return redirect(PAGE, self.row.pk)

    def again(self, form: ActionForm) -> HttpResponse:
        """The form with its errors; nothing typed is lost."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    @property
    def header_buttons(self) -> list[Any]:
        return [
            HeaderButton(
                _("Back to the order"), url=reverse(PAGE, args=[self.row.pk]), icon_name="arrow-left"
            )
        ]


class RefundSentView(OrderActionView):
    """A refund that nobody but staff can send (a transfer back): mark it as sent."""

    def find_action(self) -> Action:
        refund = get_object_or_404(
            Refund, public_id=self.kwargs["refund"], attempt__payment__order_id=self.row.pk
        )
        return Action(
            "refund-sent",
            gettext_lazy("Mark the refund as sent"),
            "check",
            gettext_lazy("You have sent this money back yourself."),
            gettext_lazy("The refund is done."),
            RECORD_MONEY,
            RefundSentForm,
            lambda order, money: refund.state in ("pending", "unknown"),
            lambda order, form, actor: checkout.mark_refunded(
                refund_public_id=refund.public_id, reference=form.cleaned_data["reference"], actor=actor
            ),
        )


def money_format(order: OrderView) -> Callable[[int], str]:
    """Amounts of the order as the admin's language writes them."""
    language, currency = admin_language(), order.facts.currency
    return lambda amount: format_money(Money(amount, currency), language)


def _pictured(order: OrderView) -> list[tuple[OrderLineView, Any]]:
    found = pictures([line.image_id for line in order.lines if line.image_id], "thumb")
    return [(line, found.get(line.image_id or 0)) for line in order.lines]


def _line(pair: tuple[OrderLineView, Any], money: Callable[[int], str]) -> dict[str, Any]:
    line, picture = pair
    return {
        "line": line,
        "picture": picture,
        "unit": money(line.unit_amount),
        "list": money(line.list_amount) if line.list_amount != line.unit_amount else "",
        "total": money(line.total_amount),
        "tax": money(line.tax_amount) if line.tax_amount else "",
        "rate": format_ppm(line.tax_rate_ppm, admin_language()),
        "adjustments": [(each.label, money(each.amount)) for each in line.adjustments],
    }


def _totals(order: OrderView, paid: Any, money: Callable[[int], str]) -> list[tuple[str, str, str]]:
    """(what, amount, emphasis) from the goods down to what is still owed."""
    facts_, tax = order.facts, _("Tax included") if order.prices_include_tax else _("Tax")
    rows = [(_("Items"), order.items_amount, "")]
    rows += [(_("Discount"), -order.discount_amount, "")] if order.discount_amount else []
    rows += [(_("Delivery"), order.shipping_amount, "")]
    rows += [(tax, order.tax_amount, "quiet")] if order.tax_amount else []
    rows += [(_("Total"), facts_.total_amount, "strong"), (_("Paid"), paid.captured_amount, "")]
    if paid.refunded_amount:
        rows.append((_("Refunded"), -paid.refunded_amount, ""))
    if paid.returning_amount:
        rows.append((_("On its way back"), -paid.returning_amount, ""))
    owed = facts_.total_amount - paid.captured_amount
    if owed > 0 and facts_.status not in ("canceled", "refunded"):
        rows.append((_("Still owed"), owed, "strong"))
    return [(label, money(amount), style) for label, amount, style in rows]

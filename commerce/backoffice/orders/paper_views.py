"""Addresses that answer with the PDF of a paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages

from commerce.backoffice.views import admin_language
from commerce.core.errors import CommerceError
from commerce.documents import papers, queries, services
from commerce.documents.composing import may_be_invoiced
from commerce.documents.responses import pdf_response
from commerce.documents.types import Slip
from commerce.orders.models import Order
from commerce.orders.queries import order_view

from .actions import Action
from .forms import ActionForm
from .papers import ISSUE_DOCUMENTS, SEE_DOCUMENTS, packing_slips, pick_list
from .views import LANGUAGES, PAGE, OrderActionView

SEE_ORDERS = "orders.view_order"


class PaperView(View):
    """A PDF for those who may; where it cannot be printed, a message on the page they came from."""

    permission_required = SEE_ORDERS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.permission_required):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def answer(self, name: str, make: Callable[[], bytes], back: str) -> HttpResponse:
        try:
            pdf = make()
        except CommerceError as refusal:
            messages.error(self.request, str(refusal.message))
            return redirect(back)
        return pdf_response(pdf, name)

    def language(self, proposed: str) -> str:
        """The language asked for, else the one proposed."""
        asked = self.request.GET.get("lang", "")
        return asked if asked in LANGUAGES else proposed


class DocumentView(PaperView):
    """An invoice or credit note."""

    permission_required = SEE_DOCUMENTS

    def get(self, request: HttpRequest, pk: int, document: str) -> HttpResponse:
        back = reverse(PAGE, args=[get_object_or_404(Order, pk=pk).pk])
        try:
            found = queries.get_document(pk, document)
        except CommerceError as refusal:
            messages.error(request, str(refusal.message))
            return redirect(back)
        language = self.language(found.summary.language)
        return self.answer(found.summary.number, lambda: papers.fiscal_pdf(found, language), back)


class SlipView(PaperView):
    """The pick list of an order, or the packing slip of one of its parcels."""

    def get(self, request: HttpRequest, pk: int, shipment: str = "") -> HttpResponse:
        order = get_object_or_404(Order, pk=pk)
        language = self.language(order.language if shipment else admin_language())
        view = order_view(pk, language)
        slips = packing_slips(view, language, shipment) if shipment else pick_list(view, language)
        back = reverse(PAGE, args=[pk])
        if not slips:
            messages.error(request, _("There is nothing to print for this order."))
            return redirect(back)
        return self.answer(
            f"{order.number}-{shipment or 'pick'}", lambda: papers.slips_pdf(slips, language), back
        )


class BulkSlipView(PaperView):
    """Pick lists or packing slips of the orders marked in the list, in one PDF."""

    def get(self, request: HttpRequest) -> HttpResponse:
        marked = [pk for pk in request.GET.getlist("order") if pk.isascii() and pk.isdigit()]
        is_packing, back = request.GET.get("what") == "packing", reverse("order:index")
        rows = Order.objects.filter(pk__in=[int(pk) for pk in marked[: papers.MOST_SLIPS] if len(pk) < 19])
        slips: list[Slip] = []
        for order in rows.order_by("id"):
            language = self.language(order.language if is_packing else admin_language())
            view = order_view(order.pk, language)
            slips += packing_slips(view, language) if is_packing else pick_list(view, language)
        if not slips:
            text = (
                _("None of these orders has a parcel yet. Pick lists are for what is still to be sent.")
                if is_packing
                else _("None of these orders has anything left to be sent.")
            )
            messages.error(request, text if marked else _("Mark the orders that you want to print for."))
            return redirect(back)
        language = self.language(admin_language())
        name = "packing-slips" if is_packing else "pick-lists"
        return self.answer(name, lambda: papers.slips_pdf(slips[: papers.MOST_SLIPS], language), back)


class IssueInvoiceView(OrderActionView):
    """The invoice before it is due by itself, for a customer who needs it to pay."""

    def find_action(self) -> Action:
        return Action(
            "invoice",
            gettext_lazy("Issue the invoice"),
            "doc-full",
            gettext_lazy(
                "The invoice gets the next number and can never be changed. It is issued by itself as soon as"
                " the order is paid, or sent where it is paid later."
            ),
            gettext_lazy("The invoice is issued."),
            ISSUE_DOCUMENTS,
            ActionForm,
            lambda order, money: may_be_invoiced(order.facts.status),
            lambda order, form, actor: services.issue_invoice(order_id=order.facts.id, actor=actor),
        )

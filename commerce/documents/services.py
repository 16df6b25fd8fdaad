"""Issuing: written once, under the next number, with everything it says."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commerce.core.locking import with_retries
from commerce.orders import queries as order_queries
from commerce.orders import services as orders
from commerce.orders.types import SYSTEM, Actor, OrderFacts, OrderView
from commerce.payments import queries as payments

from . import composing, queries
from .errors import NotInvoiceable
from .models import FiscalDocument, Series
from .sellers import channel_of, shop_facts
from .types import Content, DocumentSummary, Kind

PREFIXES: Mapping[str, str] = {Kind.INVOICE: "INV", Kind.CREDIT_NOTE: "CRN"}
SALE = "sale"
_SELLER = ("name", "company", "address", "vat", "email", "phone")


def issue_due(*, order_id: int) -> DocumentSummary | None:
    """The order's invoice if it is due by now (`composing.is_due`), issued unless it was; None if it is not.

    Again: no change. Opens a transaction; locks order → series.
    """

    def is_due(order: OrderFacts, paid: int) -> bool:
        return composing.is_due(order.status, total=order.total_amount, captured=paid)

    return with_retries(partial(_invoice, order_id, SYSTEM, is_due))


def issue_invoice(*, order_id: int, actor: Actor) -> DocumentSummary:
    """The invoice of a confirmed order, because staff wants it now; the one there is, if there is one.

    Raises NotInvoiceable. Opens a transaction; locks order → series.
    """
    issued = with_retries(
        partial(_invoice, order_id, actor, lambda order, paid: composing.may_be_invoiced(order.status))
    )
    if issued is None:
        raise NotInvoiceable
    return issued


def issue_credit_note(
    *, order_id: int, cause: str, amount: int, reason: str, actor: Actor = SYSTEM
) -> DocumentSummary | None:
    """The credit note over `amount` minor units that were given back, or as much of it as lowers the sale.

    Once per `cause`. None where there is nothing to correct: no invoice, or money that was never owed. Opens
    a transaction; locks order → series.
    """

    @transaction.atomic
    def write() -> DocumentSummary | None:
        order = orders.lock_order(order_id)
        known = list(FiscalDocument.objects.filter(order_id=order_id).order_by("id"))
        invoice = next((row for row in known if row.kind == Kind.INVOICE), None)
        notes = [row for row in known if row.kind == Kind.CREDIT_NOTE]
        if same := next((row for row in notes if row.cause == cause), None):
            return queries.summary(same)
        if invoice is None:
            return None
        money = payments.summary(order_id, order.currency)
        due = composing.creditable(
            invoiced=invoice.total_amount,
            credited=sum(row.total_amount for row in notes),
            kept=money.captured_amount - money.refunded_amount,
            asked=amount,
        )
        if not due:
            return None
        content = composing.credit_note(
            composing.from_json(invoice.content),
            number=invoice.number,
            before=[composing.from_json(row.content) for row in notes],
            amount=due,
            reason=reason,
        )
        return _write(Kind.CREDIT_NOTE, order, cause, content, actor, corrects=invoice)

    return with_retries(write)


@transaction.atomic
def _invoice(
    order_id: int, actor: Actor, is_wanted: Callable[[OrderFacts, int], bool]
) -> DocumentSummary | None:
    order = orders.lock_order(order_id)
    known = FiscalDocument.objects.filter(order_id=order_id, kind=Kind.INVOICE, cause=SALE).first()
    if known is not None:
        return queries.summary(known)
    # The payment's own sums: the order may not have followed them yet.
    paid = payments.summary(order_id, order.currency).captured_amount
    if not is_wanted(order, paid):
        return None
    view = order_queries.order_view(order_id, order.language)
    content = composing.invoice(
        view,
        seller=_seller(order),
        time_zone=channel_of(order).time_zone,
        shipping_rate_ppm=_shipping_rate(view),
        paid=min(paid, order.total_amount),
    )
    return _write(Kind.INVOICE, order, SALE, content, actor)


def _write(
    kind: Kind,
    order: OrderFacts,
    cause: str,
    content: Content,
    actor: Actor,
    corrects: FiscalDocument | None = None,
) -> DocumentSummary:
    now = timezone.now()
    series, sequence = _next_number(kind, order.channel_id, _year(now, content.time_zone))
    row = FiscalDocument.objects.create(
        kind=kind,
        series=series,
        sequence=sequence,
        number=f"{PREFIXES[kind]}-{order.channel_code.upper()}-{series.year}-{sequence:05d}",
        order_id=order.id,
        corrects=corrects,
        cause=cause,
        language=order.language,
        currency=order.currency,
        total_amount=content.total_amount,
        content=composing.to_json(content),
        issued_at=now,
        actor_id=actor.id,
    )
    return queries.summary(row)


def _next_number(kind: Kind, channel_id: int, year: int) -> tuple[Series, int]:
    """The series, locked until the transaction ends, and its next number.

    Whoever comes next waits for the commit, and a transaction that is undone gives its number back: no gaps.
    """
    named = {"kind": kind, "channel_id": channel_id, "year": year}
    Series.objects.bulk_create([Series(**named)], ignore_conflicts=True)
    (series,) = Series.objects.lock(Series.objects.filter(**named).values_list("pk", flat=True))
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return series, series.last_number


def _year(now: datetime, time_zone: str) -> int:
    return now.astimezone(zoneinfo.ZoneInfo(time_zone)).year


def _seller(order: OrderFacts) -> dict[str, dict[str, str]]:
    """Who sells, in each of the shop's languages, as editors said by now."""
    told = {}
    for language, _name in settings.LANGUAGES:
        facts = shop_facts(order, language)
        told[language] = {name: facts[name] for name in _SELLER if facts.get(name)}
    return told


def _shipping_rate(order: OrderView) -> int:
    """The rate the delivery was taxed at, from the trace that is kept with the order."""
    shipping = (order.price_trace or {}).get("shipping") or {}
    return int(shipping.get("tax_rate_ppm", 0))

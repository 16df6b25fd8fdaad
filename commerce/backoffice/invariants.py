"""What must hold at any instant, proved from the tables alone.

Plain SQL, on purpose without any service or query of the contexts: whoever breaks a rule there must not
also be the one who checks it. Every statement selects offenders; no row means that it holds. O2 (ledger)
and O5 (settlement) join when their contexts exist; of O4 there is nothing to count yet.
"""

from __future__ import annotations

import http.client
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

MOST_OFFENDERS = 20
_ANSWER_BYTES = 64 * 1024 * 1024

# (group, name, what holds, statement)
RULES: tuple[tuple[str, str, str, str], ...] = (
    ("O1", "stock_ledger", "movements of a stock item add up to what is on hand", """
        SELECT i.id, i.on_hand, COALESCE(SUM(m.quantity), 0) AS movements
        FROM inventory_stockitem i LEFT JOIN inventory_stockmovement m ON m.stock_item_id = i.id
        GROUP BY i.id, i.on_hand HAVING i.on_hand <> COALESCE(SUM(m.quantity), 0)"""),
    ("O1", "stock_bounds", "0 ≤ reserved ≤ on hand", """
        SELECT id, on_hand, reserved FROM inventory_stockitem
        WHERE on_hand < 0 OR reserved < 0 OR reserved > on_hand"""),
    ("O1", "stock_reserved", "open reservations add up to what is reserved", """
        SELECT i.id, i.reserved, COALESCE(SUM(r.quantity), 0) AS reservations
        FROM inventory_stockitem i LEFT JOIN inventory_reservation r
          ON r.stock_item_id = i.id AND r.state IN ('held', 'allocated')
        GROUP BY i.id, i.reserved HAVING i.reserved <> COALESCE(SUM(r.quantity), 0)"""),
    ("O1", "reservation_of_live_order", "only orders that still want goods hold stock", """
        SELECT r.id, o.number, o.status, r.state, r.quantity
        FROM inventory_reservation r JOIN orders_order o ON o.id = r.order_id
        WHERE r.quantity > 0 AND ((r.state = 'held' AND o.status <> 'pending_payment')
          OR (r.state = 'allocated' AND o.status NOT IN ('confirmed', 'partially_shipped')))"""),
    ("O1", "order_is_covered", "what a live order has not received yet is reserved for it", """
        SELECT l.id, o.number, l.quantity, l.shipped_quantity, COALESCE(SUM(r.quantity), 0) AS reserved
        FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
        LEFT JOIN inventory_reservation r ON r.order_line_id = l.id AND r.state IN ('held', 'allocated')
        WHERE o.status IN ('pending_payment', 'confirmed', 'partially_shipped')
        GROUP BY l.id, o.number, l.quantity, l.shipped_quantity
        HAVING l.quantity <> l.shipped_quantity + COALESCE(SUM(r.quantity), 0)"""),
    ("O1", "shipped_left_stock", "what was shipped left the stock", """
        SELECT l.id, o.number, l.shipped_quantity, COALESCE(SUM(m.quantity), 0) AS moved
        FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
        LEFT JOIN inventory_stockmovement m ON m.order_line_id = l.id AND m.kind = 'sale'
        GROUP BY l.id, o.number, l.shipped_quantity
        HAVING l.shipped_quantity <> -COALESCE(SUM(m.quantity), 0)"""),
    ("O1", "parcels_hold_what_was_shipped", "parcels hold what lines say was shipped", """
        SELECT l.id, o.number, l.shipped_quantity, COALESCE(SUM(s.quantity), 0) AS in_parcels
        FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
        LEFT JOIN fulfillment_shipmentline s ON s.order_line_id = l.id
        GROUP BY l.id, o.number, l.shipped_quantity
        HAVING l.shipped_quantity <> COALESCE(SUM(s.quantity), 0)"""),
    ("O3", "order_total", "items − discount + shipping (+ tax, if added) = total ≥ 0", """
        SELECT number, items_amount, discount_amount, shipping_amount, tax_amount, total_amount
        FROM orders_order WHERE total_amount < 0 OR total_amount <> items_amount - discount_amount
          + shipping_amount + CASE WHEN prices_include_tax THEN 0 ELSE tax_amount END"""),
    ("O3", "documents_have_no_gap", "a series counts its documents from 1 without a gap", """
        SELECT s.id, s.kind, s.year, s.last_number, COUNT(d.id) AS documents, MAX(d.sequence) AS highest
        FROM documents_series s LEFT JOIN documents_fiscaldocument d ON d.series_id = s.id
        GROUP BY s.id, s.kind, s.year, s.last_number
        HAVING s.last_number <> COUNT(d.id) OR s.last_number <> COALESCE(MAX(d.sequence), 0)"""),
    ("O3", "invoice_total", "an invoice says the total of its order, and is never credited beyond it", """
        SELECT i.number, o.number AS order_number, i.total_amount, o.total_amount AS of_order,
          COALESCE(SUM(n.total_amount), 0) AS credited
        FROM documents_fiscaldocument i JOIN orders_order o ON o.id = i.order_id
        LEFT JOIN documents_fiscaldocument n ON n.corrects_id = i.id
        WHERE i.kind = 'invoice' GROUP BY i.id, i.number, o.number, i.total_amount, o.total_amount
        HAVING i.total_amount <> o.total_amount OR COALESCE(SUM(n.total_amount), 0) > i.total_amount"""),
    ("O3", "line_total", "quantity × unit − discount (+ tax, if added) = total of the line", """
        SELECT l.id, o.number, l.quantity, l.unit_amount, l.discount_amount, l.tax_amount, l.total_amount
        FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
        WHERE l.total_amount < 0 OR l.total_amount <> l.quantity * l.unit_amount - l.discount_amount
          + CASE WHEN o.prices_include_tax THEN 0 ELSE l.tax_amount END"""),
    ("O3", "order_is_its_lines", "the order's figures are those of its own lines", """
        SELECT o.number, o.items_amount, o.discount_amount, o.total_amount, COUNT(l.id) AS lines
        FROM orders_order o LEFT JOIN orders_orderline l ON l.order_id = o.id
        GROUP BY o.id, o.number, o.items_amount, o.discount_amount, o.shipping_amount, o.tax_amount,
          o.total_amount, o.prices_include_tax
        HAVING COUNT(l.id) = 0 OR o.items_amount <> SUM(l.quantity * l.unit_amount)
          OR o.discount_amount <> SUM(l.discount_amount) OR o.tax_amount < SUM(l.tax_amount)
          OR o.total_amount <> SUM(l.total_amount) + o.shipping_amount
            + CASE WHEN o.prices_include_tax THEN 0 ELSE o.tax_amount - SUM(l.tax_amount) END"""),
    ("O3", "discount_is_its_adjustments", "a line's discount is the sum of its adjustments", """
        SELECT l.id, l.discount_amount, COALESCE(SUM(a.amount), 0) AS adjustments
        FROM orders_orderline l LEFT JOIN orders_orderadjustment a ON a.line_id = l.id
        GROUP BY l.id, l.discount_amount HAVING l.discount_amount <> -COALESCE(SUM(a.amount), 0)"""),
    ("O3", "history_ends_here", "an order's history ends in its status", """
        SELECT o.number, o.status, h.to_status FROM orders_order o LEFT JOIN orders_orderchange h
          ON h.id = (SELECT MAX(x.id) FROM orders_orderchange x WHERE x.order_id = o.id)
        WHERE h.id IS NULL OR h.to_status <> o.status"""),
    ("O3", "captured_is_its_events", "what a payment has captured are its events", """
        SELECT p.public_id, p.captured_amount, COALESCE(SUM(e.amount), 0) AS events
        FROM payments_payment p LEFT JOIN payments_paymentattempt a ON a.payment_id = p.id
        LEFT JOIN payments_paymentevent e ON e.attempt_id = a.id AND e.kind = 'captured'
        GROUP BY p.id, p.public_id, p.captured_amount
        HAVING p.captured_amount <> COALESCE(SUM(e.amount), 0)"""),
    ("O3", "refunded_is_its_refunds", "what a payment gave back are its refunds, at most what came in", """
        SELECT p.public_id, p.captured_amount, p.refunded_amount, COALESCE(SUM(r.amount), 0) AS refunds
        FROM payments_payment p LEFT JOIN payments_paymentattempt a ON a.payment_id = p.id
        LEFT JOIN payments_refund r ON r.attempt_id = a.id AND r.state <> 'failed'
        GROUP BY p.id, p.public_id, p.captured_amount, p.refunded_amount
        HAVING p.refunded_amount <> COALESCE(SUM(r.amount), 0) OR p.refunded_amount > p.captured_amount"""),
    ("O3", "order_follows_payment", "an order says what its payment has captured", """
        SELECT o.number, o.captured_amount, p.captured_amount AS payment
        FROM orders_order o JOIN payments_payment p ON p.order_id = o.id
        WHERE (o.captured_amount <> p.captured_amount OR o.refunded_amount > p.refunded_amount
          OR o.currency <> p.currency OR o.total_amount <> p.amount)
          AND NOT EXISTS (SELECT 1 FROM payments_paymentattempt a JOIN payments_paymentevent e
            ON e.attempt_id = a.id WHERE a.payment_id = p.id AND e.settled_at IS NULL)"""),
    ("O3", "no_money_without_order", "money is kept only for an order that goes on", """
        SELECT o.number, o.status, p.captured_amount, p.refunded_amount
        FROM orders_order o JOIN payments_payment p ON p.order_id = o.id
        WHERE p.captured_amount - p.refunded_amount >
            CASE WHEN o.status IN ('canceled', 'refunded', 'pending_payment') THEN 0 ELSE o.total_amount END
          AND NOT (o.status = 'pending_payment' AND p.captured_amount < o.total_amount)
          AND NOT EXISTS (SELECT 1 FROM payments_paymentattempt a JOIN payments_paymentevent e
            ON e.attempt_id = a.id WHERE a.payment_id = p.id AND e.settled_at IS NULL)
          AND NOT EXISTS (SELECT 1 FROM payments_paymentattempt a JOIN payments_refund r
            ON r.attempt_id = a.id WHERE a.payment_id = p.id AND r.state = 'failed')"""),
    ("O3", "no_goods_without_money", "an order is confirmed when its money is there or promised", """
        SELECT number, status, payment_status, total_amount, captured_amount FROM orders_order
        WHERE status IN ('confirmed', 'partially_shipped', 'shipped', 'delivered', 'completed')
          AND total_amount > 0 AND payment_status IN ('unpaid', 'partially_paid')"""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that does not hold, with up to twenty offenders as plain facts."""

    group: str
    rule: str
    says: str
    offenders: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Which rules were checked and which do not hold; `left_out` names those that could not be looked at."""

    checked: tuple[str, ...]
    violations: tuple[Violation, ...] = ()
    left_out: tuple[str, ...] = field(default=())

    @property
    def is_clean(self) -> bool:
        return not self.violations


def check() -> Report:
    """Look at everything. Reads only; a few statements, each over whole tables."""
    found = [_check(*rule) for rule in RULES]
    checked, left_out = [name for _group, name, *_rest in RULES], []
    if settings.TEST_PROVIDER_URL:
        checked.append("provider")
        found.append(_at_the_provider())
    else:
        left_out.append("provider: TEST_PROVIDER_URL is empty")
    return Report(tuple(checked), tuple(each for each in found if each), tuple(left_out))


def _check(group: str, name: str, says: str, statement: str) -> Violation | None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        columns = [column[0] for column in cursor.description]
        rows = cursor.fetchmany(MOST_OFFENDERS)
    offenders = tuple(dict(zip(columns, row, strict=True)) for row in rows)
    return Violation(group, name, says, offenders) if offenders else None


# --- O6: the provider's own books --------------------------------------------------------------------------


def _at_the_provider() -> Violation | None:
    """Each captured charge has exactly one paid order or is given back; amounts and currencies are equal."""
    says = "each captured charge at the provider has exactly one paid order or one refund"
    offenders = tuple(_differences(_charges(), _attempts()))[:MOST_OFFENDERS]
    return Violation("O6", "provider", says, offenders) if offenders else None


def _differences(
    charges: list[dict[str, Any]], attempts: dict[str, dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    taken: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for charge in charges:
        if charge["state"] == "captured" or charge.get("refunded"):
            taken[charge["merchant_ref"]].append(charge)
    for ref, found in taken.items():
        ours = attempts.get(ref)
        if ours is None or len(found) > 1:
            yield {"charge": ref, "why": "no attempt of ours" if ours is None else "charged twice"}
            continue
        theirs, back = found[0], found[0].get("refunded", 0)
        kept = theirs["amount"] - back
        if (theirs["amount"], theirs["currency"]) != (ours["captured"], ours["currency"]):
            yield {
                "charge": ref,
                "why": "another amount",
                "theirs": theirs["amount"],
                "ours": ours["captured"],
            }
        elif kept and ours["status"] in ("pending_payment", "canceled", "refunded"):
            yield {"charge": ref, "why": "money without an order", "status": ours["status"], "kept": kept}
        elif back != ours["refunded"]:
            yield {"charge": ref, "why": "another refund", "theirs": back, "ours": ours["refunded"]}
    for ref, ours in attempts.items():
        if ours["captured"] and ref not in taken:
            yield {"charge": ref, "why": "the provider knows no such charge"}


def _attempts() -> dict[str, dict[str, Any]]:
    """What we believe of each attempt with the test provider, by our reference."""
    statement = """
        SELECT a.merchant_ref, a.currency, o.status,
          (SELECT COALESCE(SUM(e.amount), 0) FROM payments_paymentevent e
            WHERE e.attempt_id = a.id AND e.kind = 'captured'),
          (SELECT COALESCE(SUM(r.amount), 0) FROM payments_refund r
            WHERE r.attempt_id = a.id AND r.state = 'done')
        FROM payments_paymentattempt a JOIN payments_payment p ON p.id = a.payment_id
        JOIN orders_order o ON o.id = p.order_id WHERE a.provider = 'test_pay'"""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {
            ref: {"currency": currency, "status": status, "captured": captured, "refunded": refunded}
            for ref, currency, status, captured, refunded in cursor.fetchall()
        }


def _charges() -> list[dict[str, Any]]:
    """All charges of our account, as the provider tells them. Raises OSError when it cannot be asked."""
    parts = urlsplit(settings.TEST_PROVIDER_URL)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    caller = kind(parts.hostname or "", parts.port, timeout=30)
    try:
        caller.request(
            "GET", "/v1/charges", headers={"Authorization": f"Bearer {settings.TEST_PROVIDER_KEY}"}
        )
        answer = caller.getresponse()
        body = answer.read(_ANSWER_BYTES)
    finally:
        caller.close()
    if answer.status != 200:
        raise OSError(f"the payment provider answered {answer.status}")
    charges: list[dict[str, Any]] = json.loads(body)["charges"]
    return charges

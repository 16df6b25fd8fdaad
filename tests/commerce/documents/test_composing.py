"""Whatever was bought, the sums of its papers are the order's, to the last minor unit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.documents import composing
from commerce.documents.types import Content
from commerce.orders.types import AdjustmentDraft, OrderFacts, OrderLineView, OrderView
from commerce.pricing.engine.taxes import tax_on

RATES = st.sampled_from([0, 60_000, 90_000, 130_000, 190_000, 55_000])
NOW = datetime(2026, 11, 28, tzinfo=UTC)


@st.composite
def orders(draw: st.DrawFn) -> tuple[OrderView, int]:
    """A placed order as checkout writes it, and the rate its delivery was taxed at."""
    included = draw(st.booleans())
    lines = []
    for at in range(draw(st.integers(1, 6))):
        quantity, unit = draw(st.integers(1, 30)), draw(st.integers(0, 500_000))
        discount, rate = draw(st.integers(0, unit * quantity)), draw(RATES)
        tax = tax_on(unit * quantity - discount, rate, is_included=included)
        total = unit * quantity - discount + (0 if included else tax)
        off = (AdjustmentDraft("promotion", "p", "Autumn sale", -discount),) if discount else ()
        lines.append(
            OrderLineView(
                id=at, public_id=f"l{at}", product_public_id="p", variant_public_id="v", sku="S", name="Tea",
                option_label="", quantity=quantity, shipped_quantity=0, list_amount=unit, unit_amount=unit,
                discount_amount=discount, tax_amount=tax, tax_rate_ppm=rate, total_amount=total,
                requires_shipping=True, image_id=None, page_revision_id=None, adjustments=off,
            )
        )  # fmt: skip
    shipping, rate = draw(st.integers(0, 20_000)), draw(RATES)
    shipping_tax = tax_on(shipping, rate, is_included=included)
    tax = sum(line.tax_amount for line in lines) + shipping_tax
    items = sum(line.unit_amount * line.quantity for line in lines)
    discount = sum(line.discount_amount for line in lines)
    total = items - discount + shipping + (0 if included else tax)
    facts = OrderFacts(
        id=1, public_id="o", number="2611234829133", token="t", status="confirmed", payment_status="paid",
        fulfillment_status="unfulfilled", channel_id=1, channel_code="cn", customer_id=None, email="a@b.test",
        phone="", language="en", currency="CNY", total_amount=total, captured_amount=total, refunded_amount=0,
        payment_method_code="", shipping_method_code="", country="CN", pay_by=None, placed_at=NOW,
        confirmed_at=NOW, delivered_at=None,
    )  # fmt: skip
    order = OrderView(
        facts=facts, status_label="", status_note="", tone="", payment_label="", lines=tuple(lines),
        adjustments=(), history=(), items_amount=items, discount_amount=discount, shipping_amount=shipping,
        tax_amount=tax, prices_include_tax=included, shipping_method_name="Standard",
        shipping_address={"name": "Lin"}, billing_address={}, note="", price_trace={}, policy_revisions={},
        theme_code="", theme_version="",
    )  # fmt: skip
    return order, rate


def invoice_of(order: OrderView, rate: int) -> Content:
    return composing.invoice(
        order, seller={}, time_zone="UTC", shipping_rate_ppm=rate, paid=order.facts.total_amount
    )


@given(orders())
def test_an_invoice_adds_up_to_its_order(drawn: tuple[OrderView, int]) -> None:
    order, rate = drawn
    content = invoice_of(order, rate)

    assert sum(row.gross_amount for row in content.taxes) == content.total_amount == order.facts.total_amount
    assert sum(row.tax_amount for row in content.taxes) == content.tax_amount == order.tax_amount
    assert all(row.net_amount + row.tax_amount == row.gross_amount for row in content.taxes)
    goods = sum(item.amount for item in content.items)
    on_top = 0 if content.prices_include_tax else content.tax_amount
    assert goods + content.shipping_amount + on_top == content.total_amount
    assert content.items_amount - sum(amount for _label, amount in content.discounts) == goods


@given(orders(), st.data())
def test_credit_notes_add_up_to_their_invoice(drawn: tuple[OrderView, int], data: st.DataObject) -> None:
    content = invoice_of(*drawn)
    left, notes = content.total_amount, []
    while left:
        amount = data.draw(st.integers(1, left)) if len(notes) < 4 else left
        note = composing.credit_note(content, number="INV-1", before=notes, amount=amount, reason="")
        assert sum(row.gross_amount for row in note.taxes) == note.total_amount == amount
        assert sum(row.tax_amount for row in note.taxes) == note.tax_amount
        notes.append(note)
        left -= amount

    assert sum(note.tax_amount for note in notes) == content.tax_amount or not content.total_amount
    for row in content.taxes:
        if row.gross_amount:
            credited = [one for note in notes for one in note.taxes if one.rate_ppm == row.rate_ppm]
            assert sum(one.gross_amount for one in credited) == row.gross_amount
            assert sum(one.tax_amount for one in credited) == row.tax_amount


@given(orders())
def test_what_is_stored_is_what_is_read(drawn: tuple[OrderView, int]) -> None:
    content = invoice_of(*drawn)
    assert composing.from_json(composing.to_json(content)) == content


@given(orders())
def test_nobody_is_credited_more_than_was_invoiced(drawn: tuple[OrderView, int]) -> None:
    content = invoice_of(*drawn)
    with pytest.raises(ValueError):
        composing.credit_note(content, number="INV-1", before=[], amount=content.total_amount + 1, reason="")


@pytest.mark.parametrize(
    ("status", "captured", "is_due"),
    [
        ("pending_payment", 100, False),
        ("confirmed", 100, True),
        ("confirmed", 99, False),
        ("partially_shipped", 0, False),
        ("shipped", 0, True),
        ("returned", 0, True),
        ("canceled", 100, False),
        ("refunded", 100, False),
    ],
)
def test_when_an_invoice_is_due(status: str, captured: int, is_due: bool) -> None:
    assert composing.is_due(status, total=100, captured=captured) is is_due


@pytest.mark.parametrize(
    ("credited", "kept", "asked", "due"),
    [
        (0, 0, 100, 100),  # all given back
        (0, 90, 10, 10),  # part of it
        (0, 100, 100, 0),  # came twice: the sale stands
        (90, 0, 100, 10),  # never more than is left
        (0, 60, 70, 40),  # more than the sale was worth came, and most of it went back
    ],
)
def test_what_a_refund_takes_off_the_sale(credited: int, kept: int, asked: int, due: int) -> None:
    assert composing.creditable(100, credited, kept, asked) == due

"""Sums: what makes up the figure below the line."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from commerce.core.context import CommerceContext
from commerce.pricing.engine.types import Quote
from themes.engine.contracts import TotalRow, TotalsData

from ..prices import money


def quote_totals(quote: Quote, ctx: CommerceContext) -> TotalsData:
    """The sum of a cart or checkout; delivery reads "calculated at checkout" until it is chosen."""
    named = [(one.label, one.amount) for line in quote.lines for one in line.adjustments]
    shipping = quote.shipping
    return totals(
        currency=quote.currency,
        language=ctx.language,
        items=quote.items_amount,
        adjustments=named,
        shipping=None if shipping is None else shipping.amount,
        shipping_label=shipping.label if shipping else "",
        tax=quote.tax_amount,
        tax_included=ctx.channel.prices_include_tax,
        total=quote.total,
    )


def totals(
    *,
    currency: str,
    language: str,
    items: int,
    adjustments: Iterable[tuple[str, int]],
    shipping: int | None,
    shipping_label: str,
    tax: int,
    tax_included: bool,
    total: int,
) -> TotalsData:
    """Rows of a sum in minor units; `adjustments` are (label, amount), negative for a deduction."""
    by_label: dict[str, int] = {}
    for label, amount in adjustments:
        by_label[label] = by_label.get(label, 0) + amount
    rows = [TotalRow("items", pgettext("totals", "Items"), money(items, currency, language))]
    for at, (label, amount) in enumerate(by_label.items()):
        kind = "discount" if amount < 0 else "plain"
        rows.append(TotalRow(f"adjustment-{at}", label, money(amount, currency, language), kind))
    if shipping is None:
        rows.append(
            TotalRow("shipping", pgettext("totals", "Delivery"), None, "muted", _("Calculated at checkout"))
        )
    else:
        text = "" if shipping else pgettext("totals", "Free")
        rows.append(
            TotalRow(
                "shipping",
                pgettext("totals", "Delivery"),
                money(shipping, currency, language),
                text=text,
                note=shipping_label,
            )
        )
    if tax and not tax_included:
        rows.append(TotalRow("tax", pgettext("totals", "Tax"), money(tax, currency, language)))
    saved = -sum(amount for amount in by_label.values() if amount < 0)
    note = ""
    if tax and tax_included:
        note = _("Includes {amount} tax").format(amount=money(tax, currency, language).formatted)
    return TotalsData(
        rows=tuple(rows),
        total=money(total, currency, language),
        tax_note=note,
        saved=money(saved, currency, language) if saved else None,
    )

"""Money and prices as a theme prints them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from commerce.core.context import CommerceContext
from commerce.core.formats import format_money, locale_of
from commerce.core.money import Money, round_ratio
from commerce.pricing.engine.types import Line
from commerce.quotes.types import ListPrice
from themes.engine.contracts import MoneyData, PriceData


def money(amount: int, currency: str, language: str) -> MoneyData:
    """`amount` minor units, ready to print."""
    return MoneyData(amount, currency, format_money(Money(amount, currency), language))


def list_price(price: ListPrice | None, ctx: CommerceContext) -> PriceData | None:
    """The price on a card; None where the product has none."""
    if price is None:
        return None
    return price_data(price.amount, price.was, ctx, label=price.label, is_from=price.is_from)


def line_price(line: Line | None, ctx: CommerceContext) -> PriceData | None:
    """The price of one unit of a quoted line, its promotions applied; None where there is no price.

    The same figure a list shows: before tax where the channel's prices exclude it.
    """
    if line is None or line.unit is None:
        return None
    before = max(line.compare_at or 0, line.list_unit, line.unit)
    label = line.adjustments[-1].label if line.adjustments else ""
    return price_data(round_ratio(line.net_of_discount, line.item.quantity), before, ctx, label=label)


def price_data(
    amount: int, was: int | None, ctx: CommerceContext, *, label: str = "", is_from: bool = False
) -> PriceData:
    """A price with what it was before, and on which grounds that figure is struck through."""
    if was is not None and was <= amount:
        was = None
    return PriceData(
        now=money(amount, ctx.currency, ctx.language),
        was=None if was is None else money(was, ctx.currency, ctx.language),
        was_basis="" if was is None else (_("Price before the offer") if label else _("List price")),
        is_from=is_from,
        discount="" if was is None else discount_label(amount, was, ctx.language),
    )


def discount_label(now: int, was: int, language: str) -> str:
    """How much less: "−20%", in Chinese "8 折" (eight tenths of the price)."""
    if language.startswith("zh"):
        tenths = max(round(now * 100 / was), 1) / 10
        return f"{tenths:g} 折"
    return f"−{round(100 - now * 100 / was)}%"


def currency_symbol(currency: str, language: str) -> str:
    """What to print beside an amount typed in: "¥"."""
    return str(locale_of(language).currency_symbols.get(currency, currency))

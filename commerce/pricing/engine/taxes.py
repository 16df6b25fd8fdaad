"""Last step: the tax contained in, or added to, each line and the delivery.

Rounded per line, half away from zero, so that every line of an invoice can be checked by itself and refunds
of single lines add up. Included: the total shown is fixed and tax is a part of it. Excluded: tax is added.
"""

from __future__ import annotations

from dataclasses import replace

from commerce.core.money import round_ratio

from .shipping import find_option
from .types import Line, Quote, Rules, ShippingCharge, Step, TaxRule, TraceEntry

STEP = "taxes"
PPM = 1_000_000
_NONE_DUE = TaxRule(None, 0)


def taxes(rules: Rules) -> Step:
    """Say what tax each line and the delivery carries. A category without a rate there carries none."""

    def step(quote: Quote) -> Quote:
        included = rules.prices_include_tax
        lines = tuple(
            _taxed(line, rule_for(rules, line.item.tax_category_id), included) for line in quote.lines
        )
        charge = quote.shipping
        if charge is not None:
            option = find_option(rules, charge.method)
            category_id = option.tax_category_id if option else None
            charge = _charged(charge, rule_for(rules, category_id), included)
        return replace(quote, lines=lines, shipping=charge)

    return step


def rule_for(rules: Rules, tax_category_id: int | None) -> TaxRule:
    """The rate of the category at the destination; None asks for the default category's."""
    return rules.taxes.get(tax_category_id, _NONE_DUE)


def tax_on(amount: int, rate_ppm: int, *, is_included: bool) -> int:
    """Tax on `amount` minor units: the part it contains, or what comes on top.

    >>> tax_on(11_300, 130_000, is_included=True), tax_on(10_000, 130_000, is_included=False)
    (1300, 1300)
    """
    return round_ratio(amount * rate_ppm, PPM + rate_ppm if is_included else PPM)


def _taxed(line: Line, rule: TaxRule, is_included: bool) -> Line:
    tax = tax_on(line.net_of_discount, rule.rate_ppm, is_included=is_included)
    trace = line.trace
    if rule.rate_ppm:
        facts: dict[str, str | int] = {"rate_ppm": rule.rate_ppm, "label": rule.label}
        outcome = "included" if is_included else "added"
        trace = (*trace, TraceEntry(STEP, outcome, "applied", amount=tax, facts=facts))
    # Written out, since lists price hundreds of variants and replace() costs four times as much.
    return Line(
        item=line.item,
        unit=line.unit,
        list_unit=line.list_unit,
        compare_at=line.compare_at,
        price_source=line.price_source,
        adjustments=line.adjustments,
        tax=tax,
        tax_rate_ppm=rule.rate_ppm,
        tax_is_included=is_included,
        trace=trace,
    )


def _charged(charge: ShippingCharge, rule: TaxRule, is_included: bool) -> ShippingCharge:
    return replace(
        charge,
        tax=tax_on(charge.amount, rule.rate_ppm, is_included=is_included),
        tax_rate_ppm=rule.rate_ppm,
        tax_is_included=is_included,
    )

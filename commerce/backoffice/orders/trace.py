"""Why a price is what it is, in sentences: what was kept with the order, told to staff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from commerce.core.formats import format_ppm
from commerce.core.i18n import pick
from commerce.orders.types import OrderView
from commerce.pricing.models import PriceList
from commerce.promotions.models import Promotion

from .words import REFUSALS, word


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that was considered; `amount` formatted, empty where there is none."""

    text: str
    amount: str
    is_applied: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that was considered for one line, or for the delivery."""

    title: str
    reasons: tuple[Reason, ...]


def explain(order: OrderView, money: Callable[[int], str], language: str) -> tuple[Explanation, ...]:
    """The trace kept with the order, line by line, in `language`. Two queries for the names of rules."""
    kept = order.price_trace if isinstance(order.price_trace, Mapping) else {}
    lines = kept.get("lines", [])
    entries = [entry for part in (kept, *lines) for entry in part.get("trace", [])]
    tell = _Teller(
        _names((entry.get("rule", "") for entry in entries), language) | _labels(order), money, language
    )
    titles = [f"{line.name} {line.option_label}".strip() for line in order.lines]
    told = [
        Explanation(title, tuple(tell(entry) for entry in line.get("trace", [])))
        for title, line in zip(titles, lines, strict=False)
    ]
    if kept.get("trace"):
        told.append(Explanation(_("Delivery"), tuple(tell(entry) for entry in kept["trace"])))
    return tuple(each for each in told if each.reasons)


class _Teller:
    """Turns a stored entry into a sentence."""

    def __init__(self, names: Mapping[str, str], money: Callable[[int], str], language: str) -> None:
        self.names, self.money, self.language = names, money, language

    def __call__(self, entry: Mapping[str, Any]) -> Reason:
        step, rule, code = entry.get("step", ""), entry.get("rule", ""), entry.get("code", "")
        facts, amount = entry.get("facts") or {}, entry.get("amount") or 0
        is_applied = entry.get("outcome") == "applied"
        text = self._subject(step, rule, facts)
        if not is_applied:
            why = word(REFUSALS, code)
            text = f"{text}: {why % facts if '%(' in why and facts else why}"
        return Reason(text, self.money(amount) if amount else "", is_applied)

    def _subject(self, step: str, rule: str, facts: Mapping[str, Any]) -> str:
        name = self.names.get(_key(rule), rule)
        if step == "unit_price":
            return _("Unit price from “%(name)s”") % {"name": name} if rule else _("Unit price")
        if step == "line_benefits":
            return _("Promotion “%(name)s”") % {"name": name}
        if step == "shipping":
            return _("Delivery method “%(name)s”") % {"name": name}
        if step == "taxes":
            rate = format_ppm(int(facts.get("rate_ppm", 0)), self.language)
            pattern = _("%(rate)s tax included") if rule == "included" else _("%(rate)s tax added")
            return pattern % {"rate": rate}
        return f"{step} {name}".strip()


def _key(rule: str) -> str:
    """What names a rule: the promotion without its revision, the list without the price."""
    return rule.split("@")[0] if rule.startswith("promotion:") else rule.split(":")[0]


def _labels(order: OrderView) -> dict[str, str]:
    """How rules were called when the order was placed; this wins over what they are called now."""
    adjustments = [each for line in order.lines for each in line.adjustments]
    known = {_key(each.source): each.label for each in adjustments}
    facts = order.facts
    return known | {facts.shipping_method_code: order.shipping_method_name or facts.shipping_method_code}


def _names(rules: Iterable[str], language: str) -> dict[str, str]:
    keys = {_key(rule) for rule in rules if rule}
    ids = [key.removeprefix("promotion:") for key in keys if key.startswith("promotion:")]
    names = {row.code: row.name for row in PriceList.objects.filter(code__in=keys)}
    for row in Promotion.objects.filter(public_id__in=ids):
        names[f"promotion:{row.public_id}"] = pick(row.name, language)
    return names

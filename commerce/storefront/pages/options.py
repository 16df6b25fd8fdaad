"""The options of a product seen from one of its variants."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from commerce.catalog.types import OptionRef, OptionValueRef, ProductDetail, VariantRef
from themes.engine.contracts import OptionGroup, OptionValue


def choose_variant(detail: ProductDetail, wanted: str, can_buy: Mapping[int, bool]) -> VariantRef | None:
    """The variant an address names, else the first that can be bought, else the first."""
    for variant in detail.variants:
        if wanted and variant.public_id == wanted:
            return variant
    buyable = (variant for variant in detail.variants if can_buy.get(variant.id))
    return next(buyable, detail.variants[0] if detail.variants else None)


def option_groups(
    detail: ProductDetail,
    selected: VariantRef | None,
    can_buy: Mapping[int, bool],
    url_of: Callable[[VariantRef], str],
) -> tuple[OptionGroup, ...]:
    """One group per option; every value leads to the nearest variant that has it."""
    if selected is None:
        return ()
    return tuple(
        _group(at, option, detail, selected, can_buy, url_of) for at, option in enumerate(detail.options)
    )


def _group(
    at: int,
    option: OptionRef,
    detail: ProductDetail,
    selected: VariantRef,
    can_buy: Mapping[int, bool],
    url_of: Callable[[VariantRef], str],
) -> OptionGroup:
    values = tuple(_value(at, value, detail, selected, can_buy, url_of) for value in option.values)
    return OptionGroup(
        code=option.code,
        label=option.name,
        values=values,
        selected=next((value.label for value in values if value.is_selected), ""),
        style="swatch" if any(value.color for value in option.values) else "button",
    )


def _value(
    at: int,
    value: OptionValueRef,
    detail: ProductDetail,
    selected: VariantRef,
    can_buy: Mapping[int, bool],
    url_of: Callable[[VariantRef], str],
) -> OptionValue:
    is_selected = at < len(selected.value_ids) and selected.value_ids[at] == value.id
    target = selected if is_selected else _nearest(at, value, detail, selected, can_buy)
    available = target is not None and can_buy.get(target.id, False)
    reason = "" if available else (_("not made") if target is None else _("sold out"))
    return OptionValue(
        value=value.code,
        label=value.label,
        url=url_of(target) if target is not None else "",
        is_selected=is_selected,
        is_available=available,
        reason=reason,
        color=value.color,
    )


def _nearest(
    at: int,
    value: OptionValueRef,
    detail: ProductDetail,
    selected: VariantRef,
    can_buy: Mapping[int, bool],
) -> VariantRef | None:
    """The variant with this value that keeps most of the other choices; the exact one even if sold out."""

    def kept(variant: VariantRef) -> int:
        return sum(mine == theirs for mine, theirs in zip(variant.value_ids, selected.value_ids))

    having = [one for one in detail.variants if at < len(one.value_ids) and one.value_ids[at] == value.id]
    exact = [one for one in having if kept(one) == len(selected.value_ids) - 1]
    if exact:
        return exact[0]
    return max(having, key=lambda one: (can_buy.get(one.id, False), kept(one)), default=None)

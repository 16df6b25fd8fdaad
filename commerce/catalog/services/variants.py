"""Options of a product and the variants they span."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commerce.catalog.errors import InvalidProduct, UnknownVariant
from commerce.catalog.models import Option, OptionValue, Variant, VariantOptionValue
from commerce.catalog.types import VariantDraft
from commerce.core.errors import Text
from commerce.core.html import clean_text

from .listings import lock_product, touch
from .texts import translated

Label = str | Mapping[str, str]
OptionDraft = tuple[str, Label, Sequence[tuple[str, Label, str]]]  # code, name, (code, label, #rrggbb)

_OWN = ("sku", "barcode", "is_active", "weight_grams", "requires_shipping", "hs_code", "origin_country")
_MAX_SIGNATURE = 500


def signature_of(values: Mapping[str, str]) -> str:
    """A combination of option values as one text that is the same for the same combination.

    >>> signature_of({"size": "s", "color": "red"})
    'color=red|size=s'
    """
    text = "|".join(f"{option}={value}" for option, value in sorted(values.items()))
    if len(text) > _MAX_SIGNATURE:
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    return text


@transaction.atomic
def update_variant(*, variant_id: int, **changes: Any) -> bool:
    """Change sku, barcode, weight, shipping, customs data or `is_active`. True if that changed anything.

    Raises UnknownVariant, and InvalidProduct for a SKU in use.
    """
    if changes.keys() - set(_OWN):
        raise TypeError(f"a variant has no {', '.join(sorted(changes.keys() - set(_OWN)))} to change")
    product_id = Variant.objects.filter(pk=variant_id).values_list("product_id", flat=True).first()
    if product_id is None:
        raise UnknownVariant(data={"variant": variant_id})
    lock_product(product_id)
    variant = Variant.objects.get(pk=variant_id)
    if "sku" in changes:
        changes["sku"] = clean_text(changes["sku"] or "").strip() or None
        _check_skus({changes["sku"]} - {None}, product_id, {variant_id})
    changed = {name: value for name, value in changes.items() if getattr(variant, name) != value}
    if not changed:
        return False
    Variant.objects.filter(pk=variant_id).update(**changed)
    touch(product_id=product_id, reason="catalog")
    return True


def write_options(product_id: int, drafts: Sequence[OptionDraft]) -> bool:
    """Give the product these options and values. Must run inside a transaction. True if changed.

    Options that are not given go, so new variants must follow; values that are not given stay for the
    variants that have them.
    """
    gone = Option.objects.filter(product_id=product_id).exclude(code__in=[code for code, *_rest in drafts])
    VariantOptionValue.objects.filter(value__option__in=gone).delete()
    deleted, _by_model = gone.delete()
    known = {option.code: option for option in Option.objects.filter(product_id=product_id)}
    wanted = {
        code: Option(product_id=product_id, code=code, name=translated(name), position=position)
        for position, (code, name, _values) in enumerate(drafts)
    }
    changed = _write(Option, known, wanted, ("name", "position"))
    known = (
        {option.code: option for option in Option.objects.filter(product_id=product_id)} if changed else known
    )
    values = {(v.option_id, v.code): v for v in OptionValue.objects.filter(option__product_id=product_id)}
    wanted_values = {
        (known[code].pk, value_code): OptionValue(
            option_id=known[code].pk,
            code=value_code,
            label=translated(label),
            color=color if len(color) == 7 and color.startswith("#") else "",
            position=position,
        )
        for code, _name, drafted in drafts
        for position, (value_code, label, color) in enumerate(drafted)
    }
    return (
        _write(OptionValue, values, wanted_values, ("label", "color", "position")) or changed or bool(deleted)
    )


def write_variants(product_id: int, drafts: Sequence[VariantDraft]) -> bool:
    """Give the product these variants, matched by their option values. Must run inside a transaction.

    Those that are not given are switched off, not deleted: orders and prices point at them. True if
    changed. Raises InvalidProduct for values no option has, a combination given twice or a SKU in use.
    """
    options = list(Option.objects.filter(product_id=product_id).prefetch_related("values"))
    values = {(option.code, value.code): value.pk for option in options for value in option.values.all()}
    _check_values(drafts, {option.code for option in options}, values.keys())
    known = {variant.signature: variant for variant in Variant.objects.filter(product_id=product_id)}
    wanted = {
        signature_of(draft.values): _row(product_id, position, draft) for position, draft in enumerate(drafts)
    }
    kept = {known[signature].pk for signature in wanted if signature in known}
    _check_skus({variant.sku for variant in wanted.values() if variant.sku}, product_id, kept)
    new = wanted.keys() - known.keys()
    gone = [variant.pk for sig, variant in known.items() if sig not in wanted and variant.is_active]
    # First, so that a SKU may move from a variant that goes to one that stays.
    Variant.objects.filter(pk__in=gone).update(is_active=False, sku=None)
    changed = _write(Variant, known, wanted, (*_OWN, "position"))
    if new:
        ids = dict(Variant.objects.filter(product_id=product_id).values_list("signature", "id"))
        VariantOptionValue.objects.bulk_create(
            VariantOptionValue(variant_id=ids[signature_of(draft.values)], value_id=values[pair])
            for draft in drafts
            if signature_of(draft.values) in new
            for pair in draft.values.items()
        )
    return changed or bool(gone)


def _row(product_id: int, position: int, draft: VariantDraft) -> Variant:
    return Variant(
        product_id=product_id,
        signature=signature_of(draft.values),
        sku=clean_text(draft.sku).strip() or None,
        barcode=clean_text(draft.barcode).strip(),
        is_active=draft.is_active,
        position=position,
        weight_grams=draft.weight_grams,
        requires_shipping=draft.requires_shipping,
        hs_code=draft.hs_code,
        origin_country=draft.origin_country,
    )


def _check_values(drafts: Sequence[VariantDraft], options: set[str], values: Any) -> None:
    problems: dict[str, Text] = {}
    seen: set[str] = set()
    for position, draft in enumerate(drafts):
        signature = signature_of(draft.values)
        if draft.values.keys() != options or not set(draft.values.items()) <= set(values):
            problems[f"variants.{position}.values"] = _("Give one known value for each option.")
        elif signature in seen:
            problems[f"variants.{position}.values"] = _("This combination is given twice.")
        if not 0 <= draft.weight_grams < 2**31:
            problems[f"variants.{position}.weight_grams"] = _("This value cannot be used here.")
        seen.add(signature)
    skus = [draft.sku for draft in drafts if draft.sku]
    if len(skus) != len(set(skus)):
        problems["sku"] = _("This SKU is given twice.")
    if problems:
        raise InvalidProduct(fields=problems)


def _check_skus(skus: set[Any], product_id: int, kept: set[int]) -> None:
    """No SKU may belong to another product, nor to a variant of this one that is not being written."""
    if any(len(sku) > 100 for sku in skus):
        raise InvalidProduct(fields={"sku": _("This text is too long.")})
    taken = Variant.objects.filter(sku__in=skus).exclude(pk__in=kept)
    clash = taken.exclude(product_id=product_id).values_list("sku", flat=True).first()
    if clash is not None:
        raise InvalidProduct(fields={"sku": _("This SKU is in use.")}, data={"sku": clash})


def _write(model: Any, known: Mapping[Any, Any], wanted: Mapping[Any, Any], fields: Sequence[str]) -> bool:
    """Insert what is new and update what differs, each with one statement. True if anything was."""
    new = [row for key, row in wanted.items() if key not in known]
    differing = []
    for key, row in wanted.items():
        old = known.get(key)
        if old is not None and any(getattr(old, name) != getattr(row, name) for name in fields):
            for name in fields:
                setattr(old, name, getattr(row, name))
            differing.append(old)
    if differing:
        model.objects.bulk_update(differing, fields)
    if new:
        model.objects.bulk_create(new)
    return bool(new or differing)

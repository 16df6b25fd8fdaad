"""Typed attributes: declaring them, and answering them for a product."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commerce.catalog.errors import InvalidProduct
from commerce.catalog.models import (
    Attribute,
    AttributeChoice,
    ProductAttribute,
    ProductType,
    ProductTypeAttribute,
)
from commerce.core.errors import InvalidInput, Text

from .texts import translated

Kind = Attribute.Kind
_CHOICE_KINDS = (Kind.CHOICE, Kind.MULTICHOICE, Kind.COLOR)


@transaction.atomic
def ensure_attribute(
    *,
    code: str,
    name: str | Mapping[str, str],
    kind: str,
    unit: str = "",
    is_filterable: bool = False,
    choices: Sequence[tuple[str, str | Mapping[str, str], str]] = (),
) -> int:
    """The id of attribute `code`, made or brought up to date; `choices` are (code, label, #rrggbb).

    Choices that are not given stay, since products may have them. Raises InvalidInput for an unknown kind,
    or another kind than the attribute already has.
    """
    if kind not in Kind.values:
        raise InvalidInput(fields={"kind": _("There is no such kind of attribute.")})
    values = {"name": translated(name), "unit": unit, "is_filterable": is_filterable}
    attribute, created = Attribute.objects.get_or_create(code=code, defaults={"kind": kind, **values})
    if attribute.kind != kind:
        raise InvalidInput(fields={"kind": _("The kind of an attribute cannot be changed.")})
    if not created:
        Attribute.objects.filter(pk=attribute.pk).update(**values)
    for position, (choice_code, label, color) in enumerate(choices):
        AttributeChoice.objects.update_or_create(
            attribute=attribute,
            code=choice_code,
            defaults={"label": translated(label), "color": color, "position": position},
        )
    return attribute.pk


@transaction.atomic
def ensure_product_type(
    *, code: str, name: str | Mapping[str, str], attributes: Iterable[tuple[str, bool]] = ()
) -> int:
    """The id of product type `code`, with exactly these attributes: (code, is required), in order."""
    product_type, _created = ProductType.objects.update_or_create(
        code=code, defaults={"name": translated(name)}
    )
    wanted = dict(attributes)
    ids = dict(Attribute.objects.filter(code__in=wanted).values_list("code", "id"))
    missing = wanted.keys() - ids.keys()
    if missing:
        raise InvalidInput(
            fields={"attributes": _("There is no such attribute.")}, data={"codes": sorted(missing)}
        )
    ProductTypeAttribute.objects.filter(product_type=product_type).exclude(
        attribute__code__in=wanted
    ).delete()
    for position, (attribute_code, is_required) in enumerate(wanted.items()):
        ProductTypeAttribute.objects.update_or_create(
            product_type=product_type,
            attribute_id=ids[attribute_code],
            defaults={"is_required": is_required, "position": position},
        )
    return product_type.pk


def set_attributes(product_id: int, answers: Mapping[str, Any]) -> bool:
    """Replace all answers of a product; True if that changed any. Must run inside a transaction.

    Values by kind: text → a text or one per language; number → number or digits; choice and color → a
    choice's code; multichoice → codes; boolean → bool; date → date or ISO text. None or "" is no answer.
    Raises InvalidProduct with a field per attribute that is unknown or whose value does not fit.
    """
    attributes = {a.code: a for a in Attribute.objects.filter(code__in=answers).prefetch_related("choices")}
    problems: dict[str, Text] = {}
    rows: list[ProductAttribute] = []
    for code, value in answers.items():
        if value in (None, "", [], ()):
            continue
        if code not in attributes:
            problems[f"attributes.{code}"] = _("There is no such attribute.")
            continue
        try:
            rows += _answers(product_id, attributes[code], value)
        except (KeyError, ValueError, TypeError, InvalidOperation):
            problems[f"attributes.{code}"] = _("This value cannot be used here.")
    if problems:
        raise InvalidProduct(fields=problems)
    before = ProductAttribute.objects.filter(product_id=product_id)
    if sorted(map(_fact, before)) == sorted(map(_fact, rows)):
        return False
    before.delete()
    ProductAttribute.objects.bulk_create(rows)
    return True


def _answers(product_id: int, attribute: Attribute, value: Any) -> list[ProductAttribute]:
    def row(**column: Any) -> ProductAttribute:
        return ProductAttribute(product_id=product_id, attribute=attribute, **column)

    kind = Kind(attribute.kind)
    if kind in _CHOICE_KINDS:
        choices = {choice.code: choice for choice in attribute.choices.all()}
        codes = value if kind == Kind.MULTICHOICE and not isinstance(value, str) else [value]
        return [row(choice=choices[code]) for code in dict.fromkeys(codes)]
    column, read = _READERS[kind]
    return [row(**{column: read(value)})]


def _number(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= 10**12:
        raise ValueError("not a number that fits")
    return round(number, 6)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _date(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


_READERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    Kind.TEXT: ("text", translated),
    Kind.NUMBER: ("number", _number),
    Kind.BOOLEAN: ("boolean", _boolean),
    Kind.DATE: ("date", _date),
}


def _fact(row: ProductAttribute) -> tuple[int, str]:
    text = sorted(row.text.items()) if row.text else None
    number = None if row.number is None else row.number.normalize()
    return row.attribute_id, repr((row.choice_id, text, number, row.boolean, row.date))

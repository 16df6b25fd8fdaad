"""Typed attributes as form fields: those the product's type asks for, and any that were answered before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from commerce.backoffice.forms import per_language, spread, texts
from commerce.catalog.models import Attribute, Product, ProductAttribute
from commerce.core.i18n import pick

Kind = Attribute.Kind
PREFIX = "attr_"


def attributes_of(product: Product | None) -> list[Attribute]:
    """What can be answered for the product, in the type's order. Two queries."""
    if product is None:
        return []
    asked = Attribute.objects.filter(types=product.product_type_id) if product.product_type_id else []
    answered = Attribute.objects.filter(pk__in=product.attribute_values.values("attribute_id"))
    rows = {row.pk: row for row in [*asked, *answered.order_by("position", "id")]}
    return list(rows.values())


def fields_of(attributes: list[Attribute], language: str) -> dict[str, forms.Field]:
    """Form fields by name; texts get one per language."""
    fields: dict[str, forms.Field] = {}
    for attribute in attributes:
        label = pick(attribute.name, language) or attribute.code
        name = f"{PREFIX}{attribute.code}"
        if attribute.kind == Kind.TEXT:
            fields |= per_language(name, label, max_length=1000)
        else:
            fields[name] = _field(attribute, label, language)
    return fields


def initial_of(product: Product, attributes: list[Attribute]) -> dict[str, Any]:
    """What is answered now. One query."""
    answers: dict[int, list[ProductAttribute]] = defaultdict(list)
    for row in product.attribute_values.select_related("choice"):
        answers[row.attribute_id].append(row)
    initial: dict[str, Any] = {}
    for attribute in attributes:
        rows, name = answers.get(attribute.pk, []), f"{PREFIX}{attribute.code}"
        if not rows:
            continue
        if attribute.kind == Kind.TEXT:
            initial |= spread(name, rows[0].text)
        elif attribute.kind == Kind.MULTICHOICE:
            initial[name] = [row.choice.code for row in rows if row.choice]
        elif rows[0].choice:
            initial[name] = rows[0].choice.code
        elif attribute.kind == Kind.NUMBER and rows[0].number is not None:
            initial[name] = f"{rows[0].number.normalize():f}"
        elif attribute.kind == Kind.BOOLEAN:
            initial[name] = _yes_or_no(rows[0].boolean)
        else:
            initial[name] = rows[0].date
    return initial


def answers(attributes: list[Attribute], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What `catalog.services` takes, by attribute code."""
    found: dict[str, Any] = {}
    for attribute in attributes:
        name = f"{PREFIX}{attribute.code}"
        if attribute.kind == Kind.TEXT:
            words = texts(cleaned, name)
            found[attribute.code] = words if any(words.values()) else None
        elif attribute.kind == Kind.BOOLEAN:
            found[attribute.code] = {"yes": True, "no": False}.get(cleaned.get(name, ""))
        else:
            found[attribute.code] = cleaned.get(name)
    return found


def _yes_or_no(value: bool | None) -> str:
    if value is None:
        return ""
    return "yes" if value else "no"


def _field(attribute: Attribute, label: str, language: str) -> forms.Field:
    choices = [(row.code, pick(row.label, language) or row.code) for row in attribute.choices.all()]
    options: dict[str, Any] = {"label": label, "required": False}
    if attribute.kind == Kind.MULTICHOICE:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **options)
    if attribute.kind in (Kind.CHOICE, Kind.COLOR):
        return forms.ChoiceField(choices=[("", "---------"), *choices], **options)
    if attribute.kind == Kind.BOOLEAN:
        return forms.ChoiceField(choices=[("", "---------"), ("yes", _("Yes")), ("no", _("No"))], **options)
    if attribute.kind == Kind.DATE:
        return forms.DateField(widget=AdminDateInput, **options)
    return forms.DecimalField(max_digits=18, decimal_places=6, help_text=attribute.unit, **options)

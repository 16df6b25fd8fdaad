"""What a form changed, as the log keeps it: plain words, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

from django import forms
from django.db import models
from django.utils import timezone, translation

#: What a value in the log is cut to; the row itself has the rest.
LONGEST = 500


class Change(TypedDict):
    """One field. `field` is its label in English, which the log's screen translates."""

    field: str
    before: str
    after: str


def change(field: Any, before: Any, after: Any) -> Change:
    """A change of `field`, a label; the values are made plain."""
    with translation.override("en"):
        label = str(field)
    return Change(field=label, before=plain(before), after=plain(after))


def change_of(field: forms.Field, before: Any, after: Any) -> Change:
    """A change of a form's field; choices are named as the person who changed them read them."""
    names = dict(_flat(field.choices)) if isinstance(field, forms.ChoiceField) else {}
    return change(field.label, _named(before, names), _named(after, names))


def plain(value: Any) -> str:
    """A value as text: yes and no, instants in UTC, lists with commas."""
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{timezone.localtime(value, timezone.get_default_timezone()):%Y-%m-%d %H:%M %Z}"
        case Decimal():
            return f"{value.normalize():f}"
        case models.Model() | str():
            text = str(value)
        case Mapping():
            text = ", ".join(f"{key}: {plain(each)}" for key, each in value.items())
        case Iterable():
            text = ", ".join(plain(each) for each in value)
        case _:
            text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _named(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, list | tuple | set):
        return [names.get(str(each), each) for each in value]
    return names.get(str(value), value) if value not in (None, "") else value


def _flat(choices: Any) -> Iterable[tuple[str, str]]:
    """(value, name) of choices with or without groups."""
    for value, name in choices:
        if isinstance(name, list | tuple):
            yield from ((str(inner), str(label)) for inner, label in name)
        else:
            yield str(value), str(name)

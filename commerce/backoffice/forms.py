"""Forms whose saving is a service call: what a service refuses is shown at the field it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from commerce.core.errors import CommerceError
from commerce.core.i18n import pick
from commerce.core.money import Money

from .changes import Change, change_of

LANGUAGES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)


def is_row_id(value: Any) -> bool:
    """Whether a row can have this id at all; databases keep 64 bits of it."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) <= 18


class ServiceForm(forms.Form):
    """A form of an object that is written by a service. `instance` is None for a new one.

    Subclasses give `initial_of(instance)` and `save(actor_id)`, which calls services and answers the row.
    """

    def __init__(self, *args: Any, instance: Any = None, initial: Any = None, **kwargs: Any) -> None:
        self.instance = instance
        known = self.initial_of(instance) if instance is not None else self.initial_of_new()
        kwargs["initial"] = {**known, **(initial or {})}
        super().__init__(*args, **kwargs)

    def initial_of(self, instance: Any) -> dict[str, Any]:
        raise NotImplementedError

    def initial_of_new(self) -> dict[str, Any]:
        return {}

    def save(self, actor_id: str) -> Any:
        raise NotImplementedError

    def instant(self, name: str) -> Any:
        """What was typed; an instant that nobody touched keeps the seconds the screen does not show."""
        return self.cleaned_data[name] if name in self.changed_data else self.initial.get(name)

    def changes(self) -> list[Change]:
        """What was changed, for the log: one entry per field that somebody touched."""
        touched = [name for name in self.fields if name in self.changed_data]
        return [
            change_of(self.fields[name], self.initial.get(name), self.cleaned_data.get(name))
            for name in touched
        ]

    def field_of(self, name: str) -> str | None:
        """The form field that stands for a service's input `name`, or None."""
        return name if name in self.fields else None

    def refuse(self, refusal: CommerceError) -> None:
        """Put a service's refusal where the person can mend it."""
        for name, message in refusal.fields.items():
            self.add_error(self.field_of(name), str(message))
        if not refusal.fields:
            self.add_error(None, str(refusal.message))


class NamedForm(ServiceForm):
    """A form of what has a `name` in at least one language, and a `slug` that follows from it at first."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        require_one(self, "name")
        if self.instance is not None and not data.get("slug") and "slug" not in self.errors:
            self.add_error("slug", gettext("Please fill this in."))
        return data

    def field_of(self, name: str) -> str | None:
        """The first language stands for a text that is written in all of them."""
        return next((field for field in self.fields if field.startswith(f"{name}_")), super().field_of(name))


class CodedForm(ServiceForm):
    """A form of what has a name in at least one language, and a `code` that stays once it is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {**per_language("name", gettext_lazy("Name"), max_length=100), **self.fields}
        if self.instance is not None:
            self.fields["code"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        require_one(self, "name")
        return data

    def field_of(self, name: str) -> str | None:
        """A complaint about the name stands at its first language."""
        return next((field for field in self.fields if field.startswith(f"{name}_")), super().field_of(name))


def suffix(language: str) -> str:
    """`zh-hans` → `zh_hans`, the end of a field's name."""
    return language.replace("-", "_")


def per_language(
    name: str, label: Any, make: Callable[..., forms.Field] = forms.CharField, **options: Any
) -> dict[str, forms.Field]:
    """One field per language of the shop, named `name_en`, labeled "Name (English)"."""
    return {
        f"{name}_{suffix(code)}": make(
            label=format_lazy("{} ({})", label, language), **{"required": False, **options}
        )
        for code, language in settings.LANGUAGES
    }


def texts(cleaned: Mapping[str, Any], name: str) -> dict[str, str]:
    """What was typed per language, by language code; empty ones too."""
    return {code: cleaned.get(f"{name}_{suffix(code)}") or "" for code in LANGUAGES}


def spread(name: str, stored: Mapping[str, str] | None) -> dict[str, str]:
    """Initial values of `per_language` fields."""
    return {f"{name}_{suffix(code)}": (stored or {}).get(code, "") for code in LANGUAGES}


def require_one(form: forms.Form, name: str) -> None:
    """A text is needed in at least one language."""
    if not any(texts(form.cleaned_data, name).values()):
        form.add_error(
            f"{name}_{suffix(LANGUAGES[0])}", gettext("Please fill this in in at least one language.")
        )


def indented(rows: Iterable[Any], language: str, blank: Any = "---------") -> list[tuple[Any, str]]:
    """Choices of a tree: names in `language`, shifted by their level."""
    shifted = [(row.pk, "\u2003" * row.level + (pick(row.name, language) or row.slug)) for row in rows]
    return [("", blank), *shifted] if blank is not None else shifted


def zone_note() -> str:
    """Which clock the times of a form are in."""
    return gettext("Times are in %(zone)s.") % {"zone": timezone.get_current_timezone_name()}


class TextField(forms.CharField):
    """Text of many lines. Browsers send CR LF; only what a person changed counts as a change."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": rows}), **options})

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        plain = str(data or "").replace("\r\n", "\n").strip()
        return super().has_changed(str(initial or "").replace("\r\n", "\n").strip(), plain)


class InstantField(forms.DateTimeField):
    """A day and time to the minute, by the reader's clock. Seconds the screen does not show are no change."""

    widget = AdminDateTimeInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        shown = initial.replace(second=0, microsecond=0) if initial else initial
        return super().has_changed(shown, data)


class MajorUnitsField(forms.DecimalField):
    """An amount as people write it: `19.90`. Empty is None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"min_value": 0, "max_digits": 16, "decimal_places": 3, "required": False, **options}
        )


def minor_units(value: Decimal | None, currency: str) -> int | None:
    """What was typed in major units, in minor ones. Raises ValidationError for parts that the currency lacks.

    >>> minor_units(Decimal("19.90"), "CNY")
    1990
    """
    if value is None:
        return None
    amount = Money.of(value, currency)
    if amount.decimal != value:
        raise forms.ValidationError(gettext("This currency has no such small parts."))
    return amount.amount


def major_units(amount: int | None, currency: str) -> str:
    """An amount of minor units as it is typed: `19.90`; empty for None."""
    return "" if amount is None else f"{Money(amount, currency).decimal:f}"

"""Form fields as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from themes.engine.contracts import Choice, ChoiceGroup, ErrorLink, FieldData

INPUTMODES = {"email": "email", "tel": "tel"}


def field(
    name: str,
    label: object,
    kind: str = "text",
    *,
    value: str = "",
    errors: Mapping[str, object] | None = None,
    required: bool = True,
    prefix: str = "",
    **more: Any,
) -> FieldData:
    """A field called `name`; `errors` are those of the whole form, by field name."""
    problem = (errors or {}).get(name)
    more.setdefault("inputmode", INPUTMODES.get(kind, ""))
    return FieldData(
        name=prefix + name,
        id=field_id(name, prefix),
        type=kind,
        label=str(label),
        value=value,
        errors=(str(problem),) if problem else (),
        required=required,
        **more,
    )


def select(
    name: str,
    label: object,
    choices: Iterable[tuple[str, str]],
    *,
    value: str = "",
    prompt: object = "",
    **more: Any,
) -> FieldData:
    """A select; `prompt` is its first, empty choice. A value that is not among the choices is not chosen."""
    pairs = [("", str(prompt))] if prompt else []
    pairs += [(code, str(text)) for code, text in choices]
    options = tuple(Choice(code, text, code == value) for code, text in pairs)
    return field(name, label, "select", value=value, groups=(ChoiceGroup("", options),), **more)


def checkbox(name: str, label: object, *, checked: bool = False, **more: Any) -> FieldData:
    return field(name, label, "checkbox", value="1", checked=checked, **more)


def field_id(name: str, prefix: str = "") -> str:
    return f"id_{prefix}{name}"


def error_links(fields: Iterable[FieldData], more: Iterable[object] = ()) -> tuple[ErrorLink, ...]:
    """Everything wrong with a form: what concerns the whole first, then by field in their order."""
    links = [ErrorLink(str(text)) for text in more]
    links += [ErrorLink(text, item.id) for item in fields for text in item.errors]
    return tuple(links)

"""The contract as a table for theme authors, written from the classes themselves."""

import types
from typing import Any, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

from themes.engine.contracts.registry import CONTRACT_VERSION, SECTIONS, SLOTS, TEMPLATES

BEGIN = "<!-- contract: written by `manage.py theme contract`, do not edit by hand -->"
END = "<!-- end of contract -->"


def contract_table() -> str:
    """Markdown between two marks: templates, sections, slots, and every class with its fields."""
    lines = [BEGIN, "", f"Contract version **{CONTRACT_VERSION}**.", "", "| Template | Reads |", "|---|---|"]
    lines += [f"| `{name}` | {_link(context)} |" for name, context in TEMPLATES.items()]
    lines += ["", "| Section | `section` is |", "|---|---|"]
    lines += [f"| `sections/{name}.html` | {_link(section)} |" for name, section in SECTIONS.items()]
    lines += ["", "Slots: " + ", ".join(f"`{name}`" for name in SLOTS) + ".", ""]
    for kind in _all_classes():
        fields = " · ".join(f"`{name}` {_spell(hint)}" for name, hint in get_type_hints(kind).items())
        lines += [f"#### {kind.__name__}", "", _summary(kind), "", fields, ""]
    return "\n".join([*lines, END])


def with_table(text: str) -> str:
    """The text with what stands between the marks replaced."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + contract_table() + after


def _all_classes() -> list[type]:
    found: dict[type, None] = {}
    pending: list[Any] = [*reversed(SECTIONS.values()), *reversed(TEMPLATES.values())]
    while pending:
        kind = pending.pop()
        if isinstance(kind, type) and vars(kind).get("__theme__") is True:
            if kind not in found:
                found[kind] = None
                pending += reversed(get_type_hints(kind).values())
        else:
            pending += reversed(get_args(kind))
    return sorted(found, key=lambda kind: kind.__name__)


def _summary(kind: type) -> str:
    text = (kind.__doc__ or "").strip()
    return " ".join(line.strip() for line in text.splitlines()).strip()


def _link(kind: type) -> str:
    return f"[{kind.__name__}](#{kind.__name__.lower()})"


def _spell(hint: Any) -> str:
    """A type in words: "list of CardData", "text or none"."""
    if get_origin(hint) in (Union, types.UnionType):
        return " or ".join(_spell(part) for part in get_args(hint))
    if get_origin(hint) is tuple:
        parts = [part for part in get_args(hint) if part is not Ellipsis]
        if Ellipsis in get_args(hint):
            return f"list of {_spell(parts[0])}"
        return f"({', '.join(_spell(part) for part in parts)})"
    if isinstance(hint, type) and vars(hint).get("__theme__") is True:
        return _link(hint)
    names = {str: "text", int: "number", bool: "yes/no", type(None): "none", Markup: "HTML"}
    return names.get(hint, getattr(hint, "__name__", str(hint)))

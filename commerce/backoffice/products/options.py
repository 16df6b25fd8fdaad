"""Options as people write them: one per line, `Size: S, M, L`; a color may follow a value: `Red #c00000`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

from commerce.catalog.models import Option, OptionValue
from commerce.catalog.services.variants import OptionDraft
from commerce.core.i18n import pick

MAX_VARIANTS = 200
_COLOR = re.compile(r"\s(#[0-9a-fA-F]{6})$")
_COMMAS = re.compile(r"[,，、]")


def lines_of(options: Iterable[Option], language: str) -> str:
    """The product's options as `read` takes them, named in `language`. Values are prefetched."""
    return "\n".join(_line(option, language) for option in options)


def read(text: str, known: Sequence[Option], language: str) -> list[OptionDraft]:
    """The options of `text`. What bears a name in any language that `known` has keeps its code and texts.

    Raises ValidationError for a line that cannot be read, and for more than MAX_VARIANTS combinations.
    """
    drafts: list[OptionDraft] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        name, colon, rest = line.replace("：", ":", 1).partition(":")
        values = [value.strip() for value in (rest.split("|") if "|" in rest else _COMMAS.split(rest))]
        values = [value for value in values if value]
        if not colon or not name.strip() or not values:
            raise forms.ValidationError(
                _("“%(line)s” cannot be read. Write one option per line, like “Size: S, M, L”.")
                % {"line": line[:80]}
            )
        drafts.append(_draft(name.strip(), values, known, language))
    codes = [code for code, *_rest in drafts]
    if len(codes) != len(set(codes)):
        raise forms.ValidationError(_("An option is given twice."))
    count = len(list(combinations(drafts)))
    if count > MAX_VARIANTS:
        raise forms.ValidationError(
            _("These options span %(count)d variants; %(most)d are possible.")
            % {"count": count, "most": MAX_VARIANTS}
        )
    return drafts


def combinations(drafts: Sequence[OptionDraft]) -> Iterable[dict[str, str]]:
    """Every combination of values, as value code by option code; one empty one without options."""
    axes = [[(code, value) for value, _label, _color in values] for code, _name, values in drafts]
    return (dict(combination) for combination in itertools.islice(itertools.product(*axes), MAX_VARIANTS + 1))


def _line(option: Option, language: str) -> str:
    values = [_value(value, language) for value in option.values.all()]
    is_plain = not any(_COMMAS.search(value) for value in values)
    return f"{pick(option.name, language) or option.code}: {(', ' if is_plain else ' | ').join(values)}"


def _value(value: OptionValue, language: str) -> str:
    return f"{pick(value.label, language) or value.code} {value.color}".strip()


def _draft(name: str, values: Sequence[str], known: Sequence[Option], language: str) -> OptionDraft:
    option = next((each for each in known if _is_called(name, each.code, each.name)), None)
    kept = list(option.values.all()) if option else []
    drafted: dict[str, tuple[str, Mapping[str, str], str]] = {}
    for text in values:
        found = _COLOR.search(text)
        label, color = (text[: found.start()].strip(), found.group(1)) if found else (text, "")
        value = next((each for each in kept if _is_called(label, each.code, each.label)), None)
        code = value.code if value else _code(label)
        drafted.setdefault(code, (code, value.label if value else {language: label}, color))
    code = option.code if option else _code(name)
    return code, option.name if option else {language: name}, list(drafted.values())


def _is_called(text: str, code: str, names: Mapping[str, str]) -> bool:
    return text.casefold() in {code.casefold(), *(name.casefold() for name in names.values())}


def _code(text: str) -> str:
    return (slugify(text, allow_unicode=True) or text)[:100]

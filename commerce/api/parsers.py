"""A JSON parser that refuses what databases and clients would stumble over later."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

MAX_DEPTH = 20
MAX_NUMBER = 10**18


class StrictJSONParser(BaseParser):
    """UTF-8 JSON without NaN, infinities, NUL bytes, lone surrogates, or more than 20 levels.

    `1e400` parses to infinity in Python; huge integers overflow 64-bit columns; both are refused here.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            text = stream.read().decode("utf-8")
            value = json.loads(text, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as exc:
            raise ParseError(_("The body is not valid JSON."), code="malformed_json") from exc
        _check(value, 0)
        return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ParseError(_("The body is nested too deeply."), code="too_deep")
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise ParseError(_("The body contains characters that cannot be stored."), code="malformed_text")
    elif isinstance(value, int | float):
        if not math.isfinite(value) or abs(value) > MAX_NUMBER:
            raise ParseError(_("The body contains a number that is too large."), code="number_too_large")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth)
            _check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)

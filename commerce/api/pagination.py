"""Cursors: opaque positions in a list, so that clients follow links instead of computing pages."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

DEFAULT_SIZE = 24
MAX_SIZE = 100


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list that was asked for."""

    position: str  # empty: from the start
    size: int


def asked_for(request: Request) -> Window:
    """`?cursor=` and `?limit=` of a request. Raises ParseError on a broken one."""
    try:
        size = int(request.query_params.get("limit") or DEFAULT_SIZE)
    except ValueError as exc:
        raise ParseError(_("“limit” must be a whole number."), code="bad_limit") from exc
    if not 1 <= size <= MAX_SIZE:
        raise ParseError(_("“limit” must be from 1 to 100."), code="bad_limit")
    return Window(decode(request.query_params.get("cursor", "")), size)


def encode(position: str) -> str:
    return base64.urlsafe_b64encode(position.encode()).decode().rstrip("=")


def decode(cursor: str) -> str:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as exc:
        raise ParseError(_("This cursor is not one of ours."), code="bad_cursor") from exc


def number(window: Window) -> int:
    """The window's position as a whole number; 0 at the start."""
    if not window.position:
        return 0
    if not window.position.isdecimal() or len(window.position) > 18:
        raise ParseError(_("This cursor is not one of ours."), code="bad_cursor")
    return int(window.position)


def page(
    request: Request,
    results: list[Any],
    *,
    next_position: str | None,
    previous_position: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The answer of a list: absolute links to its neighbors and the results."""
    return {
        "next": _link(request, next_position),
        "previous": _link(request, previous_position),
        **more,
        "results": results,
    }


def _link(request: Request, position: str | None) -> str | None:
    if position is None:
        return None
    pairs = [
        (key, value) for key, values in request.query_params.lists() for value in values if key != "cursor"
    ]
    if position:
        pairs.append(("cursor", encode(position)))
    query = f"?{urlencode(pairs)}" if pairs else ""
    return request.build_absolute_uri(request.path + query)

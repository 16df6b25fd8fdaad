"""Looks, each a theme in one of its presets: as forms carry them, as people call them, and pages that their
editors see in every one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from themes import engine
from themes.engine import discovery


def look_choices(blank: str, kept: str = "") -> list[tuple[str, str]]:
    """Installed themes in each of their presets; one that is no longer there stays chosen until somebody
    chooses another."""
    values = [
        look_value(theme.slug, preset)
        for theme in discovery.installed().values()
        for preset in ("", *theme.presets)
    ]
    if kept and kept not in values:
        values.append(kept)
    return [("", blank), *((value, look_words(*split_look(value))) for value in values)]


def look_value(theme: str, preset: str) -> str:
    """`mall/red`, as a form carries a theme in a preset."""
    return f"{theme}/{preset}" if preset else theme


def split_look(value: str) -> tuple[str, str]:
    """Theme and preset of a form's value."""
    theme, _, preset = value.partition("/")
    return theme, preset


def look_words(theme: str, preset: str = "") -> str:
    """A theme and its preset by the names the reader knows."""
    if not discovery.exists(theme):
        return look_value(theme, preset)
    found = discovery.get(theme)
    name = _named(found.manifest.name) or theme
    if not preset:
        return name
    return f"{name} · {_named(found.presets[preset].name) if preset in found.presets else preset}"


def _named(names: Mapping[str, str]) -> str:
    code = "zh-Hans" if (translation.get_language() or settings.LANGUAGE_CODE).startswith("zh") else "en"
    return names.get(code) or names.get("en", "")


class SeenInEveryLook:
    """For page classes: the preview offers all installed themes in their presets.

    A mode is `during@mall:red`: what the page itself tells apart, and the look, each of which may be missing.
    It becomes part of addresses, so it has no slash.
    """

    #: What the page itself tells apart, the first one being what is shown with another look.
    own_preview_modes: ClassVar[Sequence[tuple[str, Any]]] = ()

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        own = list(self.own_preview_modes) or [("", gettext("As the shop looks now"))]
        return [
            *own,
            *((f"{own[0][0]}@{look.replace('/', ':')}", words) for look, words in look_choices("")[1:]),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str | None) -> HttpResponse:
        """The page as it is typed, in the look of the mode; kept by nobody."""
        mode, _at, look = (mode_name or "").partition("@")
        request.is_preview = True  # type: ignore[attr-defined]
        if look:
            with engine.override(*split_look(look.replace(":", "/"))):
                response = self.draw_preview(request, mode)
        else:
            response = self.draw_preview(request, mode)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def draw_preview(self, request: HttpRequest, mode: str) -> HttpResponse:
        raise TypeError(f"{type(self).__name__} does not say how its preview is drawn")

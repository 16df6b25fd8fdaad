"""Why a theme is not put on, in words for those who choose it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from themes.engine.check import check_wearable

MOST = 8


def reasons(theme: str, preset: str) -> list[str]:
    """What keeps a theme from being worn, each with its place and what to do; empty: nothing does.

    Seconds the first time, since every page is drawn; kept afterwards.
    """
    problems = check_wearable(theme, preset)
    told = [
        _("%(place)s: %(message)s — %(hint)s")
        % {"place": problem.place or theme, "message": problem.message, "hint": problem.hint}
        for problem in problems[:MOST]
    ]
    more = len(problems) - len(told)
    if more:
        told.append(ngettext("%(count)d more problem.", "%(count)d more problems.", more) % {"count": more})
    return told

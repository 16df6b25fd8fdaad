"""`theme check`: what is wrong with a theme, before a shopper finds out."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from themes.engine import discovery
from themes.engine import functions as functions
from themes.engine.check.assets import check_assets
from themes.engine.check.package import check_package
from themes.engine.check.presets import check_presets
from themes.engine.check.problems import ERROR, FATAL, ORDER, WARNING, Problem
from themes.engine.check.smoke import check_smoke
from themes.engine.check.templates import check_templates
from themes.engine.check.words import check_words
from themes.engine.errors import ThemeNotFound

__all__ = ["ERROR", "FATAL", "WARNING", "Problem", "check_theme", "check_wearable"]


def check_theme(slug: str, *, smoke: bool = True) -> list[Problem]:
    """Everything wrong with a theme, worst first; raises `ThemeNotFound` where there is no such folder."""
    folders = (Path(root) / slug for root in discovery.roots())
    folder = next((folder for folder in folders if folder.is_dir()), None)
    if folder is None:
        raise ThemeNotFound(f"There is no theme folder {slug!r}.")
    problems = check_package(folder)
    if discovery.exists(slug):
        theme = discovery.get(slug)
        problems += check_templates(theme)
        problems += check_words(theme)
        problems += check_assets(theme)
        problems += check_presets(theme)
        if smoke:
            problems += check_smoke(theme)
    return _worst_first(problems)


def check_wearable(slug: str, preset: str = "") -> tuple[Problem, ...]:
    """Why a site must not wear a theme (in one of its presets), worst first; empty: it may.

    Ask before a theme is put on or scheduled. Every template is compiled and followed along the contract, and
    every page drawn with every example in both languages; of what that finds, errors count and warnings do
    not. Each problem has `file`, `line` and a translated `hint`. Seconds the first time; the answer is kept
    for as long as the theme's files, and those of its parents, stay the same.
    """
    if not discovery.exists(slug):
        reasons = discovery.problems().get(slug) or [f"There is no theme {slug!r}."]
        return tuple(Problem(FATAL, "manifest", reason, f"{slug}/theme.toml") for reason in reasons)
    theme = discovery.get(slug)
    found = list(_unfit(theme) if settings.DEBUG else _kept_unfit(slug, theme.chain_hash))
    if preset and preset not in theme.presets:
        file = f"{slug}/presets/{preset}.toml"
        if not any(problem.file == file for problem in found):
            found.append(Problem(FATAL, "preset", f"there is no preset {preset!r}", file))
    return tuple(found)


@lru_cache(maxsize=64)
def _kept_unfit(slug: str, chain_hash: str) -> tuple[Problem, ...]:
    return _unfit(discovery.get(slug))


def _unfit(theme: discovery.Theme) -> tuple[Problem, ...]:
    problems = check_package(theme.path) + check_templates(theme) + check_presets(theme) + check_smoke(theme)
    return tuple(problem for problem in _worst_first(problems) if problem.level != WARNING)


def _worst_first(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (ORDER[problem.level], problem.file, problem.line or 0))

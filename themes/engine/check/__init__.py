"""`theme check`: what is wrong with a theme, before a shopper finds out."""

from pathlib import Path

from themes.engine import discovery
from themes.engine import functions as functions
from themes.engine.check.assets import check_assets
from themes.engine.check.package import check_package
from themes.engine.check.problems import ERROR, FATAL, ORDER, WARNING, Problem
from themes.engine.check.smoke import check_smoke
from themes.engine.check.templates import check_templates
from themes.engine.check.words import check_words
from themes.engine.errors import ThemeNotFound

__all__ = ["ERROR", "FATAL", "WARNING", "Problem", "check_theme", "is_wearable"]


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
        if smoke:
            problems += check_smoke(theme)
    return sorted(problems, key=lambda problem: (ORDER[problem.level], problem.file, problem.line or 0))


def is_wearable(slug: str) -> bool:
    """Whether a theme may be put on: no fatal problem."""
    return not any(problem.level == FATAL for problem in check_theme(slug))

"""Every template with every golden context in both languages, as a shopper would get it."""

import gzip
from collections import Counter
from typing import Any

from django.test import RequestFactory
from django.utils import translation

from themes.engine import discovery, incidents, rendering, state
from themes.engine.check.markup import inspect
from themes.engine.check.problems import ERROR, FATAL, WARNING, Problem, relative
from themes.engine.contracts.shell import Shell
from themes.engine.environment import locate
from themes.engine.fixtures import LANGUAGES, golden
from themes.engine.plain import variables_of

#: Platform functions of a whole page, and how often each is called.
ONCE = ("head", "body_start", "body_end", "legal_footer")
MOST_FAULTS = 5


def check_smoke(theme: discovery.Theme) -> list[Problem]:
    """Draw everything; problems are exceptions, incidents, broken HTML and missing platform calls.

    What is wrong in many pages is told for the first of them.
    """
    problems: dict[tuple[str, str, int | None, str], Problem] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for fixture in golden(language):
                if locate(theme, fixture.template) is None:
                    continue
                where = f"{fixture.template} ({fixture.name}, {language})"
                for problem in _draw(theme, fixture.template, fixture.context, where):
                    said = problem.message.removeprefix(where)
                    problems.setdefault((problem.code, problem.file, problem.line, said), problem)
    return list(problems.values())


def _draw(theme: discovery.Theme, name: str, context: Any, where: str) -> list[Problem]:
    request = RequestFactory().get("/")
    now = state.RenderState(theme=theme, variables=variables_of(context), context=context, request=request)
    with incidents.collecting() as spared:
        try:
            drawn = rendering.attempt(name, now)
        except Exception as error:  # noqa: BLE001 - a theme may fail in any way; that is what is asked
            file, line = incidents.place_of(error)
            message = f"{where}: {type(error).__name__}: {error}"
            return [Problem(FATAL, "render", message, relative(file, theme.path) if file else "", line)]
    problems = [
        Problem(
            FATAL,
            "section",
            f"{where}: {incident.error}: {incident.message}",
            relative(incident.file, theme.path) if incident.file else incident.template,
            incident.line,
        )
        for incident in spared
    ]
    is_page = "<html" in drawn.html and isinstance(getattr(context, "shell", None), Shell)
    return problems + _page_problems(drawn, where, is_page=is_page, html_kb=theme.manifest.budgets.html_kb)


def _page_problems(drawn: rendering.Drawn, where: str, *, is_page: bool, html_kb: int) -> list[Problem]:
    found = inspect(drawn.html)
    problems = [Problem(ERROR, "html", f"{where}: {fault}") for fault in found.faults[:MOST_FAULTS]]
    if not is_page:
        return problems
    printed = Counter(drawn.printed)
    for name in ONCE:
        if printed[name] != 1:
            message = f"{where}: {name}() is called {printed[name]} times instead of once"
            problems.append(Problem(FATAL if not printed[name] else ERROR, "platform-call", message))
    for tag in ("main", "h1", "title"):
        if found.counts.get(tag, 0) != 1:
            problems.append(
                Problem(ERROR, "landmark", f"{where}: <{tag}> stands {found.counts.get(tag, 0)} times")
            )
    if "main" not in found.ids:
        problems.append(
            Problem(ERROR, "skip-link", f'{where}: nothing has id="main", where the skip link leads')
        )
    if not found.has_doctype or not found.lang:
        problems.append(Problem(ERROR, "document", f"{where}: no <!doctype html>, or <html> without lang"))
    problems += _weight(drawn.html, where, html_kb)
    return problems


def _weight(html: str, where: str, limit_kb: int) -> list[Problem]:
    weight = len(gzip.compress(html.encode(), 6, mtime=0)) / 1024
    if weight <= limit_kb:
        return []
    return [
        Problem(
            WARNING, "budget", f"{where}: {weight:.1f} KB of HTML after gzip, the budget is {limit_kb} KB"
        )
    ]

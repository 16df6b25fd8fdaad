"""Every template compiles, keeps to the contract, and leaves undone what a theme must not do."""

import re
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes

from themes.engine import discovery
from themes.engine.check import types
from themes.engine.check.paths import Walk
from themes.engine.check.problems import ERROR, FATAL, WARNING, Problem, relative
from themes.engine.contracts.registry import SECTIONS, SLOTS, TEMPLATES
from themes.engine.contracts.shell import Shell
from themes.engine.environment import locate, make_environment, own_templates
from themes.engine.functions.files import ICON_NAME, find_owner
from themes.engine.sandbox import ThemeEnvironment

#: What must not stand in the markup of a template: pattern, level, code, what to do instead.
MARKUP = tuple(
    (re.compile(pattern, re.IGNORECASE), level, code, message)
    for pattern, level, code, message in (
        (
            r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:json|ld\+json))",
            ERROR,
            "inline-script",
            "scripts come from assets/; the content security policy stops this one",
        ),
        (r"\son[a-z]+\s*=\s*[\"']", ERROR, "inline-handler", "on…= handlers are stopped; listen in a script"),
        (r"javascript:", ERROR, "javascript-url", "javascript: addresses are stopped"),
        (r"<style\b", ERROR, "inline-style", "styles come from assets/"),
        (r"\sstyle\s*=\s*[\"']", ERROR, "inline-style", "style attributes are stopped; use a class"),
        (r"(?:href|action)=\"/(?!/)[a-z]", WARNING, "fixed-address", "addresses come from the contract"),
        (r"(?:src|href)=\"(?:https?:)?//", WARNING, "remote-file", "files come from assets/"),
        (r"[¥€£$]\s?\d", WARNING, "fixed-price", "money comes formatted from the contract"),
    )
)
#: Mail programs read no style sheets.
STYLED_INLINE = "email/"
TEXT_BETWEEN_TAGS = re.compile(r">\s*[^<>{}\s][^<>{}]*[A-Za-z\u4e00-\u9fff]{2,}[^<>{}]*<")


def check_templates(theme: discovery.Theme) -> list[Problem]:
    """Problems of a theme's own templates, sections and snippets, read with those of its parents."""
    environment = make_environment(theme)
    problems: list[Problem] = []
    for name in own_templates(theme):
        problems += _compile_problems(environment, theme, name)
    walk = Walk(environment, theme)
    for name, context in TEMPLATES.items():
        if locate(theme, name) is not None:
            walk.page(name, types.field_types(context))
    for kind, section in SECTIONS.items():
        if locate(theme, f"sections/{kind}.html") is not None:
            walk.page(f"sections/{kind}.html", {"section": section, "shell": types.union(Shell, type(None))})
    for problem in walk.problems:
        if Path(problem.file).is_relative_to(theme.path) or problem.level == FATAL:
            file = relative(problem.file, theme.path)
            problems.append(Problem(problem.level, problem.code, problem.message, file, problem.line))
    if not theme.parent:
        problems += [
            Problem(FATAL, "template-missing", f"the default theme has no {name}")
            for name in [*TEMPLATES, *(f"sections/{kind}.html" for kind in SECTIONS)]
            if locate(theme, name) is None
        ]
    return problems


def _compile_problems(environment: ThemeEnvironment, theme: discovery.Theme, name: str) -> list[Problem]:
    file = locate(theme, name)
    if file is None:
        return [
            Problem(ERROR, "file-name", "no template can be asked for by this name", f"{theme.slug}/{name}")
        ]
    place = relative(file, theme.path)
    try:
        source = file.read_text(encoding="utf-8")
        environment.compile(source, name, str(file))
        tree = environment.parse_untouched(source, name, str(file))
    except jinja2.TemplateSyntaxError as error:
        return [Problem(FATAL, "syntax", error.message or "cannot be read", place, error.lineno)]
    except (RecursionError, UnicodeDecodeError, ValueError) as error:
        return [Problem(FATAL, "syntax", f"{type(error).__name__}: {error}"[:200], place)]
    markup = _markup_problems(tree, place)
    if name.startswith(STYLED_INLINE):
        markup = [problem for problem in markup if problem.code != "inline-style"]
    return [*markup, *_call_problems(tree, theme, place)]


def _markup_problems(tree: nodes.Template, place: str) -> list[Problem]:
    problems = []
    for data in tree.find_all(nodes.TemplateData):
        for pattern, level, code, message in MARKUP:
            for match in pattern.finditer(data.data):
                line = data.lineno + data.data.count("\n", 0, match.start())
                problems.append(Problem(level, code, message, place, line))
        for match in TEXT_BETWEEN_TAGS.finditer(data.data):
            line = data.lineno + data.data.count("\n", 0, match.start())
            text = match[0].strip("<> \n")[:40]
            problems.append(Problem(WARNING, "fixed-text", f'"{text}" should be t("…")', place, line))
    return problems


def _call_problems(tree: nodes.Template, theme: discovery.Theme, place: str) -> list[Problem]:
    """Names given to our functions as constants: assets, icons, slots."""
    problems = []
    symbols = _symbols(theme)
    for call in tree.find_all(nodes.Call):
        if (
            not isinstance(call.node, nodes.Name)
            or not call.args
            or not isinstance(call.args[0], nodes.Const)
        ):
            continue
        function, argument = call.node.name, call.args[0].value
        if function == "asset" and find_owner(theme, argument) is None:
            message = f"there is no assets/{argument} in the chain"
            problems.append(Problem(FATAL, "asset-missing", message, place, call.lineno))
        if function == "icon" and (not ICON_NAME.match(str(argument)) or argument not in symbols):
            problems.append(
                Problem(ERROR, "icon-missing", f"icons.svg has no {argument!r}", place, call.lineno)
            )
        if function == "slot" and argument not in SLOTS:
            problems.append(
                Problem(FATAL, "slot-unknown", f"there is no slot {argument!r}", place, call.lineno)
            )
    return problems


def _symbols(theme: discovery.Theme) -> set[Any]:
    owner = find_owner(theme, "icons.svg")
    if owner is None:
        return set()
    text = (discovery.get(owner).path / "assets" / "icons.svg").read_text(encoding="utf-8")
    return set(re.findall(r'<symbol[^>]*\bid="([^"]+)"', text))

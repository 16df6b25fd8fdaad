"""Locales: both languages, every key that a template uses, the same placeholders, the plurals of CLDR."""

import jinja2
from jinja2 import nodes

from themes.engine import discovery, formats, locales
from themes.engine.check.problems import ERROR, FATAL, WARNING, Problem, relative
from themes.engine.environment import locate, make_environment, own_templates
from themes.engine.errors import ManifestError

LANGUAGES = ("zh-hans", "en")


def check_words(theme: discovery.Theme) -> list[Problem]:
    """Problems of a theme's texts and of the keys its templates ask for."""
    problems: list[Problem] = []
    own: dict[str, dict[str, locales.Text]] = {}
    for language in LANGUAGES:
        place = f"{theme.slug}/locales/{locales.file_name(language)}"
        try:
            own[language] = locales.read_texts(theme.path / "locales" / locales.file_name(language))
        except ManifestError as error:
            problems += [Problem(FATAL, "locale", problem, place) for problem in error.problems]
            own[language] = {}
        problems += _plural_problems(own[language], language, place)
    for language in LANGUAGES:
        others = {key for other in LANGUAGES if other != language for key in own[other]}
        place = f"{theme.slug}/locales/{locales.file_name(language)}"
        problems += [
            Problem(ERROR, "text-missing", f"{key} is in another language only", place)
            for key in sorted(others - own[language].keys())
        ]
    problems += _placeholder_problems(theme, own)
    return problems + _key_problems(theme, own)


def _plural_problems(texts: dict[str, locales.Text], language: str, place: str) -> list[Problem]:
    forms = set(formats.locale_of(language).plural_form.tags) | {"other"}
    problems = []
    for key, text in texts.items():
        if isinstance(text, dict):
            for form in sorted(forms - text.keys()):
                problems.append(Problem(ERROR, "plural-missing", f"{key} has no form {form!r}", place))
            for form in sorted(text.keys() - forms):
                problems.append(
                    Problem(WARNING, "plural-unused", f"{key}: {form!r} is never used here", place)
                )
    return problems


def _placeholder_problems(theme: discovery.Theme, own: dict[str, dict[str, locales.Text]]) -> list[Problem]:
    problems = []
    first = LANGUAGES[0]
    for key, text in own[first].items():
        for language in LANGUAGES[1:]:
            other = own[language].get(key)
            if other is not None and _placeholders(text) != _placeholders(other):
                here, there = _list(_placeholders(other)), _list(_placeholders(text))
                message = f"{key} has {here} here and {there} in {first}"
                place = f"{theme.slug}/locales/{locales.file_name(language)}"
                problems.append(Problem(ERROR, "placeholder", message, place))
    return problems


def _placeholders(text: locales.Text) -> set[str]:
    """Names in braces; `n` need not be in every form, nor in every language."""
    forms = text.values() if isinstance(text, dict) else [text]
    return {name for form in forms for name in locales.PLACEHOLDER.findall(form)} - {"n"}


def _list(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "no placeholder"


def _key_problems(theme: discovery.Theme, own: dict[str, dict[str, locales.Text]]) -> list[Problem]:
    """Keys that a template names and nobody has; keys of its own that nobody names."""
    environment = make_environment(theme)
    problems: list[Problem] = []
    used: set[str] = set()
    prefixes: set[str] = set()
    merged = {language: locales.texts_of(theme, language) for language in LANGUAGES}
    roots = [discovery.get(slug).path for slug in theme.chain]
    names = {name for slug in theme.chain for name in own_templates(discovery.get(slug))}
    for name in sorted(names):
        file = locate(theme, name)
        if file is None:
            continue
        place = relative(file, next(root for root in roots if file.is_relative_to(root)))
        try:
            tree = environment.parse_untouched(file.read_text(encoding="utf-8"), name)
        except (jinja2.TemplateSyntaxError, RecursionError, UnicodeDecodeError):
            continue  # the compile check says so
        for call in tree.find_all(nodes.Call):
            if not isinstance(call.node, nodes.Name) or call.node.name != "t" or not call.args:
                continue
            keys, beginnings = _constants(call.args[0])
            prefixes |= beginnings
            used |= keys
            gives_number = len(call.args) > 1 or any(pair.key == "n" for pair in call.kwargs)
            for key in sorted(keys):
                problems += _key_problem(key, merged, gives_number, place, call.lineno)
    if not prefixes - {""}:
        unused = {key for texts in own.values() for key in texts} - used
        place = f"{theme.slug}/locales"
        problems += [
            Problem(WARNING, "text-unused", f"no template uses {key}", place) for key in sorted(unused)
        ]
    return problems


def _key_problem(
    key: str, merged: dict[str, dict[str, locales.Text]], gives_number: bool, place: str, line: int
) -> list[Problem]:
    problems = []
    for language, texts in merged.items():
        if key not in texts:
            problems.append(
                Problem(ERROR, "text-missing", f"t({key!r}) has no text in {language}", place, line)
            )
        elif isinstance(texts[key], dict) and not gives_number:
            problems.append(
                Problem(FATAL, "plural-number", f"t({key!r}) has plural forms and needs n=…", place, line)
            )
    return problems


def _constants(node: nodes.Node) -> tuple[set[str], set[str]]:
    """The keys an expression can be, and the beginnings of those that are put together."""
    if isinstance(node, nodes.Const):
        return {str(node.value)}, set()
    if isinstance(node, nodes.CondExpr):
        keys, beginnings = _constants(node.expr1)
        if node.expr2 is not None:
            more, others = _constants(node.expr2)
            keys, beginnings = keys | more, beginnings | others
        return keys, beginnings
    if isinstance(node, nodes.Concat) and isinstance(node.nodes[0], nodes.Const):
        return set(), {str(node.nodes[0].value)}
    if isinstance(node, nodes.Add) and isinstance(node.left, nodes.Const):
        return set(), {str(node.left.value)}
    return set(), {"?"}

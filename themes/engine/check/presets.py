"""Presets: they can be read, keep text readable, and change what the style sheets really use."""

import re

from themes.engine import discovery
from themes.engine.check.problems import ERROR, Problem
from themes.engine.functions.files import find_owner
from themes.engine.presets import LEAST_CONTRAST, merged, read_presets, unreadable


def check_presets(theme: discovery.Theme) -> list[Problem]:
    """Problems of `[tokens]` in theme.toml and of the files in presets/."""
    place = f"{theme.slug}/theme.toml"
    tokens = merged(discovery.get(slug).manifest.tokens for slug in theme.chain)
    presets, refused = read_presets(theme.path, tokens)
    problems = [
        Problem(ERROR, "preset", problem, f"{theme.slug}/presets/{file}")
        for file, found in refused.items()
        for problem in found
    ]
    for where, values in [
        (place, {}),
        *((f"{theme.slug}/presets/{slug}.toml", one.values) for slug, one in presets.items()),
    ]:
        for text, ground, ratio in unreadable(tokens, values):
            message = f"{text} on {ground} has a contrast of {ratio:.2f}, text needs {LEAST_CONTRAST}"
            problems.append(Problem(ERROR, "preset-contrast", message, where))
    return problems + _default_problems(theme, place)


def _default_problems(theme: discovery.Theme, place: str) -> list[Problem]:
    """Defaults that no style sheet gives: presets would change nothing, and the check would lie."""
    problems = []
    styles = _styles(theme)
    for name, value in (theme.manifest.tokens.colors | theme.manifest.tokens.lengths).items():
        if not re.search(rf"--{re.escape(name)}:\s*{re.escape(value)}\s*;", styles, re.IGNORECASE):
            message = f"no style sheet says --{name}: {value}, which [tokens] calls the default"
            problems.append(Problem(ERROR, "token-default", message, place))
    return problems


def _styles(theme: discovery.Theme) -> str:
    """The style sheets of this theme, and those of its parents where it has none of that name."""
    names = {
        file.relative_to(discovery.get(slug).path / "assets").as_posix()
        for slug in theme.chain
        for file in (discovery.get(slug).path / "assets").rglob("*.css")
    }
    owners = {name: find_owner(theme, name) for name in sorted(names)}
    return "\n".join(
        (discovery.get(owner).path / "assets" / name).read_text(encoding="utf-8", errors="replace")
        for name, owner in owners.items()
        if owner is not None
    )

"""Assets: how much they weigh, and that they ask no other host for anything."""

import gzip
import re

from themes.engine import discovery
from themes.engine.check.problems import ERROR, WARNING, Problem, relative

REMOTE = re.compile(rb"(?:url\(\s*[\"']?|@import\s+[\"'])\s*(?:https?:)?//", re.I)
REMOTE_SCRIPT = re.compile(rb"(?:import\s*\(?|from)\s*[\"'](?:https?:)?//", re.I)
UNSAFE_SVG = re.compile(rb"<script|\son[a-z]+\s*=|javascript:|<foreignObject", re.I)
EVAL = re.compile(rb"\beval\s*\(|new\s+Function\s*\(")
FONT_KB = 300


def check_assets(theme: discovery.Theme) -> list[Problem]:
    """Problems of a theme's own assets against its own budgets (kilobytes after gzip)."""
    problems: list[Problem] = []
    weights = {".css": 0, ".js": 0, ".woff2": 0}
    for file in sorted((theme.path / "assets").rglob("*")):
        if not file.is_file():
            continue
        body = file.read_bytes()
        place = relative(file, theme.path)
        kind = file.suffix.lower()
        if kind in weights:
            weights[kind] += len(body) if kind == ".woff2" else len(gzip.compress(body, 9, mtime=0))
        if kind == ".css" and REMOTE.search(body):
            problems.append(Problem(ERROR, "remote-file", "asks another host for a file", place))
        if kind == ".css" and b"@font-face" in body and b"font-display" not in body:
            problems.append(Problem(WARNING, "font-display", "a web font needs font-display", place))
        if kind == ".js" and REMOTE_SCRIPT.search(body):
            problems.append(Problem(ERROR, "remote-file", "imports a script from another host", place))
        if kind == ".js" and EVAL.search(body):
            problems.append(Problem(ERROR, "eval", "the content security policy stops eval", place))
        if kind == ".svg" and UNSAFE_SVG.search(body):
            problems.append(Problem(ERROR, "svg-script", "an SVG file carries no script", place))
        if kind == ".woff2" and len(body) > FONT_KB * 1024:
            problems.append(Problem(ERROR, "font-size", f"a font of more than {FONT_KB} KB", place))
    budgets = theme.manifest.budgets
    for kind, limit in ((".css", budgets.css_kb), (".js", budgets.js_kb), (".woff2", budgets.fonts_kb)):
        if weights[kind] > limit * 1024:
            message = f"{kind} files weigh {weights[kind] / 1024:.1f} KB, the budget is {limit} KB"
            problems.append(Problem(ERROR, "budget", message, f"{theme.slug}/assets"))
    return problems

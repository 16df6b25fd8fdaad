"""Pages that need no theme, no translation and no database."""

from html import escape
from pathlib import Path

from themes.engine.incidents import Incident

LINES_AROUND = 4

HINTS = {
    "UndefinedError": "The name is not part of this template's contract; see themes/README.md.",
    "TemplateNotFound": "No theme of the chain has a file of that name.",
    "TemplateSyntaxError": "The template cannot be read; the line is where the reader gave up.",
    "TemplateAssertionError": "That filter or test does not exist here; see themes/README.md.",
    "SecurityError": "Templates read plain values and call the listed functions only.",
    "BudgetExceeded": "Look for a loop in a loop, or a list that should have been cut by the shop.",
    "HelperError": "A function was given something it does not take.",
}

EMERGENCY_PAGE = """<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>请稍候 · One moment please</title>
</head>
<body>
<main>
<h1>请稍候</h1>
<p>页面暂时无法显示，您的购物车和订单都完好。请稍后刷新重试。</p>
<section lang="en">
<h2>One moment please</h2>
<p>This page cannot be shown right now. Your cart and your orders are safe. Please reload in a moment.</p>
</section>
</main>
</body>
</html>
"""


def error_page(incident: Incident) -> str:
    """What went wrong, where, and what to do, for whoever is writing the theme."""
    hint = HINTS.get(incident.error, "")
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{escape(incident.error)} · {escape(incident.template)}</title></head>
<body>
<main>
<h1>{escape(incident.error)}</h1>
<p>{escape(incident.message)}</p>
<p><b>{escape(incident.file or incident.template)}</b>{f", line {incident.line}" if incident.line else ""}
(theme {escape(incident.theme.release)})</p>
<p>{escape(hint)}</p>
<pre>{escape(_excerpt(incident))}</pre>
</main>
</body>
</html>
"""


def _excerpt(incident: Incident) -> str:
    """The lines around the mistake, if the file belongs to the theme's chain."""
    if not incident.file or not incident.line:
        return ""
    file = Path(incident.file)
    if not file.is_file() or file.suffix != ".html":
        return ""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    start = max(incident.line - 1 - LINES_AROUND, 0)
    return "\n".join(
        f"{'>' if number == incident.line else ' '} {number:4} {text}"
        for number, text in enumerate(lines[start : incident.line + LINES_AROUND], start + 1)
    )

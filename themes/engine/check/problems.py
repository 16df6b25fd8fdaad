"""What a check has to say."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext, gettext_noop

FATAL, ERROR, WARNING = "fatal", "error", "warning"
ORDER = {FATAL: 0, ERROR: 1, WARNING: 2}

#: What to do about it, by the beginning of a problem's code; the first that fits.
HINTS = (
    ("manifest", gettext_noop("Correct the theme's theme.toml.")),
    ("parent", gettext_noop("Install the parent theme, or name another one in theme.toml.")),
    ("preset-contrast", gettext_noop("Make the text darker or the ground lighter, or the other way round.")),
    ("preset", gettext_noop("Correct or remove this file of the presets.")),
    ("token", gettext_noop("Let theme.toml and the style sheet name the same value.")),
    ("syntax", gettext_noop("The template cannot be read; the line is where the reader gave up.")),
    ("field", gettext_noop("The contract has no such field; see the list in themes/README.md.")),
    ("name", gettext_noop("The contract of this template has no such variable.")),
    (
        "render",
        gettext_noop("This page failed with the example data; try it with python3 manage.py theme check."),
    ),
    ("section", gettext_noop("This section would be left out of its page.")),
    (
        "platform",
        gettext_noop("The layout calls head(), body_start(), legal_footer() and body_end() once each."),
    ),
    ("", gettext_noop("Ask the author of the theme; python3 manage.py theme check says more.")),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `fatal` means a page would fail and the theme must not be worn; `code` is stable."""

    level: str
    code: str
    message: str
    file: str = ""
    line: int | None = None

    @property
    def place(self) -> str:
        """File and line, as editors of code understand them."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def hint(self) -> str:
        """What to do about it, in the language of whoever reads it."""
        return gettext(next(hint for code, hint in HINTS if self.code.startswith(code)))

    def __str__(self) -> str:
        return f"{self.level:7} {self.code:20} {self.place + ': ' if self.place else ''}{self.message}"


def relative(file: str | Path, root: Path) -> str:
    """The path as a theme author knows it: `base/templates/home.html`."""
    path = Path(file)
    return path.relative_to(root.parent).as_posix() if path.is_relative_to(root.parent) else path.as_posix()

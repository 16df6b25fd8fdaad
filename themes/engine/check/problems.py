"""What a check has to say."""

from dataclasses import dataclass
from pathlib import Path

FATAL, ERROR, WARNING = "fatal", "error", "warning"
ORDER = {FATAL: 0, ERROR: 1, WARNING: 2}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `fatal` means a page would fail and the theme must not be worn; `code` is stable."""

    level: str
    code: str
    message: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{self.level:7} {self.code:20} {place + ': ' if place else ''}{self.message}"


def relative(file: str | Path, root: Path) -> str:
    """The path as a theme author knows it: `base/templates/home.html`."""
    path = Path(file)
    return path.relative_to(root.parent).as_posix() if path.is_relative_to(root.parent) else path.as_posix()

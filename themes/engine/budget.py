"""How much one page may cost.

The AST wraps every loop, the environment every call, filter, string and buffer, and each of them reports
here. A page and its sections share one budget; a section has a smaller one of its own inside it, so that
a section that runs away costs the page a section and not the page.
"""

import re
import time
from collections.abc import Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice

from jinja2 import Undefined
from markupsafe import Markup, escape

from themes.engine.errors import BudgetExceeded, HelperError

STEPS = 100_000  # loop iterations, calls, filters and includes of one page
SECONDS = 2.0  # CPU time of one page
SECTION_STEPS = 30_000
SECTION_SECONDS = 0.8
TEXT = 512 * 1024  # characters of one string or buffer
OUTPUT = 5 * 1024 * 1024  # characters of one page
PRINTED = 2 * OUTPUT  # characters of everything printed on the way, what macros return counted again
SOURCE = 256 * 1024  # characters of one template file
ITEMS = 10_000  # items of a list, with those of the lists in it, that a template may build
PIECES = 64  # pieces of text joined at once; each is no longer than TEXT
LOOKS_AT_CLOCK = 50  # steps between two looks at the clock, which costs a system call


@dataclass(slots=True)
class Budget:
    """What is left for a render. `around` is the budget of the page a section stands on."""

    steps: int = STEPS
    seconds: float = SECONDS
    around: "Budget | None" = None
    used: int = 0
    printed: int = 0
    deadline: float = 0.0
    next_look: int = LOOKS_AT_CLOCK

    def __post_init__(self) -> None:
        self.deadline = time.thread_time() + self.seconds

    def spend(self, steps: int = 1) -> None:
        """Count steps; raises `BudgetExceeded` when there are too many or they took too long."""
        self.used += steps
        if self.used >= self.next_look:
            self.look()

    def look(self) -> None:
        if self.used > self.steps:
            raise BudgetExceeded("steps", f"{self.steps}")
        if time.thread_time() > self.deadline:
            raise BudgetExceeded("time", f"{self.seconds} s")
        self.next_look = min(self.used + LOOKS_AT_CLOCK, self.steps + 1)

    def spend_text(self, length: int) -> None:
        """Count printed characters, wherever they are printed to; raises `BudgetExceeded`."""
        self.printed += length
        if self.printed > PRINTED:
            raise BudgetExceeded("text", f"{PRINTED} characters printed")


_current: ContextVar[Budget | None] = ContextVar("theme_budget", default=None)


@contextmanager
def page_budget() -> Iterator[Budget]:
    """A whole budget for one render."""
    budget = Budget()
    token = _current.set(budget)
    try:
        yield budget
    finally:
        _current.reset(token)


@contextmanager
def section_budget() -> Iterator[Budget]:
    """A part of the page's budget; what it spends is spent for the page too, even if it fails."""
    around = current()
    budget = Budget(min(SECTION_STEPS, around.steps - around.used), SECTION_SECONDS, around)
    token = _current.set(budget)
    try:
        yield budget
    finally:
        _current.reset(token)
        around.used += budget.used
        around.printed += budget.printed
    around.look()


def current() -> Budget:
    """The budget in force; outside of a render a fresh one that nobody shares."""
    return _current.get() or Budget()


def spend(steps: int = 1) -> None:
    """Count steps against the budget in force."""
    budget = _current.get()
    if budget is not None:
        budget.spend(steps)


def print_text(value: object) -> str:
    """What `{{ value }}` puts on the page: `printed`, escaped.

    Most of what a page prints is short and needs no escaping; wrapping each piece in Markup would cost
    more than all else that a template does.
    """
    kind = type(value)
    if kind is not str and kind is not Markup:
        return escape(printed(value))
    budget = _current.get()
    if budget is not None:
        budget.spend_text(len(value))  # type: ignore[arg-type]
    return escaped(value)


def escaped(text: object) -> str:
    """Text for HTML, quoted attributes included; what is marked as HTML stays as it is."""
    if type(text) is str and not _SPECIAL(text):
        return text
    return text if type(text) is Markup else escape(text)


_SPECIAL = re.compile("[&<>'\"]").search


def printed(value: object) -> object:
    """What `{{ value }}` prints: nothing for None, no function; the length of text is counted."""
    if isinstance(value, str):
        budget = _current.get()
        if budget is not None:
            budget.spend_text(len(value))
        return value
    if callable(value) and not isinstance(value, Undefined):
        raise HelperError("A function is printed; call it instead.")
    return "" if value is None else value


def join(pieces: Iterable[str], most: int, what: str) -> str:
    """The pieces as one text, a handful at a time, so that too much is noticed before it is there.

    Each handful is a step. Raises `BudgetExceeded` beyond `most` characters.
    """
    rest, kept, length = iter(pieces), list[str](), 0
    while handful := list(islice(rest, PIECES)):
        spend()
        kept.append("".join(handful))
        length += len(kept[-1])
        if length > most:
            raise BudgetExceeded(what, f"{most} characters")
    return "".join(kept)


def check_text(text: str) -> str:
    """The text itself, unless it is longer than a template may make one."""
    if len(text) > TEXT:
        raise BudgetExceeded("text", f"{TEXT} characters")
    return text


def check_items(items: Sized) -> None:
    """Refuse a list with more items than a template may build."""
    if len(items) > ITEMS:
        raise BudgetExceeded("items", f"{ITEMS}")

"""The life of a campaign, as a table."""

from __future__ import annotations

from types import MappingProxyType

DRAFT, SCHEDULED, CLOSED = "draft", "scheduled", "closed"

#: What a command makes of a state. Running and over are no states: the clock says so.
TRANSITIONS = MappingProxyType(
    {
        ("schedule", DRAFT): SCHEDULED,
        ("withdraw", SCHEDULED): DRAFT,  # only before it begins
        ("close", SCHEDULED): CLOSED,
    }
)


def after(command: str, state: str) -> str | None:
    """The state that follows, or None where the command has no place.

    >>> after("schedule", "draft")
    'scheduled'
    >>> after("schedule", "closed") is None
    True
    """
    return TRANSITIONS.get((command, state))

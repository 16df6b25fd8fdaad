"""Facts about people who sign in."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.core.events import Event


@dataclass(frozen=True)
class SecondStepSwitched(Event):
    """Somebody's two-step sign-in was switched on or off, by whoever knew the password."""

    user_id: str
    is_on: bool

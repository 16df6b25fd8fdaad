"""What campaigns tell other people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from commerce.core.errors import Text

Phase = Literal["before", "during", "after"]
PHASES: tuple[Phase, ...] = ("before", "during", "after")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a campaign cannot be scheduled; a warning gives way to whoever accepts its `key`."""

    code: str
    message: Text
    is_warning: bool = False
    subject: str = ""

    @property
    def key(self) -> str:
        return f"{self.code}:{self.subject}" if self.subject else self.code


@dataclass(frozen=True, slots=True)
class Announced:
    """What the line above every page says while a campaign runs, and where it leads; both by language."""

    channel: str
    starts_at: datetime
    ends_at: datetime
    texts: Mapping[str, str]
    urls: Mapping[str, str]

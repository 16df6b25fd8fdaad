"""Small tables that every request asks for, kept in the process for KEEP_SECONDS.

A change is seen at once by the process that made it, and by the others when what they keep has grown old.
Nothing that decides alone about money or stock may be kept: a quote compares its total with the one shown.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.db import transaction

T = TypeVar("T")


class Kept(Generic[T]):
    """Call it for what `read` answers. The value is shared, so nobody may change it.

    The local cache holds only a mark that says which reading is valid: it ages there, and whoever clears
    the caches makes the next call read again. The value itself is never copied.
    """

    def __init__(self, name: str, read: Callable[[], T]) -> None:
        self.key = f"kept:{name}"
        self.read = read
        self._held: tuple[str, T] | None = None

    def __call__(self) -> T:
        mark, held = caches["local"].get(self.key), self._held
        if mark is not None and held is not None and held[0] == mark:
            return held[1]
        value = self.read()
        mark = secrets.token_hex(8)
        self._held = (mark, value)
        caches["local"].set(self.key, mark, settings.KEEP_SECONDS)
        return value

    def forget(self) -> None:
        """Services call it when they write: now, for the rest of the transaction, and again after it, for
        what others have read meanwhile."""
        self._drop()
        transaction.on_commit(self._drop)

    def _drop(self) -> None:
        caches["local"].delete(self.key)

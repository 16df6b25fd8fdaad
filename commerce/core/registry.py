"""Registries: where strategies of one protocol are entered by code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from .errors import NotFound

T = TypeVar("T")
EnablementCheck = Callable[[str, str], bool]

_all: list[Registry] = []
_enablement: list[EnablementCheck] = []


def set_enablement(check: EnablementCheck) -> None:
    """Who answers "is plugin P enabled in channel C?"; `channels` registers itself here."""
    _enablement[:] = [check]


def is_enabled(plugin: str, channel: str) -> bool:
    """Whether `plugin` may act in `channel` (a channel's code)."""
    return all(check(plugin, channel) for check in _enablement)


def registries() -> tuple[Registry, ...]:
    """All registries of the process, for `manage.py extension_points`."""
    return tuple(_all)


class Registry(Generic[T]):
    """Strategies of one protocol, keyed by code.

    Registering a code twice is an error. Frozen after start-up. With `plugin`, an entry can be
    refused per channel by the stored enablement.
    """

    def __init__(self, name: str, protocol: type) -> None:
        self.name = name
        self.protocol = protocol
        self._entries: dict[str, tuple[T, str | None]] = {}
        self._frozen = False
        _all.append(self)

    def register(self, code: str, entry: T, *, plugin: str | None = None) -> T:
        if self._frozen:
            raise RuntimeError(f"{self.name} is frozen; register {code!r} while apps load")
        if code in self._entries:
            raise ValueError(f"{self.name} already has {code!r}")
        self._entries[code] = (entry, plugin)
        return entry

    def freeze(self) -> None:
        self._frozen = True

    def get(self, code: str, *, channel: str | None = None) -> T:
        """The entry of `code`. Raises NotFound when unknown or not enabled in `channel`."""
        if code not in self._entries or not self._is_enabled(code, channel):
            raise NotFound(data={"registry": self.name, "code": code})
        return self._entries[code][0]

    def find(self, code: str) -> T | None:
        """The entry of `code` whatever is enabled, or None."""
        found = self._entries.get(code)
        return found[0] if found else None

    def plugin_of(self, code: str) -> str | None:
        """The plugin that entered `code`; None for the shop's own entries and unknown codes."""
        found = self._entries.get(code)
        return found[1] if found else None

    def enabled(self, channel: str) -> dict[str, T]:
        """Entries usable in `channel`, in order of registration."""
        return {code: entry for code, (entry, _) in self._entries.items() if self._is_enabled(code, channel)}

    def _is_enabled(self, code: str, channel: str | None) -> bool:
        plugin = self._entries[code][1]
        return plugin is None or channel is None or is_enabled(plugin, channel)

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return ((code, entry) for code, (entry, _) in self._entries.items())

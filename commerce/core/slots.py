"""Slots: named places in themes that plugins fill.

A slot receives a typed, plain context and returns a `Component` (a plain template name with plain
data) or None. One that raises is logged and left out; it never breaks the page.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import registry

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Component:
    """What a plugin puts in a slot: a Django template of the plugin's own and plain data for it."""

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)


SlotFunction = Callable[[Any], Component | None]
_slots: dict[str, list[tuple[str, SlotFunction]]] = defaultdict(list)


def slot(name: str, *, plugin: str) -> Callable[[SlotFunction], SlotFunction]:
    """Fill slot `name` (for example "product.after_price") on behalf of `plugin`."""

    def add(function: SlotFunction) -> SlotFunction:
        _slots[name].append((plugin, function))
        return function

    return add


def filled() -> dict[str, list[str]]:
    """Plugins by slot name, for `manage.py extension_points`."""
    return {name: [plugin for plugin, _ in entries] for name, entries in sorted(_slots.items())}


def components(name: str, context: Any, *, channel: str | None = None) -> list[Component]:
    """Components for slot `name`, of plugins enabled in `channel`, in order of registration."""
    found = []
    for plugin, function in _slots.get(name, ()):
        if channel is not None and not registry.is_enabled(plugin, channel):
            continue
        try:
            component = function(context)
        except Exception:  # a plugin may fail in any way; the page must not
            logger.exception("slot failed", extra={"slot": name, "plugin": plugin})
            continue
        if component is not None:
            found.append(component)
    return found

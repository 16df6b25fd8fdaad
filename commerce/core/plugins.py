"""Plugin discovery and manifests.

A plugin is a Django app under `plugins/` or a pip package under the entry-point group
`qilou.plugins`. `names()` finds them without importing, for INSTALLED_APPS; `load()` runs once
apps are ready, checks each manifest and freezes the registries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps

from . import registry
from .errors import Text

API = 1
GROUP = "qilou.plugins"


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of a plugin's settings form. Kinds: text, secret, url, number, bool, choice."""

    name: str
    label: Text
    kind: str = "text"
    default: Any = ""
    help: Text = ""
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Name, needs, offers: what a plugin declares on its app config as `plugin = Manifest(...)`."""

    code: str
    name: Text
    version: str
    api: int = API
    description: Text = ""
    provides: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    enabled_by_default: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)


def names(folder: Path) -> list[str]:
    """App names of all plugins, without importing any: `plugins.cod`, then installed packages."""
    local = sorted(
        f"plugins.{path.name}"
        for path in folder.iterdir()
        if (path / "apps.py").is_file() and path.name.isidentifier()
    )
    return local + sorted(point.value for point in entry_points(group=GROUP))


def manifests() -> dict[str, Manifest]:
    """Declared manifests by code, in order of installation."""
    found: dict[str, Manifest] = {}
    for config in apps.get_app_configs():
        manifest = manifest_of(config)
        if manifest is not None and manifest.api == API:
            found[manifest.code] = manifest
    return found


def manifest_of(config: AppConfig) -> Manifest | None:
    declared = getattr(config, "plugin", None)
    return declared if isinstance(declared, Manifest) else None


def load() -> None:
    """Let plugins of the right API register their parts, then freeze every registry.

    An app config registers in `register()`, not in `ready()`, so that order does not matter.
    """
    for config in apps.get_app_configs():
        manifest = manifest_of(config)
        if manifest is not None and manifest.api == API and hasattr(config, "register"):
            config.register()
    for each in registry.registries():
        each.freeze()

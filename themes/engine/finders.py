"""Publishes the assets of installed themes with the other static files.

`themes/base/assets/css/base.css` becomes `/static/themes/base/css/base.css`, hashed by the storage.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

from themes.engine import discovery

PREFIX = "themes"


class ThemeAssetsFinder(BaseFinder):
    """Finds `themes/<slug>/<path>` in that theme's assets/ folder."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        prefix, _, rest = path.replace("\\", "/").partition("/")
        slug, _, inside = rest.partition("/")
        found: list[str] = []
        if prefix == PREFIX and inside and discovery.exists(slug):
            root = discovery.get(slug).path / "assets"
            if _is_inside(root, inside):
                found.append(str(root / inside))
        if find_all or kwargs.get("all"):
            return found
        return found[0] if found else None

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for theme in discovery.installed().values():
            folder: Path = theme.path / "assets"
            if not folder.is_dir():
                continue
            storage = FileSystemStorage(location=folder)
            storage.prefix = f"{PREFIX}/{theme.slug}"  # type: ignore[attr-defined]
            for path in utils.get_files(storage, list(ignore_patterns or ())):
                if _is_inside(folder, path):
                    yield path, storage


def _is_inside(root: Path, path: str) -> bool:
    """Whether it is a file of the theme itself, not a link to somewhere else."""
    file = root / path
    return file.is_file() and file.resolve().is_relative_to(root.resolve())

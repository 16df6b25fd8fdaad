"""Which themes are installed, and what each inherits.

A theme is a folder with a `theme.toml` under `settings.THEMES_DIR` (or one of
`settings.THEMES_EXTRA_DIRS`). What is found is kept for the life of the process; `refresh()` looks again.
"""

import hashlib
import logging
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from themes.engine.contracts.registry import CONTRACT_VERSION
from themes.engine.errors import ManifestError, ThemeNotFound
from themes.engine.manifest import Manifest, read_manifest
from themes.engine.presets import Preset, merged, read_presets

logger = logging.getLogger(__name__)

FOLDERS = ("templates", "sections", "snippets", "assets", "locales", "presets")
HASH_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Theme:
    """An installed theme.

    `chain` is itself, its parent, …, the base theme. `content_hash` covers its own files;
    `chain_hash` those of the whole chain, so that whatever is compiled or cached under it is
    never older than the files it came from. `presets` are its own, by slug.
    """

    slug: str
    version: str
    path: Path
    manifest: Manifest
    chain: tuple[str, ...]
    content_hash: str
    chain_hash: str
    presets: dict[str, Preset] = field(default_factory=dict)

    @property
    def parent(self) -> str:
        return self.chain[1] if len(self.chain) > 1 else ""

    @property
    def release(self) -> str:
        """What an order line pins: `base@1.0.0+3f2a…`."""
        return f"{self.slug}@{self.version}+{self.chain_hash}"


def roots() -> tuple[str | Path, ...]:
    """Folders that hold themes, the shop's own first."""
    return (settings.THEMES_DIR, *getattr(settings, "THEMES_EXTRA_DIRS", ()))


def default_slug() -> str:
    """The theme at the end of every fallback."""
    return getattr(settings, "DEFAULT_THEME", "base")


def installed() -> dict[str, Theme]:
    """Usable themes by slug. A theme with a wrong manifest or parent is left out and logged."""
    return _scan(roots())[0]


def problems() -> dict[str, list[str]]:
    """Why a theme folder was left out, by folder name."""
    return _scan(roots())[1]


def get(slug: str) -> Theme:
    """The installed theme; raises `ThemeNotFound`."""
    try:
        return installed()[slug]
    except KeyError:
        raise ThemeNotFound(f"There is no usable theme {slug!r}.") from None


def exists(slug: str) -> bool:
    """Whether the theme can be used."""
    return slug in installed()


def chain(slug: str) -> tuple[Theme, ...]:
    """The theme, its parent, …, the base theme."""
    return tuple(get(name) for name in get(slug).chain)


def refresh() -> None:
    """Forget what was found; the next question reads the folders again."""
    _scan.cache_clear()


def content_hash(folder: Path) -> str:
    """A short hash over names and bytes of everything a theme consists of."""
    digest = hashlib.sha256()
    files = [folder / "theme.toml", *(file for name in FOLDERS for file in (folder / name).rglob("*"))]
    for file in sorted(files):
        if file.is_file() and not file.is_symlink():
            body = file.read_bytes()
            digest.update(f"{file.relative_to(folder).as_posix()}\0{len(body)}\0".encode())
            digest.update(body)
    return digest.hexdigest()[:HASH_DIGITS]


@cache
def _scan(where: tuple[str | Path, ...]) -> tuple[dict[str, Theme], dict[str, list[str]]]:
    manifests: dict[str, tuple[Path, Manifest]] = {}
    refused: dict[str, list[str]] = {}
    for root in where:
        for folder in sorted(path.parent for path in Path(root).glob("*/theme.toml")):
            if folder.name in manifests:
                logger.error("Theme %s stands in two folders; %s is left out.", folder.name, folder)
                continue
            try:
                manifests[folder.name] = (folder, read_manifest(folder, CONTRACT_VERSION))
            except ManifestError as error:
                refused[folder.name] = error.problems
    hashes = {slug: content_hash(folder) for slug, (folder, _) in manifests.items()}
    themes: dict[str, Theme] = {}
    for slug, (folder, manifest) in manifests.items():
        try:
            lineage = _lineage(slug, manifests)
        except ManifestError as error:
            refused[slug] = error.problems
            continue
        joined = hashlib.sha256("/".join(hashes[name] for name in lineage).encode()).hexdigest()
        presets, unusable = read_presets(folder, merged(manifests[name][1].tokens for name in lineage))
        for file, reasons in unusable.items():
            logger.error("Preset %s of theme %s is left out: %s", file, slug, "; ".join(reasons))
        themes[slug] = Theme(
            slug, manifest.version, folder, manifest, lineage, hashes[slug], joined[:HASH_DIGITS], presets
        )
    for slug, reasons in refused.items():
        logger.error("Theme %s is left out: %s", slug, "; ".join(reasons))
    return themes, refused


def _lineage(slug: str, manifests: dict[str, tuple[Path, Manifest]]) -> tuple[str, ...]:
    """The chain of a theme down to the default theme; raises `ManifestError`."""
    line = [slug]
    while True:
        parent = manifests[line[-1]][1].parent
        if not parent:
            break
        if parent in line:
            raise ManifestError(slug, [f"its parents go in a circle: {' > '.join([*line, parent])}"])
        if parent not in manifests:
            raise ManifestError(slug, [f"its parent {parent!r} is not installed or not usable"])
        line.append(parent)
    if line[-1] != default_slug() and default_slug() in manifests:
        line.append(default_slug())
    return tuple(line)

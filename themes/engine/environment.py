"""One compiled environment per theme and content, and the functions all of them share."""

import hashlib
import logging
import re
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2
from django.conf import settings
from jinja2.bccache import Bucket
from jinja2.loaders import BaseLoader

from themes.engine import discovery
from themes.engine.plain import is_strict
from themes.engine.sandbox import ThemeEnvironment

logger = logging.getLogger(__name__)

MOST_ENVIRONMENTS = 64
KEPT_BYTECODE_VERSIONS = 5
TEMPLATE_NAME = re.compile(
    r"^(?:@([a-z][a-z0-9_]*)/)?((?:[a-z0-9_][a-z0-9_-]*/)*[a-z0-9_][a-z0-9_-]*\.html)$"
)
#: First part of a name that stands for a folder of its own beside templates/.
OWN_FOLDERS = ("sections", "snippets")
#: Files whose change makes bytecode of an older engine useless.
ENGINE_FILES = ("sandbox.py", "hardening.py", "filters.py", "budget.py")

FUNCTIONS: dict[str, Callable[..., Any]] = {}


def template_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """Offer one of our functions to templates under its own name."""
    FUNCTIONS[function.__name__] = function
    return function


def locate(theme: discovery.Theme, name: str) -> Path | None:
    """The file of a template name in a theme or the first of its parents that has one.

    `listing.html` is in templates/, `sections/…` and `snippets/…` in folders of those names;
    `@base/layout.html` begins the search at that member of the chain.
    """
    return _find(theme, name) if settings.DEBUG else _kept_find(theme.slug, theme.chain_hash, name)


@lru_cache(maxsize=2048)
def _kept_find(slug: str, chain_hash: str, name: str) -> Path | None:
    """Files of a theme come and go with its hash; looking for them costs more than the page can afford."""
    return _find(discovery.get(slug), name)


def _find(theme: discovery.Theme, name: str) -> Path | None:
    match = TEMPLATE_NAME.match(name)
    if match is None:
        return None
    start, path = match.groups()
    slugs = theme.chain
    if start:
        if start not in slugs:
            return None
        slugs = slugs[slugs.index(start) :]
    inside = path if path.startswith(tuple(f"{folder}/" for folder in OWN_FOLDERS)) else f"templates/{path}"
    for slug in slugs:
        root = discovery.get(slug).path
        file = root / inside
        if file.is_file() and file.resolve().is_relative_to(root.resolve()):
            return file
    return None


class ThemeLoader(BaseLoader):
    """Reads templates of one theme and its parents, and nothing else on this machine."""

    def __init__(self, theme: discovery.Theme) -> None:
        self.theme = theme

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        file = locate(self.theme, template)
        if file is None:
            raise jinja2.TemplateNotFound(template)
        read_at = file.stat().st_mtime_ns
        theme = self.theme

        def is_current() -> bool:
            found = locate(theme, template)
            return found == file and found.stat().st_mtime_ns == read_at

        return file.read_text(encoding="utf-8"), str(file), is_current

    def list_templates(self) -> list[str]:
        return sorted({name for slug in self.theme.chain for name in own_templates(discovery.get(slug))})


def own_templates(theme: discovery.Theme) -> list[str]:
    """Names of the templates, sections and snippets in a theme's own folders."""
    names = [
        file.relative_to(theme.path / "templates") for file in (theme.path / "templates").rglob("*.html")
    ]
    for folder in OWN_FOLDERS:
        names += [file.relative_to(theme.path) for file in (theme.path / folder).rglob("*.html")]
    return sorted(name.as_posix() for name in names)


_environments: OrderedDict[tuple[str, str, bool], ThemeEnvironment] = OrderedDict()
_lock = threading.Lock()


def environment_for(theme: discovery.Theme) -> ThemeEnvironment:
    """The environment of a theme; made once for each content of its files."""
    key = (theme.slug, theme.chain_hash, is_strict())
    with _lock:
        if key in _environments:
            _environments.move_to_end(key)
            return _environments[key]
        made = _environments[key] = make_environment(theme)
        while len(_environments) > MOST_ENVIRONMENTS:
            _environments.popitem(last=False)
        return made


def make_environment(theme: discovery.Theme) -> ThemeEnvironment:
    """A fresh environment, shared with nobody."""
    return ThemeEnvironment(
        strict=is_strict(),
        functions=FUNCTIONS,
        loader=ThemeLoader(theme),
        auto_reload=settings.DEBUG,
        cache_size=400,
        bytecode_cache=_bytecode_cache(theme),
    )


def forget() -> None:
    """Make environments anew, and look for files again, when next asked."""
    _kept_find.cache_clear()
    with _lock:
        _environments.clear()


class ForgivingBytecodeCache(jinja2.FileSystemBytecodeCache):
    """Compiled templates on disk; where the disk is full or the folder gone, they are compiled again."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        try:
            super().dump_bytecode(bucket)
        except OSError:
            logger.warning("Compiled templates cannot be kept in %s.", self.directory, exc_info=True)


def _bytecode_cache(theme: discovery.Theme) -> jinja2.BytecodeCache | None:
    """Compiled templates on disk, if `THEMES_BYTECODE_DIR` names a folder; only the app may write there."""
    root = getattr(settings, "THEMES_BYTECODE_DIR", None)
    if not root:
        return None
    folder = Path(root) / f"{theme.slug}-{theme.chain_hash}-{_engine_hash()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_older(Path(root), theme.slug)
    except OSError:
        logger.warning("Compiled templates cannot be kept in %s.", folder, exc_info=True)
        return None
    return ForgivingBytecodeCache(str(folder))


def _remove_older(root: Path, slug: str) -> None:
    """Keep what a theme's last few versions were compiled to; a deploy may still run the one before."""
    folders = sorted(root.glob(f"{slug}-*-*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in folders[KEPT_BYTECODE_VERSIONS:]:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def _engine_hash() -> str:
    digest = hashlib.sha256(jinja2.__version__.encode())
    for name in ENGINE_FILES:
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()[: discovery.HASH_DIGITS]

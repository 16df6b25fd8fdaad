"""The tree has the packages that the design names, themes are data, and tables point downward."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field

from cms.boot.places import ROOT

CONTEXTS = """
    core assets channels customers merchants catalog tax pricing orders inventory shipping
    payments documents promotions membership quotes cart checkout fulfillment aftersales
    settlement reviews search analytics recommendations notifications webhooks support
    exchange backoffice api storefront
"""
COMMERCE = set(CONTEXTS.split())
CMS = {
    *("articles", "blocks", "boot", "campaigns", "demo", "home", "looks", "navigation", "newsletter"),
    *("products", "settings"),
}
TOP = {"cms", "commerce", "themes", "plugins", "media", "tests"}
SAY_NOTHING = {"utils.py", "util.py", "helpers.py", "manager.py", "misc.py", "common.py"}
LONGEST_FILE = 500  # look for a seam at 300
EVERYWHERE = {"customers.User", "assets"}  # the user model and the asset models may be named by anyone


def packages(folder: Path) -> set[str]:
    return {path.parent.name for path in folder.glob("*/__init__.py")}


def theme_python(themes: Path) -> list[str]:
    """Python files in theme folders; the engine is the only package there."""
    files = themes.rglob("*.py")
    return sorted(
        str(path.relative_to(themes))
        for path in files
        if path.relative_to(themes).parts[0] not in ("engine", "__init__.py")
    )


def ranks() -> dict[str, int]:
    """The height of each context in the layers of the import contract; higher may point to lower."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contexts = next(c for c in configuration["tool"]["importlinter"]["contracts"] if c["name"] == "contexts")
    rows = reversed(contexts["layers"])
    return {name.strip(" ()"): height for height, row in enumerate(rows) for name in row.split("|")}


def context_of(module: str) -> str | None:
    """The layer that a model's module belongs to."""
    parts = module.split(".")
    if parts[0] in ("cms", "plugins"):
        return parts[0]
    if parts[0] in ("commerce", "themes") and len(parts) > 1:
        return ".".join(parts[:2])
    return None


def links(models) -> Iterator[tuple[str, str, str]]:
    """Foreign keys from one context to another: field, source context, target context."""
    for model in models:
        source = context_of(model.__module__)
        for field in model._meta.get_fields():
            if not isinstance(field, Field) or not field.remote_field or not source:
                continue
            target = field.related_model
            if isinstance(target, str) or target._meta.label in EVERYWHERE:
                continue
            place = context_of(target.__module__)
            if place and place != source and target._meta.app_label not in EVERYWHERE:
                yield f"{model._meta.label}.{field.name}", source, place


def upward(found, heights) -> list[str]:
    return [
        f"{name}: {source} -> {place}" for name, source, place in found if heights[place] >= heights[source]
    ]


def test_the_packages_are_those_of_the_design():
    assert packages(ROOT / "commerce") <= COMMERCE
    assert packages(ROOT / "cms") <= CMS
    assert packages(ROOT) <= TOP


def test_no_package_is_empty():
    empty = [
        str(folder.relative_to(ROOT))
        for top in ("cms", "commerce", "plugins")
        for folder in (path.parent for path in (ROOT / top).glob("*/__init__.py"))
        if not any(path.name != "__init__.py" for path in folder.rglob("*.py"))
    ]

    assert empty == []


def test_every_context_says_what_it_is():
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "commerce").glob("*/__init__.py")
        if not path.read_text().lstrip().startswith('"""')
    ]

    assert silent == []


def test_no_module_has_a_name_that_says_nothing():
    named = [path for top in ("cms", "commerce", "plugins", "themes") for path in (ROOT / top).rglob("*.py")]

    assert [str(path.relative_to(ROOT)) for path in named if path.name in SAY_NOTHING] == []


def test_themes_hold_no_python():
    assert theme_python(ROOT / "themes") == []


def test_python_in_a_theme_would_be_noticed(tmp_path):
    (tmp_path / "lunar" / "templates").mkdir(parents=True)
    (tmp_path / "lunar" / "templates" / "planted.py").touch()
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "loader.py").touch()

    assert theme_python(tmp_path) == ["lunar/templates/planted.py"]


def test_foreign_keys_point_downward():
    assert upward(links(apps.get_models(include_auto_created=True)), ranks()) == []


@pytest.mark.parametrize(
    ("source", "place", "is_noticed"),
    [
        ("commerce.catalog", "commerce.orders", True),
        ("commerce.shipping", "commerce.inventory", True),
        ("commerce.orders", "commerce.catalog", False),
        ("commerce.core", "cms", True),
        ("cms", "commerce.catalog", False),
    ],
)
def test_a_foreign_key_upward_would_be_noticed(source, place, is_noticed):
    assert bool(upward([("Planted.field", source, place)], ranks())) is is_noticed


def test_files_fit_in_the_head():
    long = {
        str(path.relative_to(ROOT)): lines
        for top in ("cms", "commerce", "plugins", "themes")
        for path in (ROOT / top).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }

    assert long == {}

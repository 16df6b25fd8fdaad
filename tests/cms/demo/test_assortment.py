"""The assortment is whole: both languages, prices, known terms, and pictures of every variant."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from cms.boot.places import ROOT
from cms.demo.assortment.catalog import PICTURES, read
from cms.demo.atelier.models import MODELS

WARES = read().wares
TERMS = read().terms
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_there_is_enough_to_browse():
    assert len(WARES) >= 150
    assert sum(ware.variant_count for ware in WARES) >= 600
    assert len({ware.category for ware in WARES}) >= 15
    assert {ware.world for ware in WARES} == set(TERMS["worlds"])


def test_handles_and_names_are_told_apart():
    for facts in (
        [ware.handle for ware in WARES],
        [ware.name["en"] for ware in WARES],
        [ware.name["zh-hans"] for ware in WARES],
    ):
        assert len(facts) == len(set(facts))


@pytest.mark.parametrize("ware", WARES, ids=lambda ware: ware.handle)
def test_a_product_says_everything_in_both_languages(ware):
    for text in (ware.name, ware.short, ware.long):
        assert CHINESE.search(text["zh-hans"]) and not CHINESE.search(text["en"])
    assert len(ware.long["en"]) > 60 and len(ware.long["zh-hans"]) >= 14
    assert all(price > 0 for price in ware.prices) and len(ware.prices) == 3
    # Yuan and yen differ by about twenty, yuan and euros by about seven: a slipped digit shows.
    yuan, euros, yen = ware.prices
    assert 4 < yuan / euros < 9 and 15 < yen / yuan < 32


@pytest.mark.parametrize("ware", WARES, ids=lambda ware: ware.handle)
def test_a_product_uses_known_terms(ware):
    assert TERMS["categories"][ware.category]["world"] == ware.world
    assert ware.brand in TERMS["brands"]
    assert len(ware.colors) >= 2
    for code, value in ware.attributes.items():
        choices = TERMS["attributes"][code].get("choices")
        assert choices is None or value in choices
    families = TERMS["attributes"]["color"]["choices"]
    assert all(color.family in families for color in ware.colors)
    shot = read().shots[ware.shot]
    assert shot.model in MODELS and len(shot.views) >= 2


@pytest.mark.parametrize("ware", WARES, ids=lambda ware: ware.handle)
def test_a_product_is_photographed_in_every_color_or_not_at_all(ware):
    wanted = {path for color in ware.colors for path in ware.pictures(color)} | {ware.overview}
    found = set(ware.overview.parent.glob("*.webp"))
    assert found <= wanted
    assert ware.is_pictured or not found
    assert not found or len(found) >= 3


def test_pictures_belong_to_products_and_are_small():
    folders = {path.name for path in PICTURES.iterdir()}
    assert folders <= {ware.handle for ware in WARES} | {"scenes"}
    for path in PICTURES.rglob("*.webp"):
        with Image.open(path) as picture:
            assert picture.width >= 720
        assert path.stat().st_size < 90_000, path


def test_every_world_can_show_something():
    assert {ware.world for ware in read().pictured} == set(TERMS["worlds"])


def test_the_repository_stays_small():
    """What `git clone` brings to a disk, without its history: under 30 MB, pictures under 18."""
    assert sum(path.stat().st_size for path in PICTURES.rglob("*.webp")) < 18_000_000
    places = ("cms", "commerce", "themes", "plugins", "tests")
    files = (path for place in places for path in (ROOT / place).rglob("*") if path.suffix != ".pyc")
    assert sum(path.stat().st_size for path in files if path.is_file()) < 30_000_000

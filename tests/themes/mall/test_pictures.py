"""Which files the mall shows of a picture."""

import pytest

from commerce.assets.services import make_renditions
from commerce.storefront.pictures import images
from tests.factories import make_image
from themes import engine

pytestmark = pytest.mark.django_db


def test_cards_are_cut_square_in_the_mall_and_upright_elsewhere() -> None:
    """From the same photograph, by one query each; other pictures serve both."""
    image_id = make_image(size=(60, 90), is_product_picture=True).pk
    make_renditions(image_id)
    shapes = {}
    for theme in ("base", "mall"):
        with engine.override(theme):
            shapes[theme] = {spec: images([image_id], spec)[image_id] for spec in ("card", "line")}
    square, upright = shapes["mall"]["card"], shapes["base"]["card"]
    assert square.width == square.height and square.sources
    assert upright.width * 5 == pytest.approx(upright.height * 4, abs=5)
    assert square.spec == upright.spec == "card", "what it is for, whoever made it"
    assert shapes["mall"]["line"].src == shapes["base"]["line"].src

"""Typed attributes, and what keeps a product from being published."""

from datetime import date
from decimal import Decimal

import pytest

from commerce.catalog import queries, services
from commerce.catalog.errors import InvalidProduct, UnknownProduct
from commerce.catalog.types import MediaDraft
from commerce.core.errors import InvalidInput
from tests.factories import make_context, make_image, make_product

pytestmark = pytest.mark.django_db

ANSWERS = {
    "material": {"en": "Linen", "zh-hans": "亚麻"},
    "weight": "180.50",
    "season": "summer",
    "care": ["cold", "iron"],
    "tint": "red",
    "organic": True,
    "made_on": date(2026, 3, 1),
}


@pytest.fixture
def attributes():
    declare = services.ensure_attribute
    declare(code="material", name={"en": "Material", "zh-hans": "材质"}, kind="text")
    declare(code="weight", name={"en": "Weight"}, kind="number", unit="g/m²")
    declare(code="season", name={"en": "Season"}, kind="choice", choices=[("summer", {"en": "Summer"}, "")])
    declare(
        code="care",
        name="Care",
        kind="multichoice",
        choices=[("cold", "Cold wash", ""), ("iron", "Iron", "")],
    )
    declare(code="tint", name="Tint", kind="color", choices=[("red", "Red", "#cc0000")])
    declare(code="organic", name={"en": "Organic"}, kind="boolean")
    declare(code="made_on", name={"en": "Made on"}, kind="date")


def shown(product, language="en") -> dict[str, str]:
    found = queries.get_detail(product.public_id, make_context(language=language)).attributes
    return {attribute.code: attribute.value for attribute in found}


def test_every_kind_is_kept_and_shown_in_the_readers_language(attributes):
    product = make_product(attributes=ANSWERS)

    assert shown(product) == {
        "material": "Linen",
        "weight": "180.5 g/m²",
        "season": "Summer",
        "care": "Cold wash, Iron",
        "tint": "Red",
        "organic": "Yes",
        "made_on": "March 1, 2026",
    }
    assert shown(product, "zh-hans")["material"] == "亚麻"


def test_the_same_answers_again_change_nothing(attributes):
    product = make_product(attributes=ANSWERS)
    again = ANSWERS | {"weight": Decimal("180.5"), "made_on": "2026-03-01", "season": "summer"}
    assert not services.update_product(product_id=product.pk, attributes=again)
    assert services.update_product(product_id=product.pk, attributes=again | {"organic": False})


def test_no_answer_is_no_row(attributes):
    product = make_product(attributes={"material": "", "weight": None, "care": []})
    assert shown(product) == {}


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("weight", "heavy"),
        ("weight", "1e400"),
        ("weight", "NaN"),
        ("season", "winter"),
        ("care", ["hot"]),
        ("organic", "perhaps"),
        ("made_on", "tomorrow"),
        ("color", "red"),
    ],
)
def test_answers_that_do_not_fit_are_refused(attributes, code, value):
    with pytest.raises(InvalidProduct) as refused:
        make_product(attributes={code: value})
    assert f"attributes.{code}" in refused.value.fields


def test_the_kind_of_an_attribute_stays(attributes):
    with pytest.raises(InvalidInput):
        services.ensure_attribute(code="weight", name="Weight", kind="text")
    with pytest.raises(InvalidInput):
        services.ensure_attribute(code="smell", name="Smell", kind="smell")
    with pytest.raises(InvalidInput):
        services.ensure_product_type(code="x", name="X", attributes=[("unheard-of", True)])


def codes(product_id: int) -> set[str]:
    """What the catalog itself has against it; stock and prices have their own say."""
    return {problem.code for problem in queries.publish_problems(product_id)} - {
        "no_stock_location",
        "no_price",
    }


def test_a_product_is_ready_when_it_has_a_name_a_variant_a_picture_and_what_its_type_asks_for(attributes):
    shirt = services.ensure_product_type(
        code="shirt", name="Shirt", attributes=[("material", True), ("weight", False)]
    )
    product_id = services.create_product(
        handle="shirt", translations={"en": {"summary": "no name"}}, product_type=shirt, status="archived"
    )
    assert codes(product_id) == {"archived", "no_name", "no_variant", "no_image", "missing_attribute"}

    ready = make_product(
        product_type=shirt,
        attributes={"material": "Linen"},
        media=[MediaDraft(make_image().pk)],
    )
    assert codes(ready.pk) == set()


def test_a_missing_attribute_is_named(attributes):
    shirt = services.ensure_product_type(code="shirt", name="Shirt", attributes=[("material", True)])
    product = make_product(product_type=shirt)
    (problem,) = [p for p in queries.publish_problems(product.pk) if p.code == "missing_attribute"]
    assert problem.fields == ("attributes.material",)
    assert "Material" in problem.message or "材质" in problem.message


def test_an_unknown_product_has_no_problems_to_tell():
    with pytest.raises(UnknownProduct):
        queries.publish_problems(10**9)

"""What one deletes while another begins to use it: one of the two is told so, and nothing dangles."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from commerce.catalog import services as catalog
from commerce.catalog.errors import BrandInUse, CategoryInUse, InvalidProduct
from commerce.catalog.models import Brand, Product, ProductCategory
from commerce.promotions import services as promotions
from commerce.promotions.errors import InvalidPromotion
from tests.factories import make_brand, make_category, make_product

from .rivals import at_once, rival_before

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, USERS = 6, 3


def create(number: int, **fields: Any) -> int:
    handle = f"product-{fields}-{number}"
    return catalog.create_product(handle=handle, translations={"en": {"name": "Shirt"}}, **fields)


def promote(category_id: int) -> int:
    return promotions.create_promotion(
        name={"en": "Sale"}, category_id=category_id, percent_ppm=100_000, starts_at=timezone.now()
    )


def together(users: list[Callable[[], Any]], delete: Callable[[], Any], refusals: tuple[type, ...]) -> None:
    """Either everybody could use it and it stays, or it is gone and those too late were told."""
    *used, deleted = at_once([*users, delete])
    for outcome in (*used, deleted):
        assert outcome is None or isinstance(outcome, (int, *refusals)), repr(outcome)
    has_users = any(isinstance(outcome, int) for outcome in used)
    assert has_users == (deleted is not None)


def test_a_brand_deleted_while_products_take_it():
    for number in range(ROUNDS):
        brand = make_brand(f"Brand {number}")
        users = [partial(create, user, brand=brand.pk) for user in range(USERS)]
        together(users, partial(catalog.delete_brand, brand_id=brand.pk), (InvalidProduct, BrandInUse))
    assert not Product.objects.filter(brand=None).exists()


def test_a_category_deleted_while_products_and_promotions_take_it():
    for number in range(ROUNDS):
        category = make_category(f"Category {number}")
        users: list[Callable[[], Any]] = [partial(create, 0, categories=[category.pk])]
        users.append(partial(promote, category.pk))
        refusals = (InvalidProduct, InvalidPromotion, CategoryInUse)
        together(users, partial(catalog.delete_category, category_id=category.pk), refusals)
    assert ProductCategory.objects.count() == Product.objects.count()


def test_a_brand_that_is_gone_is_refused_where_it_was_chosen():
    product = make_product(brand=make_brand("Kept").pk)
    for act in (
        partial(create, 1, brand=999),
        partial(catalog.update_product, product_id=product.pk, brand=999),
    ):
        with pytest.raises(InvalidProduct) as refusal:
            act()
        assert refusal.value.fields.keys() == {"brand"}


def test_a_category_that_is_gone_is_refused_where_it_was_chosen():
    with pytest.raises(InvalidPromotion) as refusal:
        promote(999)
    assert refusal.value.fields.keys() == {"category_id"}


@pytest.mark.postgres
def test_without_the_hold_the_database_says_so_at_the_very_end(monkeypatch: pytest.MonkeyPatch):
    brand = make_brand("Lin")
    monkeypatch.setattr("commerce.catalog.services.products.hold", lambda model, ids: set(ids))
    delete = partial(catalog.delete_brand, brand_id=brand.pk)
    target = "commerce.catalog.services.products._write_translations"
    with rival_before(target, delete), pytest.raises(IntegrityError):
        create(1, brand=brand.pk)
    assert not Brand.objects.exists()

"""A picture deleted while a product takes it: one of the two is told so, and no product points at nothing."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from commerce.assets.errors import ImageInUse
from commerce.assets.models import ShopImage
from commerce.catalog import services as catalog
from commerce.catalog.errors import InvalidProduct
from commerce.catalog.models import ProductMedia
from commerce.catalog.types import MediaDraft
from commerce.core.errors import InvalidInput
from tests.factories import make_brand, make_category, make_image, make_product

from .rivals import at_once, rival_before

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def take(product_id: int, image_id: int) -> Any:
    return catalog.set_media(product_id=product_id, media=[MediaDraft(image_id=image_id)])


def test_a_picture_deleted_while_a_product_takes_it():
    for number in range(ROUNDS):
        product, image = make_product(), make_image(color=(number, 0, 0))
        delete = partial(ShopImage.objects.filter(pk=image.pk).delete)
        taken, deleted = at_once([partial(take, product.pk, image.pk), delete])
        if isinstance(deleted, ImageInUse):
            assert taken is True
            assert ProductMedia.objects.get(product=product).image_id == image.pk
        else:
            assert isinstance(taken, InvalidProduct), repr(taken)
            assert taken.fields.keys() == {"media.0.image"}
            assert not ShopImage.objects.filter(pk=image.pk).exists()


def test_a_picture_that_a_product_shows_stays_by_every_way_of_deleting():
    product, image, other = make_product(), make_image(), make_image(color=(9, 9, 9))
    take(product.pk, image.pk)
    for delete in (image.delete, ShopImage.objects.filter(pk__in=[image.pk, other.pk]).delete):
        with pytest.raises(ImageInUse):
            delete()
    assert ShopImage.objects.count() == 2, "all of them or none"
    other.delete()
    assert ShopImage.objects.get() == image


def test_a_picture_that_is_gone_is_refused_where_it_was_chosen():
    product, category, brand = make_product(), make_category(), make_brand()
    with pytest.raises(InvalidProduct):
        take(product.pk, 999)
    with pytest.raises(InvalidInput) as refusal:
        catalog.update_category(category_id=category.pk, image_id=999)
    assert refusal.value.fields.keys() == {"image"}
    with pytest.raises(InvalidInput) as refusal:
        catalog.update_brand(brand_id=brand.pk, logo_id=999)
    assert refusal.value.fields.keys() == {"logo"}


@pytest.mark.postgres
def test_without_the_hold_the_database_says_so_at_the_very_end(monkeypatch: pytest.MonkeyPatch):
    product, image = make_product(), make_image()
    monkeypatch.setattr("commerce.catalog.services.media.hold_images", lambda ids: set(ids))
    delete = partial(ShopImage.objects.filter(pk=image.pk).delete)
    with rival_before("commerce.catalog.services.media._row", delete), pytest.raises(IntegrityError):
        take(product.pk, image.pk)

"""Prices written at once end one another; none is lost and no two stand at the same instant."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest

from commerce.assets import services as assets
from commerce.assets.models import ShopImage
from commerce.pricing import queries, services
from commerce.pricing.models import Price
from tests.factories import make_channel, make_variant, picture_bytes

from .rivals import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def test_many_who_set_one_price_leave_one_standing_and_a_history_without_gaps():
    variant, channel = make_variant(price=None), make_channel()
    retail = queries.default_price_list(channel.id, channel.currency)
    set_price = partial(services.set_price, variant_id=variant.pk, price_list_id=retail)

    results = at_once([partial(set_price, amount=1000 + number) for number in range(8)])

    assert kinds(results) == {"bool": 8}
    rows = list(Price.objects.order_by("valid_from"))
    assert [row.valid_until for row in rows].count(None) == 1
    assert all(before.valid_until == after.valid_from for before, after in pairwise(rows))


def test_one_file_imported_by_many_is_one_picture():
    content = picture_bytes(size=(8, 8))
    results = at_once([partial(assets.import_image, content, f"Import {number}") for number in range(6)])

    assert kinds(results) == {"int": 6}
    assert len(set(results)) == 1
    assert ShopImage.objects.count() == 1

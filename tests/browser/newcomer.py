"""A product that has just arrived, for editors to write about.

`python -m tests.browser.newcomer`: nobody has priced or photographed it yet; prints its id and its public id.
`… newcomer <id>`: now it has a picture, a price and pieces on the shelf.
`… newcomer publish <days>`: the sweep of scheduled pages, as it will run in so many days.
"""

import sys
import uuid
from datetime import timedelta

import django

django.setup()

import time_machine  # noqa: E402 - needs the apps
from django.utils import timezone  # noqa: E402

from cms.home import schedule  # noqa: E402
from commerce.catalog import services as catalog  # noqa: E402
from commerce.catalog.models import Category, Product  # noqa: E402
from commerce.catalog.types import MediaDraft  # noqa: E402
from commerce.channels.queries import default_channel  # noqa: E402
from commerce.inventory import services as inventory  # noqa: E402
from commerce.inventory.queries import default_location_id  # noqa: E402
from tests.factories import make_image, make_price, make_product  # noqa: E402

NAMES = {"zh-hans": {"name": "上元灯笼"}, "en": {"name": "First lantern"}}


def arrive() -> None:
    lamps = Category.objects.get(slug="home")
    handle = f"lantern-{uuid.uuid4().hex[:8]}"
    made = make_product(
        channel=default_channel(), handle=handle, price=None, translations=NAMES, categories=[lamps]
    )
    print(made.pk, made.public_id)


def finish(product_id: int) -> None:
    product = Product.objects.get(pk=product_id)
    variant = product.variants.get()
    photo = make_image("Lantern", size=(900, 1100), color=(190, 40 + product_id % 100, 40))
    alt = {language: names["name"] for language, names in NAMES.items()}
    catalog.set_media(product_id=product_id, media=[MediaDraft(image_id=photo.pk, alt=alt)])
    make_price(variant, 18_800, channel=default_channel())
    place, key = default_location_id(), f"arrived:{product_id}"
    assert place is not None
    inventory.receive(variant_id=variant.pk, location_id=place, quantity=20, key=key)


match sys.argv[1:]:
    case []:
        arrive()
    case ["publish", days]:
        with time_machine.travel(timezone.now() + timedelta(days=int(days))):
            print(schedule.publish_due())
    case [product_id]:
        finish(int(product_id))

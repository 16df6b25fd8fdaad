"""The same number of products for the peer: 200 categories, one picture and one stock record each."""

import os
import random
import sys
from decimal import Decimal

import django
from django.core.management import call_command
from PIL import Image

WORDS = [
    "linen",
    "cotton",
    "wool",
    "silk",
    "canvas",
    "leather",
    "ceramic",
    "bamboo",
    "walnut",
    "copper",
    "running",
    "shirt",
    "shoes",
    "teapot",
    "lamp",
]


def main(count: int) -> None:
    django.setup()
    from oscar.core.loading import get_model

    dice = random.Random(1)
    call_command("migrate", verbosity=0)
    Category, Product, ProductClass = (
        get_model("catalogue", name) for name in ("Category", "Product", "ProductClass")
    )
    ProductCategory, ProductImage = (
        get_model("catalogue", "ProductCategory"),
        get_model("catalogue", "ProductImage"),
    )
    Partner, StockRecord = get_model("partner", "Partner"), get_model("partner", "StockRecord")
    get_model("address", "Country").objects.create(
        iso_3166_1_a2="GB", iso_3166_1_a3="GBR", iso_3166_1_numeric="826",
        printable_name="United Kingdom", name="United Kingdom", is_shipping_country=True,
    )  # fmt: skip
    kind = ProductClass.objects.create(name="Goods", requires_shipping=True, track_stock=True)
    partner = Partner.objects.create(name="Qilou")
    leaves = []
    for top in range(20):
        root = Category.add_root(name=f"Department {top}")
        leaves += [root.add_child(name=f"Shelf {top} {below}").pk for below in range(9)]
    products = Product.objects.bulk_create(
        [
            Product(
                structure="standalone", product_class=kind, upc=f"{n:08}", slug=f"product-{n}", is_public=True,
                title=f"{' '.join(dice.sample(WORDS, 4))} {n}",
                description=f"<p>{' '.join(dice.choice(WORDS) for _ in range(60))}</p>",
            )
            for n in range(count)
        ],
        batch_size=1000,
    )  # fmt: skip
    ProductCategory.objects.bulk_create(
        [ProductCategory(product=product, category_id=dice.choice(leaves)) for product in products],
        batch_size=1000,
    )
    StockRecord.objects.bulk_create(
        [
            StockRecord(
                product=product, partner=partner, partner_sku=product.upc, price_currency="GBP",
                price=Decimal(dice.randrange(2000, 90000)) / 100, num_in_stock=100000,
            )
            for product in products
        ],
        batch_size=1000,
    )  # fmt: skip
    folder = os.path.join(os.environ["MEDIA_ROOT"], "images")
    os.makedirs(folder, exist_ok=True)
    for number in range(20):
        Image.new("RGB", (600, 750), (180, 10 * number, 60)).save(os.path.join(folder, f"{number}.jpg"))
    ProductImage.objects.bulk_create(
        [
            ProductImage(product=product, original=f"images/{n % 20}.jpg", display_order=0)
            for n, product in enumerate(products)
        ],
        batch_size=1000,
    )
    call_command("rebuild_index", interactive=False, verbosity=0)


if __name__ == "__main__":
    main(int(sys.argv[1]))

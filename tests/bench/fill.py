"""Deterministic products in bulk: `python -m tests.bench.fill --products N --seed S`.

What shoppers see of it is real: translations, options, prices, stock with its ledger, facets, pictures
with renditions (rows without files), a promotion, ways to ship and to pay. `manage.py seed --profile
test` builds by services what tests need in variety; this builds quantity.
"""

from __future__ import annotations

import argparse
import random
from datetime import timedelta
from typing import Any

import django

WORDS_EN = [
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
    "walking",
    "travel",
    "garden",
    "kitchen",
    "summer",
    "winter",
    "light",
    "soft",
    "quiet",
    "classic",
    "modern",
    "folding",
    "woven",
    "shirt",
    "shoes",
    "jacket",
    "teapot",
    "lamp",
    "bag",
    "bowl",
    "chair",
    "blanket",
    "notebook",
    "umbrella",
    "scarf",
    "kettle",
    "basket",
    "mirror",
    "cushion",
]
WORDS_ZH = [
    "亚麻",
    "纯棉",
    "羊毛",
    "真丝",
    "帆布",
    "牛皮",
    "陶瓷",
    "竹制",
    "胡桃木",
    "黄铜",
    "跑步",
    "徒步",
    "旅行",
    "花园",
    "厨房",
    "夏季",
    "冬季",
    "轻便",
    "柔软",
    "静音",
    "经典",
    "现代",
    "折叠",
    "编织",
    "衬衫",
    "鞋",
    "夹克",
    "茶壶",
    "台灯",
    "手袋",
    "碗",
    "椅子",
    "毯子",
    "笔记本",
    "雨伞",
    "围巾",
    "水壶",
    "篮子",
    "镜子",
    "靠垫",
]
SIZES = ("S", "M")
COLORS = (
    ("red", "Red", "红色", "#b3261e"),
    ("navy", "Navy", "藏青", "#1b2a49"),
    ("sand", "Sand", "沙色", "#d8c3a5"),
)
BATCH = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    django.setup()
    Filling(options.products, options.seed).run()


class Filling:
    """One shop with `size` products of four variants; 200 categories, for a few products 20."""

    def __init__(self, size: int, seed: int) -> None:
        self.size, self.dice = size, random.Random(seed)

    def run(self) -> None:
        from django.db import connection

        from commerce.search.services import reindex

        self.shop()
        self.frame()
        self.products()
        self.variants()
        self.prices_and_stock()
        reindex()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")

    def shop(self) -> None:
        """The market: channel, price list, tax, delivery, payment."""
        from commerce.channels import services as channels
        from commerce.inventory import services as inventory
        from commerce.pricing import services as pricing
        from commerce.shipping import services as shipping
        from commerce.tax import services as tax

        self.channel = channels.create_channel(
            code="cn", currency="CNY", countries=["CN", "US"], is_default=True
        )
        self.price_list = pricing.ensure_price_list(channel_id=self.channel.id, currency="CNY", code="retail")
        category = tax.ensure_category(code="standard", name={"en": "Standard"})
        zone = tax.ensure_zone(code="cn", name={"en": "China"}, countries=["CN"])
        tax.set_rate(zone_id=zone, category_id=category, rate_ppm=130_000)
        inventory.create_location(
            code="main", name={"en": "Main", "zh-hans": "主仓"}, priority=0, channel_ids=[]
        )
        zone = shipping.create_zone(
            code="cn", name={"en": "China"}, channel_id=self.channel.id, countries=["CN"]
        )
        for code, fee in (("standard", 1_000), ("express", 2_500)):
            name = {"en": code.title(), "zh-hans": code}
            shipping.create_method(zone_id=zone, code=code, name=name, rates=[(0, None, fee)])
        bank = {"account_name": "Qilou", "bank_name": "Bank", "account_number": "1", "bic": ""}
        for plugin, settings in (("bank_transfer", bank), ("test_pay", {})):
            channels.set_plugin(channel="cn", plugin=plugin, enabled=True, settings=settings)

    def frame(self) -> None:
        """Categories, brands, attributes, pictures and one promotion."""
        from django.utils import timezone

        from commerce.catalog import services as catalog
        from commerce.catalog.models import Attribute, AttributeChoice, Brand, ProductType
        from commerce.promotions import services as promotions

        self.leaves = []
        for top in range(20 if self.size >= 1000 else 2):
            name = {"en": f"Department {top}", "zh-hans": f"部门 {top}"}
            root = catalog.create_category(name=name, slug=f"department-{top}")
            for below in range(9):
                name = {"en": f"Shelf {top}-{below}", "zh-hans": f"货架 {top}-{below}"}
                leaf = catalog.create_category(name=name, slug=f"shelf-{top}-{below}", parent_id=root.id)
                self.leaves.append(leaf.id)
        promotions.create_promotion(
            name={"en": "20 % off", "zh-hans": "八折"},
            category_id=self.leaves[3],
            percent_ppm=200_000,
            starts_at=timezone.now() - timedelta(days=1),
        )
        brands = [
            Brand(slug=f"brand-{n}", name={"en": f"Brand {n}", "zh-hans": f"品牌 {n}"}) for n in range(50)
        ]
        self.brands = [brand.pk for brand in Brand.objects.bulk_create(brands)]
        self.type = ProductType.objects.create(code="goods", name={"en": "Goods", "zh-hans": "商品"})
        self.choices = []
        for position, (code, kind, count) in enumerate((("material", "choice", 12), ("color", "color", 10), ("season", "choice", 4))):  # fmt: skip
            attribute = Attribute.objects.create(
                code=code, name={"en": code.title(), "zh-hans": code}, kind=kind, is_filterable=True, position=position
            )  # fmt: skip
            made = AttributeChoice.objects.bulk_create(
                AttributeChoice(
                    attribute=attribute,
                    code=f"{code}-{n}",
                    label={"en": f"{code.title()} {n}", "zh-hans": f"{code} {n}"},
                    color="#808080" if kind == "color" else "",
                    position=n,
                )
                for n in range(count)
            )
            self.choices.append((attribute.pk, [choice.pk for choice in made]))
        self.pictures()

    def pictures(self) -> None:
        """A picture per five products, with every declared rendition as a row."""
        from wagtail.images.models import Filter

        from commerce.assets import specs
        from commerce.assets.made import summary
        from commerce.assets.models import Rendition, ShopImage

        count = max(1, self.size // 5)
        images = ShopImage.objects.bulk_create(
            [
                ShopImage(
                    title=f"Picture {n}", file=f"original/{n}.jpg", width=1200, height=1500,
                    is_product_picture=True, source_hash=f"{n:064x}",
                )
                for n in range(count)
            ],
            batch_size=BATCH,
        )  # fmt: skip
        self.images = [image.pk for image in images]
        declared = [
            (width, form, spec.filter_spec(width, form), spec.ratio or (4, 5))
            for spec in specs.wanted(is_product_picture=True)
            for form in spec.formats
            for width in spec.widths
        ]
        unique = {text: (width, form, text, ratio) for width, form, text, ratio in declared}
        # Wagtail names a cropped rendition by its focal point, too; without one, by a word of its own.
        keys = {text: Filter(text).get_cache_key(images[0]) for text in unique}
        renditions = [
            Rendition(
                image=image,
                filter_spec=text,
                focal_point_key=keys[text],
                file=f"images/{image.pk}.{text.replace('|', '.')}.{'jpg' if form == 'jpeg' else form}",
                width=width,
                height=width * ratio[1] // ratio[0],
            )
            for image in images
            for width, form, text, ratio in unique.values()
        ]
        Rendition.objects.bulk_create(renditions, batch_size=BATCH)
        wanted = specs.wanted(is_product_picture=True)
        for place, image in enumerate(images):
            own = renditions[place * len(unique) : (place + 1) * len(unique)]
            image.made, image.made_for = summary(image, wanted, own), specs.fingerprint(wanted)
        ShopImage.objects.bulk_update(images, ["made", "made_for"], batch_size=BATCH)

    def products(self) -> None:
        from commerce.catalog.models import (
            Product,
            ProductAttribute,
            ProductCategory,
            ProductListing,
            ProductMedia,
            ProductTranslation,
        )

        dice = self.dice
        made = Product.objects.bulk_create(
            [
                Product(
                    handle=f"product-{n}", product_type=self.type, brand_id=dice.choice(self.brands),
                    status="active", tags=["bench"],
                )
                for n in range(self.size)
            ],
            batch_size=BATCH,
        )  # fmt: skip
        self.ids = [product.pk for product in made]
        texts, placements, listings, media, answers = [], [], [], [], []
        for n, pk in enumerate(self.ids):
            picked = dice.sample(range(len(WORDS_EN)), 4)
            for language, words, glue in (("en", WORDS_EN, " "), ("zh-hans", WORDS_ZH, "")):
                name = glue.join(words[i] for i in picked)
                texts.append(
                    ProductTranslation(
                        product_id=pk, language=language, name=f"{name} {n}", slug=f"p-{n}",
                        summary=f"{name} {glue.join(words[(i + 7) % len(words)] for i in picked)}",
                        description=f"<p>{glue.join(dice.choice(words) for _ in range(60))}</p>",
                    )
                )  # fmt: skip
            placements.append(
                ProductCategory(product_id=pk, category_id=dice.choice(self.leaves), is_primary=True)
            )
            listings.append(ProductListing(product_id=pk, channel_id=self.channel.id))
            for position in range(3):
                image = self.images[(n + position) % len(self.images)]
                media.append(
                    ProductMedia(product_id=pk, image_id=image, position=position, alt={"en": f"Picture {n}"})
                )
            for attribute, choices in self.choices:
                answers.append(
                    ProductAttribute(product_id=pk, attribute_id=attribute, choice_id=dice.choice(choices))
                )
        for model, rows in (
            (ProductTranslation, texts), (ProductCategory, placements), (ProductListing, listings),
            (ProductMedia, media), (ProductAttribute, answers),
        ):  # fmt: skip
            bulk(model, rows)

    def variants(self) -> None:
        """Two sizes times two colors each."""
        from commerce.catalog.models import Option, OptionValue, Variant, VariantOptionValue

        options = bulk(
            Option,
            [
                Option(
                    product_id=pk, code=code, name={"en": code.title(), "zh-hans": code}, position=position
                )
                for pk in self.ids
                for position, code in enumerate(("size", "color"))
            ],
        )
        values: list[Any] = []
        for option in options:
            if option.code == "size":
                labels = [(size.lower(), size, size, "") for size in SIZES]
            else:
                labels = [*self.dice.sample(COLORS, 2)]
            values += [
                OptionValue(option=option, code=code, label={"en": en, "zh-hans": zh}, color=color, position=position)
                for position, (code, en, zh, color) in enumerate(labels)
            ]  # fmt: skip
        bulk(OptionValue, values)
        variants, links = [], []
        for number, pk in enumerate(self.ids):
            sizes, colors = values[number * 4 : number * 4 + 2], values[number * 4 + 2 : number * 4 + 4]
            for size in sizes:
                for color in colors:
                    position = len(variants) % 4
                    variant = Variant(
                        product_id=pk, sku=f"SKU-{number}-{size.code}-{color.code}".upper(), position=position,
                        signature=f"size={size.code}|color={color.code}", weight_grams=500,
                    )  # fmt: skip
                    variants.append(variant)
                    links.append((variant, size))
                    links.append((variant, color))
        self.variant_ids = [variant.pk for variant in bulk(Variant, variants)]
        bulk(
            VariantOptionValue, [VariantOptionValue(variant=variant, value=value) for variant, value in links]
        )

    def prices_and_stock(self) -> None:
        from django.utils import timezone

        from commerce.inventory.models import Location, StockItem, StockMovement
        from commerce.pricing.models import Price

        now, dice = timezone.now(), self.dice
        prices = []
        for number, pk in enumerate(self.variant_ids):
            if number % 4 == 0:
                amount = dice.randrange(2_000, 90_000)
            prices.append(
                Price(
                    price_list_id=self.price_list, variant_id=pk, amount=amount + 100 * (number % 4),
                    compare_at_amount=amount * 5 // 4 if number % 20 < 4 else None,
                    valid_from=now - timedelta(days=30),
                )
            )  # fmt: skip
        bulk(Price, prices)
        place = Location.objects.get(code="main")
        stock = [StockItem(variant_id=pk, location=place, on_hand=100_000) for pk in self.variant_ids]
        ledger = [
            StockMovement(
                stock_item=item, kind="receipt", quantity=item.on_hand, key=f"fill-{item.pk}", at=now
            )
            for item in bulk(StockItem, stock)
        ]
        bulk(StockMovement, ledger)


def bulk(model: Any, rows: list[Any]) -> list[Any]:
    return list(model.objects.bulk_create(rows, batch_size=BATCH))


if __name__ == "__main__":
    main()

"""One small builder per noun, for every test. Builders call services, so what they build is real.

They answer model rows (channels: the value that reads carry). Give what the test is about, leave the rest.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from commerce.catalog import services as catalog
from commerce.catalog.models import Brand, Category, Product, Variant
from commerce.catalog.types import VariantDraft
from commerce.channels import queries as channel_queries
from commerce.channels import services as channels
from commerce.channels.errors import UnknownChannel
from commerce.core.context import ANONYMOUS, ChannelRef, CommerceContext, CustomerRef
from commerce.customers.models import Customer, User
from commerce.pricing import queries as pricing_queries
from commerce.pricing import services as pricing
from commerce.pricing.models import Price, PriceList
from commerce.promotions import services as promotions
from commerce.promotions.models import Promotion
from commerce.tax import services as tax
from commerce.tax.models import TaxRate

_number = itertools.count(1)


def make_channel(code: str = "cn", *, currency: str = "CNY", **fields: Any) -> ChannelRef:
    """The channel `code`, made if it is not there yet, with its default price list."""
    try:
        return channel_queries.get_channel(code)
    except UnknownChannel:
        channel = channels.create_channel(code=code, currency=currency, **fields)
        pricing.ensure_price_list(channel_id=channel.id, currency=channel.currency, code=f"{code}-retail")
        return channel


def make_context(
    channel: ChannelRef | None = None,
    *,
    language: str = "en",
    now: datetime | None = None,
    customer: CustomerRef = ANONYMOUS,
    stock: Mapping[int, int] | None = None,
) -> CommerceContext:
    """Somebody looking at the shop: in English, anonymous and now, unless said otherwise."""
    channel = channel or make_channel()
    return CommerceContext(
        now=now or timezone.now(),
        channel=channel,
        language=language,
        currency=channel.currency,
        customer=customer,
        stock=stock,
    )


def make_category(name: str = "Shoes", *, parent: Category | None = None, slug: str = "") -> Category:
    category = catalog.create_category(
        name={"en": name, "zh-hans": name},
        slug=slug or f"category-{next(_number)}",
        parent_id=parent.pk if parent else None,
    )
    return Category.objects.get(pk=category.id)


def make_brand(name: str = "Fang") -> Brand:
    return Brand.objects.get(pk=catalog.create_brand(name={"en": name}, slug=f"brand-{next(_number)}"))


def make_product(
    name: str = "Linen shirt",
    *,
    channel: ChannelRef | None = None,
    price: int | None = 10_000,
    compare_at: int | None = None,
    options: Mapping[str, Sequence[str]] | None = None,
    categories: Iterable[Category] = (),
    translations: Mapping[str, Mapping[str, str]] | None = None,
    weight_grams: int = 500,
    status: str = "active",
    **fields: Any,
) -> Product:
    """A product listed in `channel`, each variant at `price` (None: none). `options` span its variants.

    >>> make_product(options={"size": ["S", "M"], "color": ["Red"]})  # doctest: +SKIP
    """
    channel = channel or make_channel()
    handle = fields.pop("handle", f"product-{next(_number)}")
    options = options or {}
    product_id = catalog.create_product(
        handle=handle,
        translations=translations or {"en": {"name": name}, "zh-hans": {"name": name}},
        categories=[category.pk for category in categories],
        options=[
            (code, code.title(), [(v.lower(), v, "") for v in values]) for code, values in options.items()
        ],
        variants=[
            VariantDraft(
                sku=f"{handle}-{'-'.join(combination) or '1'}".upper(),
                values={code: value.lower() for code, value in zip(options, combination, strict=True)},
                weight_grams=weight_grams,
            )
            for combination in itertools.product(*options.values())
        ],
        channels=[channel.id],
        status=status,
        **fields,
    )
    product = Product.objects.get(pk=product_id)
    if price is not None:
        for variant in product.variants.all():
            make_price(variant, price, channel=channel, compare_at_amount=compare_at)
    return product


def make_variant(price: int | None = 10_000, **product_fields: Any) -> Variant:
    """The only variant of a new product."""
    return make_product(price=price, **product_fields).variants.get()


def make_price_list(channel: ChannelRef | None = None, *, code: str = "", **fields: Any) -> PriceList:
    channel = channel or make_channel()
    price_list_id = pricing.create_price_list(
        code=code or f"list-{next(_number)}", channel_id=channel.id, currency=channel.currency, **fields
    )
    return PriceList.objects.get(pk=price_list_id)


def make_price(
    variant: Variant,
    amount: int,
    *,
    channel: ChannelRef | None = None,
    price_list: PriceList | None = None,
    **fields: Any,
) -> Price:
    """A price of `amount` minor units, valid for an hour already, in the channel's own list unless given."""
    channel = channel or make_channel()
    list_id = (
        price_list.pk if price_list else pricing_queries.default_price_list(channel.id, channel.currency)
    )
    fields.setdefault("valid_from", timezone.now() - timedelta(hours=1))
    pricing.set_price(variant_id=variant.pk, price_list_id=list_id, amount=amount, **fields)
    return Price.objects.filter(variant=variant, price_list_id=list_id, amount=amount).latest("id")


def make_promotion(category: Category, *, percent: int = 20, **fields: Any) -> Promotion:
    """`percent` off everything in `category` and below, running for an hour already."""
    promotion_id = promotions.create_promotion(
        name=fields.pop("name", {"en": f"{percent} % off", "zh-hans": f"{percent}% 优惠"}),
        category_id=category.pk,
        percent_ppm=percent * 10_000,
        starts_at=fields.pop("starts_at", timezone.now() - timedelta(hours=1)),
        **fields,
    )
    return Promotion.objects.get(pk=promotion_id)


def make_tax_rate(percent: int = 13, *, country: str = "CN", category: str = "standard") -> TaxRate:
    """`percent` on goods of `category` (the first one is the default) sent to `country`."""
    category_id = tax.ensure_category(code=category, name={"en": category})
    zone_id = tax.ensure_zone(code=country.lower(), name={"en": country}, countries=[country])
    rate_id = tax.set_rate(zone_id=zone_id, category_id=category_id, rate_ppm=percent * 10_000)
    return TaxRate.objects.get(pk=rate_id)


def make_user(email: str = "", **fields: Any) -> User:
    return User.objects.create_user(
        email or f"user-{next(_number)}@example.com", "a long passphrase", **fields
    )


def make_customer(email: str = "", *, name: str = "Lin Mei", **fields: Any) -> Customer:
    """A registered shopper; logs in with "a long passphrase"."""
    return Customer.objects.create(user=make_user(email, name=name), **fields)

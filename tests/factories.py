"""One small builder per noun, for every test. Builders call services, so what they build is real.

They answer model rows (channels: the value that reads carry). Give what the test is about, leave the rest.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from PIL import Image

from commerce.assets import services as assets
from commerce.assets.models import ShopImage
from commerce.cart import services as carts
from commerce.cart.types import CartHandle
from commerce.catalog import services as catalog
from commerce.catalog.models import Brand, Category, Product, Variant
from commerce.catalog.types import VariantDraft
from commerce.channels import queries as channel_queries
from commerce.channels import services as channels
from commerce.channels.errors import UnknownChannel
from commerce.checkout import services as checkout
from commerce.checkout.queries import view
from commerce.checkout.types import CheckoutInput, OrderPlacedResult
from commerce.core.context import ANONYMOUS, ChannelRef, CommerceContext, CustomerRef
from commerce.customers.models import Customer, User
from commerce.customers.types import AddressFields
from commerce.inventory import services as inventory
from commerce.inventory.models import Location, StockItem
from commerce.orders import queries as orders
from commerce.orders.types import OrderFacts
from commerce.pricing import queries as pricing_queries
from commerce.pricing import services as pricing
from commerce.pricing.models import Price, PriceList
from commerce.promotions import services as promotions
from commerce.promotions.models import Promotion
from commerce.shipping import services as shipping
from commerce.shipping.models import ShippingMethod
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


def make_location(code: str = "main", *, priority: int = 0, channel: ChannelRef | None = None) -> Location:
    """The location `code`, made if it is not there yet; it serves `channel`, or all."""
    found = Location.objects.filter(code=code).first()
    if found is None:
        channel_ids = [channel.id] if channel else []
        inventory.create_location(code=code, name={"en": code}, priority=priority, channel_ids=channel_ids)
        found = Location.objects.get(code=code)
    return found


def make_stock(variant: Variant, quantity: int = 10, *, location: Location | None = None) -> StockItem:
    """`quantity` more units of `variant` on hand."""
    place = location or make_location()
    if quantity:
        inventory.receive(
            variant_id=variant.pk, location_id=place.pk, quantity=quantity, key=f"receipt-{next(_number)}"
        )
    return StockItem.objects.get_or_create(variant=variant, location=place)[0]


def make_shipping_method(
    code: str = "standard",
    *,
    fee: int = 1_000,
    free_over: int | None = None,
    channel: ChannelRef | None = None,
    countries: Iterable[str] = ("CN",),
) -> ShippingMethod:
    """A method that costs `fee` whatever the weight, made if it is not there yet."""
    found = ShippingMethod.objects.filter(code=code).first()
    if found is None:
        channel = channel or make_channel()
        zone_id = shipping.create_zone(
            code=f"zone-{code}", name={"en": code}, channel_id=channel.id, countries=list(countries)
        )
        shipping.create_method(
            zone_id=zone_id,
            code=code,
            name={"en": code.title(), "zh-hans": code},
            rates=[(0, None, fee)],
            free_over_amount=free_over,
        )
        found = ShippingMethod.objects.get(code=code)
    return found


def make_payment_method(code: str = "bank_transfer", *, channel: ChannelRef | None = None) -> str:
    """A way to pay, switched on in the channel; its code."""
    settings = {"account_name": "Qilou", "bank_name": "Bank", "account_number": "1", "bic": ""}
    channels.set_plugin(
        channel=(channel or make_channel()).code,
        plugin=code,
        enabled=True,
        settings=settings if code == "bank_transfer" else {},
    )
    return code


def make_cart(wanted: Mapping[Variant, int], ctx: CommerceContext | None = None) -> CartHandle:
    """An open cart of the context's shopper with these quantities in it; anonymous ones carry a token."""
    ctx = ctx or make_context()
    cart = carts.open_cart(customer_id=ctx.customer.id, ctx=ctx)
    for variant, quantity in wanted.items():
        carts.add_line(cart_id=cart.id, variant_public_id=variant.public_id, quantity=quantity, ctx=ctx)
    return cart


def make_address(**changes: str) -> AddressFields:
    """An address in Hangzhou that can be delivered to."""
    fields = {
        "name": "Lin Mei", "phone": "+8613800138000", "country": "CN", "region": "浙江省", "city": "杭州市",
        "district": "西湖区", "street": "文三路 1 号", "postal_code": "310012",
    }  # fmt: skip
    return AddressFields(**{**fields, **changes})


def make_checkout_input(**changes: Any) -> CheckoutInput:
    """A shopper's decisions that can be ordered with, given a `standard` delivery and bank transfer."""
    fields: dict[str, Any] = {
        "email": "lin@example.com",
        "address": make_address(),
        "shipping_method": "standard",
        "payment_method": "bank_transfer",
        "terms_accepted": True,
    }
    return CheckoutInput(**{**fields, **changes})


def place_cart(
    cart: CartHandle,
    ctx: CommerceContext | None = None,
    *,
    input: CheckoutInput | None = None,
    shown_total: int | None = None,
) -> OrderPlacedResult:
    """Order what is in the cart, at the total checkout shows unless another one is given."""
    ctx = ctx or make_context()
    input = input or make_checkout_input()
    total = view(cart.id, input, ctx).quote.total if shown_total is None else shown_total
    return checkout.place_order(
        cart_id=cart.id, input=input, shown_total=total, key=f"key-{next(_number)}", ctx=ctx,
        return_url="http://shop.test/result",
    )  # fmt: skip


def make_order(
    wanted: Mapping[Variant, int] | None = None,
    ctx: CommerceContext | None = None,
    *,
    stock: int | None = None,
    **input: Any,
) -> OrderFacts:
    """A placed order, unpaid by bank transfer unless told otherwise. `stock`: units received beforehand
    of each variant (as many as wanted, if not given)."""
    ctx = ctx or make_context()
    wanted = wanted or {make_variant(channel=ctx.channel): 1}
    for variant, quantity in wanted.items():
        make_stock(variant, quantity if stock is None else stock)
    make_shipping_method(channel=ctx.channel)
    make_payment_method(input.get("payment_method", "bank_transfer"), channel=ctx.channel)
    placed = place_cart(make_cart(wanted, ctx), ctx, input=make_checkout_input(**input))
    return orders.facts(placed.order_id)


def picture_bytes(
    *, size: tuple[int, int] = (40, 50), color: tuple[int, int, int] = (180, 60, 40), **save: Any
) -> bytes:
    """A small JPEG file of one color."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG", **save)
    return out.getvalue()


def make_image(title: str = "A picture", *, is_product_picture: bool = False, **picture: Any) -> ShopImage:
    """An imported picture; files that differ in nothing are the same picture."""
    content = picture_bytes(**picture)
    image_id = assets.import_image(content, title, is_product_picture=is_product_picture)
    return ShopImage.objects.get(pk=image_id)

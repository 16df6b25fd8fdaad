"""From a basket that was looked at to the order that is to be written."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from commerce.cart.types import CartLineView, CartView
from commerce.checkout.queries import needs_delivery
from commerce.checkout.types import CheckoutInput
from commerce.core import editorial
from commerce.core.context import CommerceContext
from commerce.orders.types import AdjustmentDraft, LineDraft, OrderDraft
from commerce.payments.types import PaymentOption
from commerce.pricing.engine.trace import dump


@dataclasses.dataclass(frozen=True, slots=True)
class Pins:
    """What the shopper saw besides prices, kept with the order since it cannot be found out later."""

    pages: Mapping[int, int]
    policies: Mapping[str, int]

    @classmethod
    def of(cls, basket: CartView, ctx: CommerceContext) -> Pins:
        source = editorial.source()
        products = {line.variant.product_id for line in basket.buyable}
        return cls(dict(source.revision_ids(products, ctx)), dict(source.policy_revisions(ctx)))


def draft_of(
    basket: CartView, input: CheckoutInput, ctx: CommerceContext, pins: Pins, ways: Sequence[PaymentOption]
) -> OrderDraft:
    """The order of a basket that was checked. Reads nothing."""
    quote = basket.quote
    trace = dump(quote)
    traces = {kept["item"]["key"]: kept for kept in trace["lines"]}
    return OrderDraft(
        source_key=source_key(basket),
        channel_id=ctx.channel.id,
        channel_code=ctx.channel.code,
        customer_id=ctx.customer.id,
        email=input.email,
        phone=input.phone,
        language=ctx.language,
        currency=quote.currency,
        lines=tuple(_line(line, pins, traces[line.public_id]) for line in basket.buyable),
        items_amount=quote.items_amount,
        discount_amount=quote.discount_amount,
        shipping_amount=quote.shipping_amount,
        tax_amount=quote.tax_amount,
        total_amount=quote.total,
        prices_include_tax=ctx.channel.prices_include_tax,
        shipping_method_code=quote.shipping.method if quote.shipping else "",
        shipping_method_name=quote.shipping.label if quote.shipping else "",
        payment_method_code=input.payment_method,
        shipping_address=input.address.as_dict() if needs_delivery(quote) else {},
        billing_address={},
        note=input.note,
        theme_code=ctx.theme.code,
        theme_version=ctx.theme.version,
        price_trace=trace,
        policy_revisions=pins.policies,
        pay_by=_pay_by(input, ways),
        time_zone=ctx.channel.time_zone,
    )


def _line(view: CartLineView, pins: Pins, trace: Mapping[str, Any]) -> LineDraft:
    line, variant = view.line, view.variant
    assert line is not None and line.unit is not None  # buyable lines are priced
    return LineDraft(
        variant_id=variant.id,
        product_public_id=variant.product_public_id,
        variant_public_id=variant.public_id,
        sku=variant.sku,
        name=variant.name,
        option_label=variant.option_label,
        quantity=line.item.quantity,
        list_amount=line.list_unit,
        unit_amount=line.unit,
        discount_amount=line.discount,
        tax_amount=line.tax,
        tax_rate_ppm=line.tax_rate_ppm,
        total_amount=line.total,
        weight_grams=variant.weight_grams,
        requires_shipping=variant.requires_shipping,
        image_id=variant.image_id,
        page_revision_id=pins.pages.get(variant.product_id),
        price_trace=trace,
        adjustments=tuple(
            AdjustmentDraft(each.kind, each.source, each.label, each.amount) for each in line.adjustments
        ),
    )


def _pay_by(input: CheckoutInput, ways: Sequence[PaymentOption]) -> datetime:
    """Until when stock is held for the money: minutes online, days for a transfer."""
    is_online = next((way.is_online for way in ways if way.code == input.payment_method), True)
    seconds = settings.PAY_WITHIN_SECONDS if is_online else settings.PAY_WITHIN_OFFLINE_SECONDS
    return timezone.now() + timedelta(seconds=seconds)


def source_key(basket: CartView) -> str:
    """What the order remembers its cart by."""
    return f"cart:{basket.public_id}"

"""From values to the plain data of answers: carts, cards, quotes. Bounded queries, no rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from commerce.assets.queries import pictures
from commerce.assets.types import Picture
from commerce.cart.types import CartLineView, CartView
from commerce.catalog.queries import cards
from commerce.catalog.types import ProductCard, ProductDetail
from commerce.checkout.queries import can_cancel
from commerce.checkout.types import CheckoutView
from commerce.core.context import CommerceContext
from commerce.documents.queries import documents_of
from commerce.fulfillment.queries import shipments_of
from commerce.inventory.queries import availability
from commerce.orders.queries import order_view, summaries
from commerce.orders.types import OrderFacts
from commerce.pricing.engine.types import Line, Quote
from commerce.quotes.queries import list_prices

from .serializers.base import money

CARD_SPEC, GALLERY_SPEC, LINE_SPEC = "card", "gallery", "line"


def product_path(slug: str, public_id: str) -> str:
    """The storefront path of a product page, in the active language."""
    return reverse("products:product", kwargs={"ref": (slug, public_id)})


def document_url(token: str, public_id: str) -> str:
    """Where an order's document is downloaded, in the active language."""
    parts = {"token": token, "document": public_id}
    return settings.BASE_URL + reverse("storefront:order_document", kwargs=parts)


def product_cards(product_ids: Iterable[int], context: CommerceContext) -> list[dict[str, Any]]:
    """List entries in the given order; a product gone meanwhile is left out. Five queries."""
    ids = list(product_ids)
    found = cards(ids, context)
    facts = {id_: each for card in found.values() for id_, each in card.facts.items()}
    prices = list_prices({card.id: card.variant_ids for card in found.values()}, context, facts=facts)
    stock = availability([variant for card in found.values() for variant in card.variant_ids], context)
    images = _card_pictures(found)
    return [
        _card(
            card,
            prices.get(card.id),
            images.get(card.image.image_id) if card.image else None,
            any(stock[variant].is_available for variant in card.variant_ids if variant in stock),
            context,
        )
        for card in (found[each] for each in ids if each in found)
    ]


def _card_pictures(found: Mapping[int, ProductCard]) -> Mapping[int, Picture]:
    shown = {card.image.image_id: card.image.alt for card in found.values() if card.image}
    return pictures(shown, CARD_SPEC, alts=shown)


def _card(
    card: ProductCard, price: Any, picture: Picture | None, is_in_stock: bool, context: CommerceContext
) -> dict[str, Any]:
    return {
        "id": card.public_id,
        "name": card.name,
        "slug": card.slug,
        "summary": card.summary,
        "brand": card.brand,
        "url": product_path(card.slug, card.public_id),
        "price": price
        and {
            "now": money(price.amount, price.currency, context.language),
            "was": money(price.was, price.currency, context.language),
            "is_from": price.is_from,
            "label": price.label,
        },
        "picture": picture,
        "is_in_stock": is_in_stock,
        "variant": card.default_variant_public_id if len(card.variant_ids) == 1 else "",
    }


def product(
    detail: ProductDetail, lines: Mapping[int, Line], story: Any, context: CommerceContext
) -> dict[str, Any]:
    """A product's detail with prices by variant id. Two queries (stock, pictures)."""
    stock = availability([variant.id for variant in detail.variants], context)
    alts = {media.image_id: media.alt for media in detail.media}
    images = pictures(alts, GALLERY_SPEC, alts=alts)
    values = {value.id: (option.code, value.code) for option in detail.options for value in option.values}
    variants = []
    for variant in detail.variants:
        line, found = lines.get(variant.id), stock.get(variant.id)
        has_price = line is not None and line.unit is not None
        variants.append(
            {
                "id": variant.public_id,
                "sku": variant.sku,
                "label": variant.label,
                "options": dict(values[each] for each in variant.value_ids),
                "price": money(line.total, context.currency, context.language)
                if line and has_price
                else None,
                "was": money(_was(line), context.currency, context.language) if line and has_price else None,
                "available": found.quantity if found else 0,
                "is_buyable": bool(detail.is_buyable and has_price and found and found.is_available),
            }
        )
    return {
        "id": detail.public_id,
        "name": detail.name,
        "slug": detail.slug,
        "summary": detail.summary,
        "description": detail.description,
        "brand": detail.brand,
        "url": product_path(detail.slug, detail.public_id),
        "is_buyable": detail.is_buyable,
        "pictures": [images[media.image_id] for media in detail.media if media.image_id in images],
        "options": detail.options,
        "variants": variants,
        "attributes": detail.attributes,
        "breadcrumbs": detail.breadcrumbs,
        "story": story,
    }


def _was(line: Line) -> int | None:
    """The struck-through figure: what one cost before promotions, or the merchant's earlier price."""
    if line.discount:
        return line.unit
    return line.compare_at if line.compare_at and line.compare_at > (line.unit or 0) else None


def totals(quote: Quote, context: CommerceContext) -> dict[str, Any]:
    amounts = {
        "items": quote.items_amount,
        "discount": quote.discount_amount,
        "shipping": quote.shipping_amount,
        "tax": quote.tax_amount,
        "total": quote.total,
    }
    return {name: money(amount, quote.currency, context.language) for name, amount in amounts.items()}


def cart(view: CartView, context: CommerceContext) -> dict[str, Any]:
    """A cart with pictures. One query (pictures)."""
    shown = {line.variant.image_id: line.variant.name for line in view.lines if line.variant.image_id}
    images = pictures(shown, LINE_SPEC, alts=shown)
    return {
        "id": view.public_id,
        "count": view.count,
        "currency": view.currency,
        "lines": [_cart_line(line, images, view.currency, context) for line in view.lines],
        "totals": totals(view.quote, context),
    }


def _cart_line(
    line: CartLineView, images: Mapping[int, Picture], currency: str, context: CommerceContext
) -> dict[str, Any]:
    priced = line.line if line.is_buyable else None

    def amount(value: int | None) -> dict[str, Any] | None:
        return money(value, currency, context.language)

    return {
        "id": line.public_id,
        "variant": line.variant.public_id,
        "product": line.variant.product_public_id,
        "name": line.variant.name,
        "options": line.variant.option_label,
        "quantity": line.quantity,
        "available": line.available,
        "is_buyable": line.is_buyable,
        "unit_price": amount(priced.unit) if priced else None,
        "discount": amount(priced.discount) if priced else None,
        "total": amount(priced.total) if priced else None,
        "picture": images.get(line.variant.image_id) if line.variant.image_id else None,
        "changes": line.changes,
    }


def checkout(view: CheckoutView, context: CommerceContext) -> dict[str, Any]:
    return {
        "totals": totals(view.quote, context),
        "shipping_method": view.shipping_method,
        "payment_method": view.payment_method,
        "delivery": [
            {
                "code": option.code,
                "name": option.name,
                "description": option.description,
                "price": money(option.amount, option.currency, context.language),
                "min_days": option.min_days,
                "max_days": option.max_days,
            }
            for option in view.delivery
        ],
        "payments": view.payments,
    }


def order_summaries(rows: Iterable[Any], context: CommerceContext) -> list[dict[str, Any]]:
    """Orders in a list."""
    return [
        {**_order_head(summary.facts, context), "status_label": summary.status_label}
        for summary in summaries(list(rows), context.language)
    ]


def order(order_id: int, context: CommerceContext) -> dict[str, Any]:
    """A whole order with its parcels."""
    view = order_view(order_id, context.language)
    facts = view.facts

    def amount(value: int) -> dict[str, Any] | None:
        return money(value, facts.currency, context.language)

    return {
        **_order_head(facts, context),
        "status_label": view.status_label,
        "fulfillment_status": facts.fulfillment_status,
        "currency": facts.currency,
        "email": facts.email,
        "pay_by": facts.pay_by,
        "can_pay": view.is_payable,
        "can_cancel": can_cancel(facts),
        "lines": [
            {
                "id": line.public_id,
                "product": line.product_public_id,
                "variant": line.variant_public_id,
                "sku": line.sku,
                "name": line.name,
                "options": line.option_label,
                "quantity": line.quantity,
                "shipped_quantity": line.shipped_quantity,
                "unit_price": amount(line.unit_amount),
                "discount": amount(line.discount_amount),
                "total": amount(line.total_amount),
            }
            for line in view.lines
        ],
        "totals": {
            "items": amount(view.items_amount),
            "discount": amount(view.discount_amount),
            "shipping": amount(view.shipping_amount),
            "tax": amount(view.tax_amount),
            "total": amount(facts.total_amount),
        },
        "shipping_method": view.shipping_method_name,
        "shipping_address": view.shipping_address,
        "history": [
            {"command": entry.command, "status": entry.to_status, "label": entry.label, "at": entry.at}
            for entry in view.history
        ],
        "shipments": shipments_of(order_id),
        "documents": [
            {
                "public_id": each.public_id,
                "kind": each.kind,
                "number": each.number,
                "issued_at": each.issued_at,
                "total": amount(each.total_amount),
                "url": document_url(facts.token, each.public_id),
            }
            for each in documents_of(order_id)
        ],
    }


def _order_head(facts: OrderFacts, context: CommerceContext) -> dict[str, Any]:
    return {
        "id": facts.public_id,
        "number": facts.number,
        "token": facts.token,
        "status": facts.status,
        "payment_status": facts.payment_status,
        "placed_at": facts.placed_at,
        "total": money(facts.total_amount, facts.currency, context.language),
    }

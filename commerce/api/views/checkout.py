"""Checkout: quote what was decided so far, place the order."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from commerce.api import presenters
from commerce.api.base import ApiView, Policy, idempotent
from commerce.api.context import cart_token, context_of
from commerce.api.serializers.base import money, validated
from commerce.api.serializers.cart import (
    CheckoutRequestSerializer,
    CheckoutSerializer,
    PlacedOrderSerializer,
    PlaceOrderSerializer,
)
from commerce.api.throttles import PlaceThrottle, WriteThrottle
from commerce.checkout import queries, services
from commerce.checkout.types import CheckoutInput, OrderPlacedResult
from commerce.core.context import CommerceContext
from commerce.core.ids import digest
from commerce.customers.queries import get_address
from commerce.customers.types import AddressFields

from .cart import PROBLEMS, TOKEN, find

KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="8 to 120 characters, new for each intended order; a repeat gets the first answer.",
)


def checkout_input(data: dict[str, Any], context: CommerceContext) -> CheckoutInput:
    """What was decided, as the service takes it; `address_id` is looked up in the member's own book."""
    if data.get("address_id") and context.customer.id is not None:
        address = get_address(context.customer.id, data["address_id"]).fields
    else:
        address = AddressFields(**data.get("address", {}))
    return CheckoutInput(
        email=data["email"],
        phone=data["phone"],
        address=address,
        shipping_method=data["shipping_method"],
        payment_method=data["payment_method"],
        note=data["note"],
        terms_accepted=data["terms_accepted"],
    )


class Checkout(ApiView):
    policy = Policy.ANYONE

    @extend_schema(
        request=CheckoutRequestSerializer,
        parameters=[TOKEN],
        responses={200: CheckoutSerializer, **PROBLEMS},
        operation_id="checkout_quote",
    )
    def post(self, request: Request) -> Response:
        """The cart's price for this address and these choices, and which choices there are."""
        context = context_of(request)
        data = validated(CheckoutRequestSerializer, request.data)
        view = queries.view(find(request, context).id, checkout_input(data, context), context)
        return Response(CheckoutSerializer(presenters.checkout(view, context)).data)


class Orders(ApiView):
    policy = Policy.ANYONE
    throttle_classes = (PlaceThrottle, WriteThrottle)

    @extend_schema(
        request=PlaceOrderSerializer,
        parameters=[TOKEN, KEY],
        responses={201: PlacedOrderSerializer, **PROBLEMS},
        operation_id="checkout_orders_create",
    )
    def post(self, request: Request) -> Response:
        """Place the order. Answers what to do next about paying it."""
        context = context_of(request)
        data = validated(PlaceOrderSerializer, request.data)
        key = request.headers.get("Idempotency-Key", "")

        def work() -> tuple[int, Any]:
            placed = services.place_order(
                cart_id=find(request, context).id,
                input=checkout_input(data, context),
                shown_total=data["shown_total"],
                key=key,
                ctx=context,
                return_url=data["return_url"],
            )
            return 201, _placed(placed)

        return idempotent(request, scope=f"checkout.orders:{_actor(request, context)}", work=work)


def _actor(request: Request, context: CommerceContext) -> str:
    return str(context.customer.id or digest(cart_token(request)))


def _placed(placed: OrderPlacedResult) -> dict[str, Any]:
    """A `PlacedOrderSerializer`'s shape, without the serializer: here others wait."""
    action = placed.action
    language = translation.get_language() or ""
    return {
        "id": placed.order_public_id,
        "number": placed.number,
        "token": placed.token,
        "total": money(placed.total_amount, placed.currency, language),
        "action": {"kind": action.kind, "url": action.url, "text": action.text},
    }

"""The cart: a member's by session or token, an anonymous one by X-Cart-Token."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from commerce.api import presenters
from commerce.api.base import ApiView, Policy
from commerce.api.context import CART_HEADER, cart_token, context_of
from commerce.api.serializers.base import ProblemSerializer, validated
from commerce.api.serializers.cart import (
    AddLineSerializer,
    CartSerializer,
    NewCartSerializer,
    SetQuantitySerializer,
)
from commerce.cart import queries, services
from commerce.cart.types import CartHandle
from commerce.core.context import CommerceContext
from commerce.core.errors import NotFound

TOKEN = OpenApiParameter(
    CART_HEADER, OpenApiTypes.STR, OpenApiParameter.HEADER, description="Anonymous cart."
)
PROBLEMS = {
    400: ProblemSerializer,
    404: ProblemSerializer,
    409: ProblemSerializer,
    422: ProblemSerializer,
    429: ProblemSerializer,
}


def find(request: Request, context: CommerceContext) -> CartHandle:
    """The caller's open cart. Raises NotFound when there is none."""
    handle = queries.find_cart(
        token=cart_token(request) or None, customer_id=context.customer.id, ctx=context
    )
    if handle is None:
        raise NotFound
    return handle


def answer(handle: CartHandle, context: CommerceContext) -> dict[str, object]:
    return presenters.cart(queries.view(handle.id, context), context)


class Cart(ApiView):
    policy = Policy.ANYONE

    @extend_schema(
        parameters=[TOKEN], responses={200: CartSerializer, **PROBLEMS}, operation_id="cart_retrieve"
    )
    def get(self, request: Request) -> Response:
        """The cart as it costs now, with what changed since it was last shown."""
        context = context_of(request)
        return Response(CartSerializer(answer(find(request, context), context)).data)

    @extend_schema(
        request=None,
        parameters=[TOKEN],
        responses={201: NewCartSerializer, **PROBLEMS},
        operation_id="cart_create",
    )
    def post(self, request: Request) -> Response:
        """The caller's open cart, made if there is none. Keep the token of a new anonymous one."""
        context = context_of(request)
        handle = services.open_cart(
            token=cart_token(request) or None, customer_id=context.customer.id, ctx=context
        )
        body = {**answer(handle, context), "token": handle.token}
        return Response(NewCartSerializer(body).data, status=201)


class Lines(ApiView):
    policy = Policy.ANYONE

    @extend_schema(
        request=AddLineSerializer,
        parameters=[TOKEN],
        responses={201: CartSerializer, **PROBLEMS},
        operation_id="cart_lines_create",
    )
    def post(self, request: Request) -> Response:
        """Put a variant into the cart; a variant already there gains the quantity."""
        context = context_of(request)
        data = validated(AddLineSerializer, request.data)
        handle = find(request, context)
        services.add_line(
            cart_id=handle.id,
            variant_public_id=data["variant"],
            quantity=data["quantity"],
            ctx=context,
        )
        return Response(CartSerializer(answer(handle, context)).data, status=201)


class Line(ApiView):
    policy = Policy.ANYONE

    @extend_schema(
        request=SetQuantitySerializer,
        parameters=[TOKEN],
        responses={200: CartSerializer, **PROBLEMS},
        operation_id="cart_lines_update",
    )
    def patch(self, request: Request, line_id: str) -> Response:
        """Set a line's quantity; 0 removes it."""
        context = context_of(request)
        data = validated(SetQuantitySerializer, request.data)
        handle = find(request, context)
        services.set_quantity(
            cart_id=handle.id, line_public_id=line_id, quantity=data["quantity"], ctx=context
        )
        return Response(CartSerializer(answer(handle, context)).data)

    @extend_schema(
        parameters=[TOKEN], responses={200: CartSerializer, **PROBLEMS}, operation_id="cart_lines_destroy"
    )
    def delete(self, request: Request, line_id: str) -> Response:
        """Take a line out."""
        context = context_of(request)
        handle = find(request, context)
        services.remove_line(cart_id=handle.id, line_public_id=line_id)
        return Response(CartSerializer(answer(handle, context)).data)

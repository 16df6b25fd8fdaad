"""Orders: a guest's by its unguessable token, a member's own list. Payments and their notifications."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from commerce.api import pagination, presenters
from commerce.api.base import ApiView, Policy, idempotent
from commerce.api.context import context_of, customer_id
from commerce.api.serializers.base import validated
from commerce.api.serializers.cart import PayAgainSerializer, StartedPaymentSerializer
from commerce.api.serializers.orders import CancelSerializer, OrderListSerializer, OrderSerializer
from commerce.api.throttles import PlaceThrottle, WriteThrottle
from commerce.checkout import services
from commerce.fulfillment import services as fulfillment
from commerce.orders import queries
from commerce.orders.filters import OrderFilter
from commerce.orders.types import Actor

from .cart import PROBLEMS
from .checkout import KEY

SHOPPER = Actor("shopper")


class Order(ApiView):
    policy = Policy.ANYONE

    @extend_schema(responses={200: OrderSerializer, **PROBLEMS}, operation_id="orders_retrieve")
    def get(self, request: Request, token: str) -> Response:
        """An order, its history and parcels. The token is the right to see it."""
        return _answer(queries.get_by_token(token).id, request)


class Cancel(ApiView):
    policy = Policy.ANYONE

    @extend_schema(
        request=CancelSerializer, responses={200: OrderSerializer, **PROBLEMS}, operation_id="orders_cancel"
    )
    def post(self, request: Request, token: str) -> Response:
        """Cancel an order that has not been sent. What was paid goes back."""
        data = validated(CancelSerializer, request.data)
        order_id = queries.get_by_token(token).id
        services.cancel(order_id=order_id, actor=SHOPPER, reason=data["reason"])
        return _answer(order_id, request)


class Receipt(ApiView):
    policy = Policy.ANYONE

    @extend_schema(request=None, responses={200: OrderSerializer, **PROBLEMS}, operation_id="orders_receipt")
    def post(self, request: Request, token: str) -> Response:
        """Say that everything has arrived."""
        order_id = queries.get_by_token(token).id
        fulfillment.deliver(order_id=order_id, actor=SHOPPER)
        return _answer(order_id, request)


class Payments(ApiView):
    policy = Policy.ANYONE
    throttle_classes = (PlaceThrottle, WriteThrottle)

    @extend_schema(
        request=PayAgainSerializer,
        parameters=[KEY],
        responses={201: StartedPaymentSerializer, **PROBLEMS},
        operation_id="orders_payments_create",
    )
    def post(self, request: Request, token: str) -> Response:
        """Pay an order that is not paid yet, perhaps by another method."""
        data = validated(PayAgainSerializer, request.data)
        order_id = queries.get_by_token(token).id

        def work() -> tuple[int, Any]:
            action = services.pay_again(
                order_id=order_id,
                method=data["payment_method"],
                return_url=data["return_url"],
            )
            return 201, StartedPaymentSerializer({"action": action}).data

        return idempotent(request, scope=f"orders.payments:{order_id}", work=work)


class AccountOrders(ApiView):
    policy = Policy.CUSTOMER

    @extend_schema(
        parameters=[
            OpenApiParameter("status", OpenApiTypes.STR),
            OpenApiParameter("placed_after", OpenApiTypes.DATETIME),
            OpenApiParameter("placed_before", OpenApiTypes.DATETIME),
            OpenApiParameter("limit", OpenApiTypes.INT32),
            OpenApiParameter("cursor", OpenApiTypes.STR),
        ],
        responses={200: OrderListSerializer, **PROBLEMS},
        operation_id="account_orders_list",
    )
    def get(self, request: Request) -> Response:
        """The member's orders, newest first."""
        context = context_of(request)
        window = pagination.asked_for(request)
        chosen = OrderFilter(request.query_params, queryset=queries.orders_of(customer_id(context)))
        rows = chosen.qs
        if before := pagination.number(window):
            rows = rows.filter(pk__lt=before)
        found = list(rows.order_by("-pk")[: window.size + 1])
        more = len(found) > window.size
        found = found[: window.size]
        answer = pagination.page(
            request,
            presenters.order_summaries(found, context),
            next_position=str(found[-1].pk) if more else None,
        )
        return Response(OrderListSerializer(answer).data)


class AccountOrder(ApiView):
    policy = Policy.CUSTOMER

    @extend_schema(responses={200: OrderSerializer, **PROBLEMS}, operation_id="account_orders_retrieve")
    def get(self, request: Request, public_id: str) -> Response:
        """One of the member's own orders."""
        order = queries.get_for_customer(customer_id(context_of(request)), public_id)
        return _answer(order.id, request)


def _answer(order_id: int, request: Request) -> Response:
    return Response(OrderSerializer(presenters.order(order_id, context_of(request))).data)


@method_decorator(csrf_exempt, name="dispatch")
class PaymentNotification(View):
    """What a payment provider tells us, server to server. The body is verified, never trusted.

    A plain view: the raw bytes are what was signed, and the provider expects its own kind of answer.
    """

    policy = Policy.PROVIDER
    http_method_names = ["post"]

    def post(self, request: HttpRequest, provider: str) -> HttpResponse:
        outcome = services.handle_notification(
            provider, request.body, request.headers, channel=request.GET.get("channel", "")
        )
        return HttpResponse(outcome.text, status=outcome.status, content_type=outcome.content_type)

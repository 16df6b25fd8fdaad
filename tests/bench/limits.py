"""What this machine could do at best, behind the shop's own middlewares: the measure of our own figures.

The order floor writes the rows of an order without pricing or checks through ORM and REST framework; the
limit writes them in one SQL function. Both take stock by the guarded statement, stock last.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class BareOrder(models.Model):
    number = models.CharField(max_length=20, unique=True)
    email = models.EmailField()
    address = models.JSONField(default=dict)
    total_amount = models.BigIntegerField()
    placed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"
        db_table = "bench_order"
        managed = False

    def __str__(self) -> str:
        return self.number


class BareLine(models.Model):
    order = models.ForeignKey(BareOrder, on_delete=models.CASCADE)
    variant_id = models.BigIntegerField()
    quantity = models.IntegerField()
    amount = models.BigIntegerField()

    class Meta:
        app_label = "bench"
        db_table = "bench_orderline"
        managed = False

    def __str__(self) -> str:
        return f"{self.variant_id}"


class BareStock(models.Model):
    variant_id = models.BigIntegerField(primary_key=True)
    free = models.IntegerField()

    class Meta:
        app_label = "bench"
        db_table = "bench_stock"
        managed = False

    def __str__(self) -> str:
        return f"{self.variant_id}"


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse("constant")


class LineSerializer(serializers.Serializer):
    variant = serializers.IntegerField()
    quantity = serializers.IntegerField(min_value=1, max_value=999)


class OrderSerializer(serializers.Serializer):
    email = serializers.EmailField()
    address = serializers.DictField(child=serializers.CharField())
    lines = LineSerializer(many=True)


class OrmOrder(APIView):
    """An order as one would write it first, without prices, checks or events."""

    authentication_classes: tuple[Any, ...] = ()

    @transaction.atomic
    def post(self, request: Request) -> Response:
        data = OrderSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        sent = data.validated_data
        order = BareOrder.objects.create(
            number=secrets.token_hex(8),
            email=sent["email"],
            address=sent["address"],
            total_amount=sum(line["quantity"] * 100 for line in sent["lines"]),
        )
        for line in sent["lines"]:
            BareLine.objects.create(
                order=order, variant_id=line["variant"], quantity=line["quantity"], amount=100
            )
        for line in sorted(sent["lines"], key=lambda each: int(each["variant"])):
            enough = BareStock.objects.filter(pk=line["variant"], free__gte=line["quantity"])
            if not enough.update(free=models.F("free") - line["quantity"]):
                raise serializers.ValidationError("sold out")
        return Response({"id": order.pk, "number": order.number}, status=201)


@csrf_exempt
def sql_order(request: HttpRequest) -> JsonResponse:
    """The same in one statement."""
    sent = json.loads(request.body)
    number = secrets.token_hex(8)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bench_place(%s, %s, %s, %s)",
            [number, sent["email"], json.dumps(sent["address"]), json.dumps(sent["lines"])],
        )
        row = cursor.fetchone()
    return JsonResponse({"id": row[0], "number": number}, status=201)

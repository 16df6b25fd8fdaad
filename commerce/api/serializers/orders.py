"""Shapes of orders."""

from __future__ import annotations

from rest_framework import serializers

from .base import AddressSerializer, MoneyField
from .cart import TotalsSerializer


class OrderLineSerializer(serializers.Serializer):
    id = serializers.CharField()
    product = serializers.CharField()
    variant = serializers.CharField()
    sku = serializers.CharField()
    name = serializers.CharField()
    options = serializers.CharField()
    quantity = serializers.IntegerField()
    shipped_quantity = serializers.IntegerField()
    unit_price = MoneyField()
    discount = MoneyField()
    total = MoneyField()


class OrderChangeSerializer(serializers.Serializer):
    command = serializers.CharField()
    status = serializers.CharField()
    label = serializers.CharField(help_text="In the shopper's words.")
    at = serializers.DateTimeField()


class ShipmentSerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    carrier = serializers.CharField()
    tracking_number = serializers.CharField()
    tracking_url = serializers.CharField()
    shipped_at = serializers.DateTimeField()
    delivered_at = serializers.DateTimeField(allow_null=True)


class DocumentSerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    kind = serializers.ChoiceField(["invoice", "credit_note"])
    number = serializers.CharField()
    issued_at = serializers.DateTimeField()
    total = MoneyField()
    url = serializers.CharField(help_text="The PDF, in the language of the request.")


class OrderSummarySerializer(serializers.Serializer):
    id = serializers.CharField()
    number = serializers.CharField()
    token = serializers.CharField()
    status = serializers.CharField()
    status_label = serializers.CharField()
    payment_status = serializers.CharField()
    placed_at = serializers.DateTimeField()
    total = MoneyField()


class OrderSerializer(OrderSummarySerializer):
    fulfillment_status = serializers.CharField()
    currency = serializers.CharField()
    email = serializers.CharField()
    pay_by = serializers.DateTimeField(allow_null=True)
    can_pay = serializers.BooleanField()
    can_cancel = serializers.BooleanField()
    lines = OrderLineSerializer(many=True)
    totals = TotalsSerializer()
    shipping_method = serializers.CharField()
    shipping_address = AddressSerializer()
    history = OrderChangeSerializer(many=True)
    shipments = ShipmentSerializer(many=True)
    documents = DocumentSerializer(many=True, help_text="Invoice and credit notes, once issued.")


class OrderListSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = OrderSummarySerializer(many=True)


class CancelSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")

"""Shapes of carts and checkout."""

from __future__ import annotations

from rest_framework import serializers

from .base import AddressSerializer, MoneyField, NextActionSerializer, PictureSerializer


class ChangeSerializer(serializers.Serializer):
    code = serializers.CharField()
    message = serializers.CharField()


class CartLineSerializer(serializers.Serializer):
    id = serializers.CharField()
    variant = serializers.CharField()
    product = serializers.CharField()
    name = serializers.CharField()
    options = serializers.CharField()
    quantity = serializers.IntegerField()
    available = serializers.IntegerField()
    is_buyable = serializers.BooleanField()
    unit_price = MoneyField(allow_null=True)
    discount = MoneyField(allow_null=True)
    total = MoneyField(allow_null=True)
    picture = PictureSerializer(allow_null=True)
    changes = ChangeSerializer(many=True)


class TotalsSerializer(serializers.Serializer):
    items = MoneyField()
    discount = MoneyField()
    shipping = MoneyField()
    tax = MoneyField(help_text="Contained in the total.")
    total = MoneyField()


class CartSerializer(serializers.Serializer):
    id = serializers.CharField()
    count = serializers.IntegerField()
    currency = serializers.CharField()
    lines = CartLineSerializer(many=True)
    totals = TotalsSerializer()


class NewCartSerializer(CartSerializer):
    token = serializers.CharField(help_text="Send it as X-Cart-Token; it is shown once. Empty for members.")


class AddLineSerializer(serializers.Serializer):
    variant = serializers.CharField(max_length=40)
    quantity = serializers.IntegerField(default=1)


class SetQuantitySerializer(serializers.Serializer):
    quantity = serializers.IntegerField(help_text="0 removes the line.")


class CheckoutRequestSerializer(serializers.Serializer):
    """What the shopper decided so far; everything may be missing while quoting."""

    email = serializers.CharField(max_length=254, allow_blank=True, default="")
    phone = serializers.CharField(max_length=20, allow_blank=True, default="")
    address = AddressSerializer(required=False)
    address_id = serializers.CharField(
        max_length=40,
        allow_blank=True,
        default="",
        help_text="Entry of the member's address book, instead of address.",
    )
    shipping_method = serializers.CharField(max_length=60, allow_blank=True, default="")
    payment_method = serializers.CharField(max_length=60, allow_blank=True, default="")
    note = serializers.CharField(max_length=500, allow_blank=True, default="")
    terms_accepted = serializers.BooleanField(default=False)


class PlaceOrderSerializer(CheckoutRequestSerializer):
    """Everything of a checkout plus the total that was shown, so that no one pays another sum."""

    shown_total = serializers.IntegerField(min_value=0, help_text="Minor units, as last quoted.")
    return_url = serializers.URLField(
        required=False, allow_blank=True, default="", help_text="Where a provider sends the shopper back to."
    )


class DeliveryOptionSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    price = MoneyField()
    min_days = serializers.IntegerField()
    max_days = serializers.IntegerField()


class PaymentOptionSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    is_online = serializers.BooleanField()


class CheckoutSerializer(serializers.Serializer):
    """The quote for what was decided so far, and what can be chosen."""

    totals = TotalsSerializer()
    shipping_method = serializers.CharField()
    payment_method = serializers.CharField()
    delivery = DeliveryOptionSerializer(many=True)
    payments = PaymentOptionSerializer(many=True)


class PlacedOrderSerializer(serializers.Serializer):
    id = serializers.CharField()
    number = serializers.CharField()
    token = serializers.CharField(help_text="Opens /orders/{token}/ without logging in.")
    total = MoneyField()
    action = NextActionSerializer()


class PayAgainSerializer(serializers.Serializer):
    payment_method = serializers.CharField(max_length=60)
    return_url = serializers.URLField(required=False, allow_blank=True, default="")


class StartedPaymentSerializer(serializers.Serializer):
    action = NextActionSerializer()

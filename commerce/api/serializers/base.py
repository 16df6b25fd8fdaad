"""Shapes that several answers share."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers

from commerce.core.formats import format_money
from commerce.core.money import Money

_MONEY: dict[str, serializers.Field] = {
    "amount": serializers.IntegerField(help_text="Minor units of the currency."),
    "currency": serializers.CharField(),
    "formatted": serializers.CharField(help_text="As the request's language writes it."),
}


def validated(kind: type[serializers.Serializer], data: Any) -> dict[str, Any]:
    """What was sent, as `kind` understands it. Raises ValidationError.

    Its fields are made once: a serializer of one's own copies them each time, which costs more than asking
    them.
    """
    checked: dict[str, Any] = _reader(kind).run_validation(data)
    return checked


@cache
def _reader(kind: type[serializers.Serializer]) -> serializers.Serializer:
    return kind()


def money(amount: int | None, currency: str, language: str) -> dict[str, Any] | None:
    """An amount as clients get it; None stays None."""
    if amount is None:
        return None
    return {
        "amount": amount,
        "currency": currency,
        "formatted": format_money(Money(amount, currency), language),
    }


@extend_schema_field(inline_serializer("Money", _MONEY))
class MoneyField(serializers.DictField):
    """The shape `money()` builds."""


class PictureSerializer(serializers.Serializer):
    src = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField()
    sources = serializers.SerializerMethodField()

    @extend_schema_field(
        inline_serializer(
            "PictureSource",
            {"type": serializers.CharField(), "srcset": serializers.CharField()},
            many=True,
        )
    )
    def get_sources(self, picture: Any) -> list[dict[str, str]]:
        return [{"type": mime, "srcset": srcset} for mime, srcset in picture.sources]


class ProblemSerializer(serializers.Serializer):
    """RFC 9457 problem document."""

    type = serializers.CharField()
    title = serializers.CharField(help_text="Translated, for people.")
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable, for programs.")
    correlation_id = serializers.CharField()
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="By field."
    )
    data = serializers.DictField(required=False, help_text="Plain facts about the refusal.")


class AddressSerializer(serializers.Serializer):
    """A postal address. Which fields a country needs, and in which words: `/addresses/fields/`."""

    name = serializers.CharField(max_length=100, allow_blank=True, default="")
    phone = serializers.CharField(max_length=20, allow_blank=True, default="")
    country = serializers.CharField(max_length=2, allow_blank=True, default="")
    region = serializers.CharField(max_length=100, allow_blank=True, default="")
    city = serializers.CharField(max_length=100, allow_blank=True, default="")
    district = serializers.CharField(max_length=100, allow_blank=True, default="")
    street = serializers.CharField(max_length=300, allow_blank=True, default="")
    postal_code = serializers.CharField(max_length=20, allow_blank=True, default="")


class NextActionSerializer(serializers.Serializer):
    """What the shopper does next: follow `url` ("redirect"), read `text` ("instructions"), or nothing."""

    kind = serializers.CharField()
    url = serializers.CharField()
    text = serializers.CharField()

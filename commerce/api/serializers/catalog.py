"""Shapes of catalog answers."""

from __future__ import annotations

from rest_framework import serializers

from .base import MoneyField, PictureSerializer


class CategorySerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    slug = serializers.CharField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    parent = serializers.CharField(allow_null=True, help_text="Id of the parent category.")


class ListPriceSerializer(serializers.Serializer):
    now = MoneyField()
    was = MoneyField(allow_null=True)
    is_from = serializers.BooleanField(help_text="Whether variants differ in price.")
    label = serializers.CharField(help_text="The promotion that lowered it, if any.")


class CardSerializer(serializers.Serializer):
    """A product in a list."""

    id = serializers.CharField()
    name = serializers.CharField()
    slug = serializers.CharField()
    summary = serializers.CharField()
    brand = serializers.CharField()
    url = serializers.CharField(help_text="Path of the product page.")
    price = ListPriceSerializer(allow_null=True)
    picture = PictureSerializer(allow_null=True)
    is_in_stock = serializers.BooleanField()
    variant = serializers.CharField(help_text="The variant to add at once, if there is only one; else empty.")


class FacetValueSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    is_active = serializers.BooleanField()
    color = serializers.CharField()


class FacetSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Query parameter to filter by, repeated for several values.")
    name = serializers.CharField()
    kind = serializers.CharField()
    values = FacetValueSerializer(many=True)


class ProductListSerializer(serializers.Serializer):
    """A page of products; facets count the whole result."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    total = serializers.IntegerField()
    facets = FacetSerializer(many=True)
    results = CardSerializer(many=True)


class OptionValueSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    color = serializers.CharField()


class OptionSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    values = OptionValueSerializer(many=True)


class VariantSerializer(serializers.Serializer):
    id = serializers.CharField()
    sku = serializers.CharField()
    label = serializers.CharField()
    options = serializers.DictField(child=serializers.CharField(), help_text="Value code by option code.")
    price = MoneyField(allow_null=True)
    was = MoneyField(allow_null=True)
    available = serializers.IntegerField()
    is_buyable = serializers.BooleanField()


class AttributeSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    value = serializers.CharField()


class BreadcrumbSerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    slug = serializers.CharField()
    name = serializers.CharField()


class ProductSerializer(serializers.Serializer):
    """One product with everything its page shows."""

    id = serializers.CharField()
    name = serializers.CharField()
    slug = serializers.CharField()
    summary = serializers.CharField()
    description = serializers.CharField(help_text="Sanitized HTML.")
    brand = serializers.CharField()
    url = serializers.CharField()
    is_buyable = serializers.BooleanField()
    pictures = PictureSerializer(many=True)
    options = OptionSerializer(many=True)
    variants = VariantSerializer(many=True)
    attributes = AttributeSerializer(many=True)
    breadcrumbs = BreadcrumbSerializer(many=True)
    story = serializers.ListField(
        child=serializers.DictField(), help_text="Plain sections of the product's page."
    )


class SuggestionSerializer(serializers.Serializer):
    kind = serializers.CharField()
    label = serializers.CharField()
    url = serializers.CharField()

"""Shapes of accounts."""

from __future__ import annotations

from rest_framework import serializers

from .base import AddressSerializer


class LoginSerializer(serializers.Serializer):
    login = serializers.CharField(max_length=254, help_text="E-mail address or phone number.")
    password = serializers.CharField(max_length=256, trim_whitespace=False)


class RegisterSerializer(serializers.Serializer):
    email = serializers.CharField(max_length=254, allow_blank=True, default="")
    phone = serializers.CharField(max_length=20, allow_blank=True, default="")
    password = serializers.CharField(max_length=256, trim_whitespace=False)
    name = serializers.CharField(max_length=100, allow_blank=True, default="")


class TokenSerializer(serializers.Serializer):
    token = serializers.CharField(help_text="Send it as “Authorization: Bearer …”.")


class ProfileSerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id", read_only=True)
    name = serializers.CharField(max_length=100, allow_blank=True, required=False)
    email = serializers.CharField(read_only=True)
    phone = serializers.CharField(read_only=True)
    language = serializers.CharField(max_length=12, allow_blank=True, required=False)


class BookEntrySerializer(AddressSerializer):
    id = serializers.CharField(read_only=True)
    is_default = serializers.BooleanField(default=False)


class AddressFieldSerializer(serializers.Serializer):
    """One field a country's address asks for."""

    name = serializers.CharField()
    kind = serializers.CharField(help_text="The country's own word: province, state, zip …")
    required = serializers.BooleanField()
    choices = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="(code, name) pairs; none: free text.",
    )


class ChannelSerializer(serializers.Serializer):
    code = serializers.CharField()
    currency = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    countries = serializers.ListField(child=serializers.CharField())
    prices_include_tax = serializers.BooleanField()

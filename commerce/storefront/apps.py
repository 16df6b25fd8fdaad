"""App configuration."""

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "commerce.storefront"
    label = "storefront"

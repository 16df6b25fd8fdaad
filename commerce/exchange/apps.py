"""App configuration."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "commerce.exchange"
    label = "exchange"

    def ready(self) -> None:
        from .formats import product_formats
        from .shopify import ShopifyFormat

        product_formats.register("shopify", ShopifyFormat())

"""App configuration."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    """Has a say in whether a product may be published: it needs a price. Keeps the currency of a channel that
    has prices."""

    name = "commerce.pricing"
    label = "pricing"

    def ready(self) -> None:
        from commerce.catalog.providers import product_checks
        from commerce.channels.providers import currency_uses

        from .queries import HasPrice, HasPrices

        product_checks.register("pricing", HasPrice())
        currency_uses.register("pricing", HasPrices())

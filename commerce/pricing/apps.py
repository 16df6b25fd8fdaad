"""App configuration."""

from django.apps import AppConfig


class PricingConfig(AppConfig):
    """Has a say in whether a product may be published: it needs a price."""

    name = "commerce.pricing"
    label = "pricing"

    def ready(self) -> None:
        from commerce.catalog.providers import product_checks

        from .queries import HasPrice

        product_checks.register("pricing", HasPrice())

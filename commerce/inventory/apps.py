"""App configuration."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "commerce.inventory"
    label = "inventory"

    def ready(self) -> None:
        from commerce.catalog.providers import product_checks

        from .queries import StockedSomewhere

        product_checks.register("inventory", StockedSomewhere())

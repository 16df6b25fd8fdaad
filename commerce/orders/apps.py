"""App configuration."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Keeps the currency of a channel that has orders."""

    name = "commerce.orders"
    label = "orders"

    def ready(self) -> None:
        from commerce.channels.providers import currency_uses

        from .queries import HasOrders

        currency_uses.register("orders", HasOrders())

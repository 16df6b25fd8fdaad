"""App configuration."""

from django.apps import AppConfig


class ShippingConfig(AppConfig):
    """Keeps the currency of a channel that has delivery fees."""

    name = "commerce.shipping"
    label = "shipping"

    def ready(self) -> None:
        from commerce.channels.providers import currency_uses

        from .queries import HasFees

        currency_uses.register("shipping", HasFees())

"""The plugin as the shop sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from commerce.core.plugins import Manifest, Setting


class CashOnDeliveryConfig(AppConfig):
    name = "plugins.cash_on_delivery"
    label = "cash_on_delivery"
    plugin = Manifest(
        code="cash_on_delivery",
        name=_("Cash on delivery"),
        version="1.0",
        description=_("The courier collects the money; staff marks it when it has come in."),
        provides=("payment_provider",),
        settings=(
            Setting("countries", _("Countries"), help=_("ISO codes with commas, e.g. CN,HK. Empty: all.")),
            Setting(
                "maximum",
                _("Highest amount"),
                help=_("In the channel's currency, e.g. 5000.00. Empty: none."),
            ),
        ),
    )

    def register(self) -> None:
        from commerce.payments.providers import providers

        from .provider import CashOnDelivery

        providers.register(CashOnDelivery.code, CashOnDelivery, plugin=self.plugin.code)

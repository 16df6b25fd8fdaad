"""The plugin as the shop sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from commerce.core.plugins import Manifest, Setting


class BankTransferConfig(AppConfig):
    name = "plugins.bank_transfer"
    label = "bank_transfer"
    plugin = Manifest(
        code="bank_transfer",
        name=_("Bank transfer"),
        version="1.0",
        description=_("Shows your bank account; staff marks the order paid when the money is there."),
        provides=("payment_provider",),
        settings=(
            Setting("account_name", _("Account holder"), required=True),
            Setting("bank_name", _("Bank")),
            Setting("account_number", _("Account number or IBAN"), required=True),
            Setting("bic", _("BIC or bank code")),
        ),
    )

    def register(self) -> None:
        from commerce.payments.providers import providers

        from .provider import BankTransfer

        providers.register(BankTransfer.code, BankTransfer, plugin=self.plugin.code)

"""The plugin as the shop sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from commerce.core.plugins import Manifest, Setting


class TestPayConfig(AppConfig):
    name = "plugins.test_pay"
    label = "test_pay"
    plugin = Manifest(
        code="test_pay",
        name=_("Test payment"),
        version="1.0",
        description=_("Pays at the payment emulator. No money moves."),
        provides=("payment_provider",),
        settings=(
            Setting(
                "url",
                _("Address of the provider"),
                kind="url",
                help=_("Empty: TEST_PROVIDER_URL of the environment."),
            ),
            Setting("key", _("API key"), kind="secret", help=_("Empty: TEST_PROVIDER_KEY.")),
            Setting(
                "secret", _("Secret of notifications"), kind="secret", help=_("Empty: TEST_PROVIDER_SECRET.")
            ),
            Setting(
                "capture",
                _("When money is taken"),
                kind="choice",
                default="automatic",
                choices=(("automatic", _("At once")), ("manual", _("When the order ships"))),
            ),
            Setting("tolerance", _("Oldest notification, in seconds"), kind="number"),
            Setting("timeout", _("Longest wait for an answer, in seconds"), kind="number", default=8),
        ),
    )

    def register(self) -> None:
        from commerce.payments.providers import providers

        from .provider import TestPay

        providers.register(TestPay.code, TestPay, plugin=self.plugin.code)

"""App configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class LooksConfig(AppConfig):
    name = "cms.looks"
    label = "looks"
    verbose_name = _("Looks")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from commerce.backoffice.policies import KeptPolicy
        from themes.engine import windows
        from themes.engine.models import ThemeWindow

        from .models import ShopLook

        register_permission_policy(ThemeWindow, KeptPolicy(ThemeWindow))
        for signal in (
            post_save,
            post_delete,
        ):  # saved as what it stands for, it tells only its own receivers
            signal.connect(windows.forget, sender=ShopLook, dispatch_uid="looks.forget")

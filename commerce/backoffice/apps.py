"""App configuration."""

from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """Registers the permission policies before any admin view asks for one."""

    name = "commerce.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        from . import policies

        policies.register()

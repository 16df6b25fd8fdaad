"""App configuration."""

from django.apps import AppConfig


class NavigationConfig(AppConfig):
    name = "cms.navigation"
    label = "navigation"

    def ready(self) -> None:
        from . import handlers

        handlers.connect()

"""App configuration."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "cms.home"
    label = "home"

    def ready(self) -> None:
        from commerce.core import editorial

        from . import handlers
        from .editorial import Editors

        editorial.register(Editors())
        handlers.connect()

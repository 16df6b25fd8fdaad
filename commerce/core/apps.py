"""The core app: discovers listeners, jobs and plugins once all apps are loaded."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Must stand last among the `commerce` apps, so that every handler's context is loaded first."""

    name = "commerce.core"
    label = "core"

    def ready(self) -> None:
        from . import checks as checks
        from . import plugins

        autodiscover_modules("handlers", "jobs")
        plugins.load()

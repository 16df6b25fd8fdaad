"""App configuration."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Answers the registries' question which plugin acts in which channel."""

    name = "commerce.channels"
    label = "channels"

    def ready(self) -> None:
        from commerce.core import registry

        from . import queries

        registry.set_enablement(queries.is_plugin_enabled)

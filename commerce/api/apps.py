"""App configuration."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "commerce.api"
    label = "api"

    def ready(self) -> None:
        from . import schema as schema  # registers how callers authenticate

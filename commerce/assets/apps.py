"""App configuration."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "commerce.assets"
    label = "assets"

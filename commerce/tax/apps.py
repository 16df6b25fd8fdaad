"""App configuration."""

from django.apps import AppConfig


class TaxConfig(AppConfig):
    name = "commerce.tax"
    label = "tax"

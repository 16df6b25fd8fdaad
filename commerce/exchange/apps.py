"""App configuration."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "commerce.exchange"
    label = "exchange"

"""App configuration."""

from django.apps import AppConfig


class FulfillmentConfig(AppConfig):
    name = "commerce.fulfillment"
    label = "fulfillment"

"""App configuration."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "commerce.documents"
    label = "documents"

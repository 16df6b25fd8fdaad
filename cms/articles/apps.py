"""App configuration."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "cms.articles"
    label = "articles"

    def ready(self) -> None:
        from cms.blocks import news

        from .queries import newest

        news.register(newest)

"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save


class AssetsConfig(AppConfig):
    """Asks for renditions whenever a picture is saved: uploads come in through Wagtail's own forms."""

    name = "commerce.assets"
    label = "assets"

    def ready(self) -> None:
        post_save.connect(
            ask_for_renditions, sender=self.get_model("ShopImage"), dispatch_uid="assets.ask_for_renditions"
        )


def ask_for_renditions(instance: Any, raw: bool, **kwargs: Any) -> None:
    """After commit, in the background: a new file or a moved focal point needs other renditions."""
    from .tasks import make_renditions

    if not raw:
        transaction.on_commit(lambda: make_renditions.enqueue(instance.pk))

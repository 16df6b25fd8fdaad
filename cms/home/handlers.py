"""Every process keeps what surrounds its pages; what editors change there is read again."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import post_page_move

from .editorial import presentation
from .models import ShopFacts, StandardPage


def forget_presentation(sender: object, **kwargs: Any) -> None:
    presentation.forget()


def connect() -> None:
    """Called once, when apps are ready."""
    for model in (ShopFacts, StandardPage):
        for signal in (post_save, post_delete):
            signal.connect(forget_presentation, sender=model, dispatch_uid=f"home.{model.__name__}")
    post_page_move.connect(forget_presentation, dispatch_uid="home.moved")

"""What follows when editors publish: kept surroundings are read again, pictures made in all their sizes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.signals import page_published, post_page_move

from commerce.assets.services import use_anywhere

from .editorial import presentation
from .models import ShopFacts, StandardPage


def forget_presentation(sender: object, **kwargs: Any) -> None:
    presentation.forget()


def make_pictures(sender: object, instance: Page, **kwargs: Any) -> None:
    """Of a product's picture only the sizes of products were made; now an editor shows it large."""
    shown = set()
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            for model, key, *_path in field.extract_references(getattr(instance, field.name)):
                if model is get_image_model():
                    shown.add(int(key))
    if shown:
        use_anywhere(shown)


def connect() -> None:
    """Called once, when apps are ready."""
    for model in (ShopFacts, StandardPage):
        for signal in (post_save, post_delete):
            signal.connect(forget_presentation, sender=model, dispatch_uid=f"home.{model.__name__}")
    page_published.connect(make_pictures, dispatch_uid="home.pictures")
    post_page_move.connect(forget_presentation, dispatch_uid="home.moved")

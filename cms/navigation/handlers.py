"""Kept menus are read again when one is changed, or when a page moves, appears or goes."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .models import Menu
from .queries import kept_menus


def forget_menus(sender: object, **kwargs: Any) -> None:
    kept_menus.forget()


def connect() -> None:
    """Called once, when apps are ready."""
    for signal in (post_save, post_delete):
        signal.connect(forget_menus, sender=Menu, dispatch_uid="navigation.menu")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget_menus, dispatch_uid="navigation.pages")
    post_delete.connect(forget_menus, sender="wagtailcore.Page", dispatch_uid="navigation.deleted")

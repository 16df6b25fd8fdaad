"""What is kept of products and categories grows stale when editors change words on it."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from commerce.catalog.services import touch

from .landings import landings
from .models import CategoryLanding, ProductPage


@receiver(page_published, sender=ProductPage)
@receiver(page_unpublished, sender=ProductPage)
def story_changed(instance: ProductPage, **kwargs: Any) -> None:
    """`page_published` also fires for a first publication that is only scheduled: not live, no change."""
    if instance.live or kwargs.get("signal") is page_unpublished:
        touch(product_id=instance.product_id, reason="content")


@receiver(post_save, sender=CategoryLanding)
@receiver(post_delete, sender=CategoryLanding)
def landing_changed(**kwargs: Any) -> None:
    landings.forget()

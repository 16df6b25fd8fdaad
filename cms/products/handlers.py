"""Publishing and unpublishing a story makes cached pages of its product stale."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from commerce.catalog.services import touch

from .models import ProductPage


@receiver(page_published, sender=ProductPage)
@receiver(page_unpublished, sender=ProductPage)
def story_changed(instance: ProductPage, **kwargs: Any) -> None:
    """`page_published` also fires for a first publication that is only scheduled: not live, no change."""
    if instance.live or kwargs.get("signal") is page_unpublished:
        touch(product_id=instance.product_id, reason="content")

"""Image, rendition and document tables, apart from pages so that any context may point at them.

Named `Shop…` because Wagtail keeps tables of the plain names.
"""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet
from wagtail.images.models import Image as WagtailImage

from commerce.core.fields import PublicIdField
from commerce.core.locking import doom

from .errors import ImageInUse


class ShopImageQuerySet(ImageQuerySet):
    """Every screen of Wagtail's deletes in its own way; all of them end here."""

    def delete(self) -> Any:
        """Deletes all of them or none. Raises ImageInUse where a product shows one.

        Opens a transaction. Locks the pictures first, by key, and so waits for whoever is taking one just
        now (`services.hold_images`).
        """
        with transaction.atomic():
            for image in self.order_by("pk"):
                doom(image)
            try:
                return super().delete()
            except models.ProtectedError as protected:
                raise ImageInUse from protected


class ShopImage(AbstractImage):
    """A picture. `description` is its default alternative text; uses give their own per language."""

    public_id = PublicIdField()
    source_hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text=_("SHA-256 of the imported file.")
    )
    is_product_picture = models.BooleanField(
        _("only on products"), default=False, help_text=_("Only the sizes that products need are made ahead.")
    )
    made_for = models.CharField(
        max_length=16, blank=True, editable=False, help_text=_("Which declared sizes are all made.")
    )
    # By spec; see `made.summary`. Pages read this, and never the dozen rows it stands for.
    made = models.JSONField(default=dict, editable=False)

    admin_form_fields = WagtailImage.admin_form_fields
    objects = ShopImageQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["source_hash"], condition=~models.Q(source_hash=""), name="imported_once"
            )
        ]

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """As many at once are: raises ImageInUse."""
        return type(self).objects.filter(pk=self.pk).delete()


class Rendition(AbstractRendition):
    """One made-ahead size and format of an image."""

    image = models.ForeignKey(ShopImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"
            )
        ]


class ShopDocument(AbstractDocument):
    """A file for download."""

    public_id = PublicIdField()

    admin_form_fields = WagtailDocument.admin_form_fields

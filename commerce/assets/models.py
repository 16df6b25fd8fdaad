"""Image, rendition and document tables, apart from pages so that any context may point at them.

Named `Shop…` because Wagtail keeps tables of the plain names.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from commerce.core.fields import PublicIdField


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

    class Meta(AbstractImage.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["source_hash"], condition=~models.Q(source_hash=""), name="imported_once"
            )
        ]


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

"""Pictures of products."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import TranslatedField


class ProductMedia(models.Model):
    """One picture in a product's gallery, of the product or of one variant."""

    class Role(models.TextChoices):
        MAIN = "main", _("main")
        ANGLE = "angle", _("angle")
        DETAIL = "detail", _("detail")
        IN_USE = "in_use", _("in use")

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="media")
    variant = models.ForeignKey(
        "catalog.Variant", null=True, blank=True, on_delete=models.CASCADE, related_name="media"
    )
    image = models.ForeignKey(
        "assets.ShopImage", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    alt = TranslatedField(_("alternative text"), blank=True)
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.ANGLE)
    position = models.PositiveIntegerField(_("position"), default=0)
    source_url = models.CharField(
        max_length=1000,
        blank=True,
        help_text=_("Where an import found it; without image it could not be fetched."),
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.product_id} #{self.position}"

"""The category tree. Written only through `services.categories`, which holds the tree's lock."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from mptt.models import MPTTModel, TreeForeignKey

from commerce.core.fields import PublicIdField, TranslatedField


class Category(MPTTModel):
    """A node of the tree. `slug` is locale-free; addresses carry the public id, so moves keep links."""

    public_id = PublicIdField()
    parent = TreeForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    name = TranslatedField(_("name"))
    description = TranslatedField(_("description"), blank=True)
    image = models.ForeignKey(
        "assets.ShopImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_active = models.BooleanField(_("active"), default=True)
    hide_when_empty = models.BooleanField(_("hide when empty"), default=False)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["tree_id", "lft"]

    def __str__(self) -> str:
        return self.slug


class ProductCategory(models.Model):
    """A product's place in a category; the primary one gives the breadcrumb."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="placements")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="placements")
    is_primary = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "category"], name="product_once_per_category"),
            models.UniqueConstraint(
                fields=["product"], condition=models.Q(is_primary=True), name="one_primary_category"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.category_id}"

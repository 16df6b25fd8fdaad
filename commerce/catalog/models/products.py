"""Products, their texts, brands, and where they are listed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import PublicIdField, TranslatedField
from commerce.core.locking import LockingQuerySet


class Brand(models.Model):
    """Who makes it."""

    public_id = PublicIdField()
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    name = TranslatedField(_("name"))
    logo = models.ForeignKey(
        "assets.ShopImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def __str__(self) -> str:
        return self.slug


class Product(models.Model):
    """The sellable truth (SPU). A story page may wrap it, but nothing here depends on one."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ACTIVE = "active", _("active")
        ARCHIVED = "archived", _("archived")

    public_id = PublicIdField()
    handle = models.CharField(
        _("handle"), max_length=200, unique=True, help_text=_("Stable name for imports and integrations.")
    )
    product_type = models.ForeignKey(
        "catalog.ProductType", null=True, blank=True, on_delete=models.PROTECT, related_name="products"
    )
    brand = models.ForeignKey(Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="products")
    tax_category = models.ForeignKey(
        "tax.TaxCategory", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("Empty: the shop's default."),
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    tags: Any = models.JSONField(_("tags"), default=list, blank=True)
    categories = models.ManyToManyField(
        "catalog.Category", through="catalog.ProductCategory", related_name="products"
    )
    content_version = models.PositiveIntegerField(
        default=1, help_text=_("Rises with every change shoppers can see; part of cache keys.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = LockingQuerySet["Product"].as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.handle


class ProductTranslation(models.Model):
    """A product's texts in one language. `description` is sanitized HTML."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=12)
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=120, allow_unicode=True)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=200, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "language"], name="one_translation_per_language")
        ]

    def __str__(self) -> str:
        return self.name


class ProductListing(models.Model):
    """A product on a channel's shelf, inside an optional window; evaluated at read time."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listings")
    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    is_listed = models.BooleanField(_("listed"), default=True)
    available_from = models.DateTimeField(_("available from"), null=True, blank=True)
    available_until = models.DateTimeField(_("available until"), null=True, blank=True)
    listed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints = [
            models.UniqueConstraint(fields=["product", "channel"], name="listed_once_per_channel"),
            models.CheckConstraint(
                condition=models.Q(available_from=None)
                | models.Q(available_until=None)
                | models.Q(available_until__gt=models.F("available_from")),
                name="listing_window_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} @ {self.channel_id}"

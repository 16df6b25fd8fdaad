"""What is kept ready for listings and search. Rebuilt from other contexts at any time: `reindex`.

Nothing here is the truth about a product, and nothing here says "now": listing windows and prices are
intervals, compared with the context's instant when read.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from commerce.core.fields import AmountField


class ProductDocument(models.Model):
    """A product's words in one language, folded by `words`.

    `title` (name, brand, SKUs) weighs more than `body`. The text index over both is made by the
    migration `text_index`.
    """

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=120)
    public_id = models.CharField(max_length=12, help_text="Of the product.")
    sort_key = models.CharField(max_length=160, help_text="Orders names alike in every database.")
    title = models.TextField()
    body = models.TextField(blank=True)
    skus = models.TextField(blank=True, help_text="Folded, each between two line feeds.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "language"], name="one_document_per_language")
        ]

    def __str__(self) -> str:
        return self.name


class Shelf(models.Model):
    """A product on a channel's shelf, inside its window. Only active, listed products stand here."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    listed_at = models.DateTimeField()
    available_from = models.DateTimeField(null=True, blank=True)
    available_until = models.DateTimeField(null=True, blank=True)
    is_in_stock = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "channel"], name="one_shelf_per_channel")]
        indexes = [models.Index(fields=["channel", "-listed_at", "-product"], name="shelf_newest_first")]

    def __str__(self) -> str:
        return f"{self.product_id} @ {self.channel_id}"


class ShelfPrice(models.Model):
    """The lowest public price of a shelf's variants during an interval; intervals do not overlap."""

    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="prices")
    currency = models.CharField(max_length=3)
    amount = AmountField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shelf", "currency", "valid_from"], name="one_shelf_price")
        ]

    def __str__(self) -> str:
        return f"{self.shelf_id}: {self.amount} {self.currency}"


class Placement(models.Model):
    """A product below a category, however deep."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey("catalog.Category", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "product"], name="placed_once")]

    def __str__(self) -> str:
        return f"{self.product_id} in {self.category_id}"


class Term(models.Model):
    """A value of a facet: brand "Fang", color "red"."""

    facet = models.CharField(max_length=60)
    value = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    facet_name: Any = models.JSONField(default=dict)
    label: Any = models.JSONField(default=dict)
    color = models.CharField(max_length=7, blank=True)
    facet_position = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="one_term_per_value")]

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


class ProductTerm(models.Model):
    """A product has a facet's value."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "term"], name="one_term_per_product")]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.term_id}"

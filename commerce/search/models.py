"""What is kept ready for listings and search. Rebuilt from other contexts at any time: `reindex`.

Nothing here is the truth about a product, and nothing here says "now": listing windows and prices are
intervals, compared with the context's instant when read.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from commerce.core.fields import AmountField

from .fields import IdsField


class ProductDocument(models.Model):
    """A product's words in one language, folded by `words`.

    `title` (name, brand, SKUs) weighs more than `facts` (what cards and filters say besides), and both more
    than `prose`. The text indexes over the first two and over all three are made by `text_index`.
    """

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    slug = models.CharField(max_length=120)
    public_id = models.CharField(max_length=12, help_text="Of the product.")
    sort_key = models.CharField(max_length=160, help_text="Orders names alike in every database.")
    title = models.TextField()
    facts = models.TextField(blank=True)
    prose = models.TextField(blank=True)
    skus = models.TextField(blank=True, help_text="Folded, each between two line feeds.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "language"], name="one_document_per_language")
        ]

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """A product on a channel's shelf for one price during an interval; intervals do not overlap.

    The price is the lowest public one of its variants. Only active, listed products with a price stand
    here, so that one row answers who sees what, from when until when, what it costs and what it counts for.
    """

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+", db_index=False)
    channel = models.ForeignKey(
        "channels.Channel", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    currency = models.CharField(max_length=3)
    amount = AmountField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField()
    is_in_stock = models.BooleanField(default=False)
    terms = IdsField(help_text="Ids of the terms the product has.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "channel", "currency", "starts_at"], name="one_offer_at_a_time"
            )
        ]
        indexes = [
            models.Index(
                fields=["channel", "currency", "-listed_at", "-product"], name="offers_newest_first"
            ),
            models.Index(fields=["channel", "currency", "amount", "-product"], name="offers_by_price"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} @ {self.channel_id}: {self.amount} {self.currency}"


class Placement(models.Model):
    """A product below a category, however deep."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    category = models.ForeignKey(
        "catalog.Category", on_delete=models.CASCADE, related_name="+", db_index=False
    )

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

"""Carts and their lines."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import AmountField, PublicIdField
from commerce.core.locking import LockingQuerySet


class Cart(models.Model):
    """What somebody means to buy. Anonymous ones are held by a token, members' by the customer.

    What it became stands in the order: `source_key` is "cart:<public id>".
    `delivery` remembers what checkout asked (contact, address, methods), so that nothing is retyped.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("ordered")
        MERGED = "merged", _("merged")

    public_id = PublicIdField()
    token_digest = models.CharField(max_length=64, unique=True)
    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    delivery: Any = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(
        default=0, help_text=_("Rises with every change, so that a look without a lock can be trusted.")
    )
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)

    objects = LockingQuerySet["Cart"].as_manager()

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "channel"],
                condition=Q(status="open", customer__isnull=False),
                name="one_open_cart_per_customer",
            )  # fmt: skip
        ]

    def __str__(self) -> str:
        return self.public_id


class CartLine(models.Model):
    """A variant and how many. `seen_unit_amount` is the price last shown, to announce changes."""

    public_id = PublicIdField()
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    seen_unit_amount = AmountField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="one_line_per_variant"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="cart_line_has_a_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant_id}"

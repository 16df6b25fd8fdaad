"""Orders, lines, adjustments, history: a record that keeps what the customer saw."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import AmountField, PublicIdField
from commerce.core.locking import LockingQuerySet

from .states import Status


class PaymentStatus(models.TextChoices):
    UNPAID = "unpaid", _("unpaid")
    AUTHORIZED = "authorized", _("authorized")
    COLLECT = "collect", _("to be collected on delivery")
    PARTIALLY_PAID = "partially_paid", _("partially paid")
    PAID = "paid", _("paid")
    PARTIALLY_REFUNDED = "partially_refunded", _("partially refunded")
    REFUNDED = "refunded", _("refunded")


class FulfillmentStatus(models.TextChoices):
    UNFULFILLED = "unfulfilled", _("not shipped")
    PARTIAL = "partial", _("partially shipped")
    SHIPPED = "shipped", _("shipped")
    DELIVERED = "delivered", _("delivered")


class Order(models.Model):
    """One purchase. Amounts are minor units of `currency`; status columns follow the state table."""

    public_id = PublicIdField()
    number = models.CharField(_("number"), max_length=20, unique=True)
    token_digest = models.CharField(max_length=64, unique=True, help_text=_("SHA-256 of the tracking token."))
    token = models.CharField(
        max_length=64, unique=True, help_text=_("Unguessable part of the tracking link.")
    )
    source_key = models.CharField(
        max_length=80, unique=True, help_text=_("What it was placed from; once only.")
    )
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", null=True, blank=True, on_delete=models.SET_NULL, related_name="orders"
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=12)
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices())
    payment_status = models.CharField(
        _("payment"), max_length=20, choices=PaymentStatus.choices, default=PaymentStatus.UNPAID
    )
    fulfillment_status = models.CharField(
        _("delivery"), max_length=20, choices=FulfillmentStatus.choices, default=FulfillmentStatus.UNFULFILLED
    )
    items_amount = AmountField(_("items"), help_text=_("Lines before discounts."))
    discount_amount = AmountField(_("discount"), default=0, help_text=_("Positive; already off the total."))
    shipping_amount = AmountField(_("shipping"), default=0)
    tax_amount = AmountField(_("tax"), default=0, help_text=_("Contained in the total."))
    total_amount = AmountField(_("total"))
    captured_amount = AmountField(_("paid"), default=0)
    refunded_amount = AmountField(_("refunded"), default=0)
    prices_include_tax = models.BooleanField(default=True)
    shipping_method_code = models.CharField(max_length=60, blank=True)
    shipping_method_name = models.CharField(_("delivery method"), max_length=200, blank=True)
    payment_method_code = models.CharField(max_length=60, blank=True)
    shipping_address: Any = models.JSONField(default=dict, blank=True)
    billing_address: Any = models.JSONField(default=dict, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    theme_code = models.CharField(max_length=60, blank=True)
    theme_version = models.CharField(max_length=80, blank=True)
    price_trace: Any = models.JSONField(default=dict, blank=True)
    policy_revisions: Any = models.JSONField(default=dict, blank=True)
    pay_by = models.DateTimeField(null=True, blank=True)
    placed_at = models.DateTimeField(_("placed"))
    confirmed_at = models.DateTimeField(null=True, blank=True)
    canceled_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = LockingQuerySet["Order"].as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["status", "-placed_at"], name="order_queue"),
            models.Index(fields=["pay_by"], condition=Q(status="pending_payment"), name="order_unpaid"),
            models.Index(fields=["email"], name="order_email"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total_amount__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(
                condition=Q(refunded_amount__gte=0, captured_amount__gte=0), name="order_money_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    """One variant in an order, as it was named, priced and taxed; with what the customer saw.

    `total_amount` is what the customer pays for the line, tax included: quantity × unit − discount
    (+ tax where prices exclude it).
    """

    public_id = PublicIdField()
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    variant = models.ForeignKey("catalog.Variant", null=True, on_delete=models.SET_NULL, related_name="+")
    product_public_id = models.CharField(max_length=12)
    variant_public_id = models.CharField(max_length=12)
    sku = models.CharField(max_length=100, blank=True)
    name = models.CharField(_("name"), max_length=200)
    option_label = models.CharField(_("options"), max_length=300, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    list_amount = AmountField(_("list price"))
    unit_amount = AmountField(_("unit price"))
    discount_amount = AmountField(_("discount"), default=0)
    tax_amount = AmountField(_("tax"), default=0)
    tax_rate_ppm = models.PositiveIntegerField(default=0)
    total_amount = AmountField(_("total"))
    weight_grams = models.PositiveIntegerField(default=0)
    requires_shipping = models.BooleanField(default=True)
    shipped_quantity = models.PositiveIntegerField(default=0)
    page_revision_id = models.BigIntegerField(null=True, blank=True)
    image_id = models.BigIntegerField(null=True, blank=True)
    theme_code = models.CharField(max_length=60, blank=True)
    theme_version = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=12)
    price_trace: Any = models.JSONField(default=list, blank=True)
    policy_revisions: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_line_per_position"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="line_has_a_quantity"),
            models.CheckConstraint(
                condition=Q(shipped_quantity__lte=models.F("quantity")), name="never_ship_more_than_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"


class OrderAdjustment(models.Model):
    """A named deduction or charge, spread to its line: the figures refunds will follow."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="adjustments")
    line = models.ForeignKey(
        OrderLine, null=True, blank=True, on_delete=models.CASCADE, related_name="adjustments"
    )
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=80, help_text=_("Rule and revision, e.g. promotion:abc@3."))
    label = models.CharField(max_length=200)
    amount = AmountField(help_text=_("Negative lowers the price. Minor units."))

    def __str__(self) -> str:
        return f"{self.label}: {self.amount}"


class OrderChange(models.Model):
    """One line of an order's history: which command, from where to where, by whom."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="history")
    command = models.CharField(max_length=30)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    actor_kind = models.CharField(max_length=12, help_text=_("shopper, staff, provider or system"))
    actor_id = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.command}: {self.from_status} → {self.to_status}"

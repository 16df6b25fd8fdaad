"""Payments, attempts, the events money is computed from, refunds, and the notification log."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import AmountField, PublicIdField
from commerce.core.locking import LockingQuerySet

from .states import AttemptState, RefundState


class Payment(models.Model):
    """What an order is to be paid: one per order; the row that is locked. Sums follow its events."""

    public_id = PublicIdField()
    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    amount = AmountField(help_text=_("Due. Minor units."))
    authorized_amount = AmountField(default=0)
    captured_amount = AmountField(default=0)
    refunded_amount = AmountField(
        default=0, help_text=_("Done and underway; reserved before the provider is called.")
    )
    created_at = models.DateTimeField()

    objects = LockingQuerySet["Payment"].as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_amount__gte=0) & Q(refunded_amount__lte=F("captured_amount")),
                name="never_refund_more_than_captured",
            ),
            models.CheckConstraint(
                condition=Q(authorized_amount__gte=0) & Q(captured_amount__gte=0),
                name="payment_sums_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class PaymentAttempt(models.Model):
    """One try with one provider. `merchant_ref` is ours, never reused for another amount or try."""

    public_id = PublicIdField()
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="attempts")
    provider = models.CharField(_("provider"), max_length=60)
    channel = models.CharField(
        max_length=40, blank=True, help_text=_("Whose settings of the provider apply.")
    )
    account = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("Our account at the provider; other messages are foreign."),
    )
    merchant_ref = models.CharField(max_length=64, unique=True)
    provider_ref = models.CharField(max_length=120, blank=True, db_index=True)
    currency = models.CharField(max_length=3)
    amount = AmountField()
    state = models.CharField(max_length=20, choices=AttemptState.choices(), default=AttemptState.CREATED)
    action: Any = models.JSONField(default=dict, blank=True, help_text=_("What the shopper does next."))
    error_code = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    next_query_at = models.DateTimeField(null=True, blank=True)
    queries = models.PositiveIntegerField(default=0, help_text=_("How often the provider was asked."))

    class Meta:
        verbose_name = _("payment attempt")
        verbose_name_plural = _("payment attempts")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["next_query_at"],
                condition=Q(next_query_at__isnull=False),
                name="payment_attempt_to_query",
            )
        ]

    def __str__(self) -> str:
        return self.merchant_ref


class PaymentEvent(models.Model):
    """One verified fact about an attempt; append-only. Balances are computed from these."""

    class Kind(models.TextChoices):
        AUTHORIZED = "authorized", _("authorized")
        CAPTURED = "captured", _("captured")
        FAILED = "failed", _("failed")
        VOIDED = "voided", _("voided")
        REFUNDED = "refunded", _("refunded")
        INFO = "info", _("information")

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    amount = AmountField(default=0)
    effect_ref = models.CharField(max_length=120, help_text=_("The provider's id of the charge or refund."))
    source = models.CharField(max_length=12, help_text=_("webhook, return, query, bill or manual"))
    occurred_at = models.DateTimeField(help_text=_("When it happened, by the provider's word."))
    received_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True, help_text=_("When the order had followed."))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "kind", "effect_ref"], name="one_event_per_effect")
        ]
        indexes = [models.Index(fields=["id"], condition=Q(settled_at=None), name="payment_event_unsettled")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class Refund(models.Model):
    """Money on its way back. The row and its amount exist before the provider is called."""

    public_id = PublicIdField()
    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="refunds")
    merchant_ref = models.CharField(max_length=64, unique=True)
    provider_ref = models.CharField(max_length=120, blank=True)
    amount = AmountField()
    state = models.CharField(max_length=12, choices=RefundState.choices(), default=RefundState.PENDING)
    reason = models.CharField(max_length=200, blank=True)
    actor_id = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_positive")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(next_attempt_at__isnull=False),
                name="refund_to_send",
            )
        ]

    def __str__(self) -> str:
        return self.merchant_ref


class Notification(models.Model):
    """A provider's verified message, stored once and committed before anything follows from it."""

    provider = models.CharField(max_length=60)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    body = models.BinaryField()
    verdict = models.CharField(
        max_length=40, default="accepted", help_text=_("accepted, or why it was not believed")
    )
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("payment notification")
        verbose_name_plural = _("payment notifications")
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="one_notification_per_event")
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"


class RejectedNotification(models.Model):
    """Counted and sampled, not stored whole: messages whose signature failed, per provider and hour."""

    provider = models.CharField(max_length=60)
    reason = models.CharField(max_length=60)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    sample = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reason", "hour"], name="one_rejection_row_per_hour")
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.reason}: {self.count}"

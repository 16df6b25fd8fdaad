"""Tables of the core: outbox, deliveries, idempotency keys, job runs."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxEvent(models.Model):
    """One announced fact, written in the transaction that made it true."""

    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    payload: Any = models.JSONField()
    occurred_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.CharField(max_length=500, blank=True)
    correlation_id = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=models.Q(delivered_at=None),
                name="outbox_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class EventDelivery(models.Model):
    """Proof that one listener had one event."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=200)
    delivered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="one_delivery_per_listener")]

    def __str__(self) -> str:
        return f"{self.handler} ← {self.event_id}"


class IdempotencyKey(models.Model):
    """The remembered answer of a money-moving request."""

    scope = models.CharField(max_length=120, help_text=_("Route and actor."))
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64, help_text=_("SHA-256 of the request body."))
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("Empty while in progress."))
    body: Any = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class JobRun(models.Model):
    """When a periodic job last ran, so that several schedulers share one calendar."""

    name = models.CharField(max_length=100, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    last_result = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name

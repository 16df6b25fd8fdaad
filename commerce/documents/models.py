"""Issued documents and the counters of their series."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commerce.core.fields import AmountField, PublicIdField
from commerce.core.locking import LockingQuerySet

KINDS = [("invoice", pgettext_lazy("document", "Invoice")), ("credit_note", _("Credit note"))]


class Series(models.Model):
    """The row that is locked to number documents of one kind, channel and year."""

    kind = models.CharField(max_length=12, choices=KINDS)
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(help_text=_("Of the channel's own calendar."))
    last_number = models.PositiveIntegerField(default=0)

    objects = LockingQuerySet["Series"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "channel", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel_id} {self.year}: {self.last_number}"


class FiscalDocument(models.Model):
    """An invoice or credit note. The database refuses to change or delete it (see the migration)."""

    public_id = PublicIdField()
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="documents")
    sequence = models.PositiveIntegerField(help_text=_("Its place in the series, from 1 without gaps."))
    number = models.CharField(_("number"), max_length=64, unique=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    cause = models.CharField(
        max_length=60, help_text=_("What it was issued for; once per order, kind and cause.")
    )
    language = models.CharField(_("language"), max_length=12)
    currency = models.CharField(_("currency"), max_length=3)
    total_amount = AmountField(_("total"))
    content: Any = models.JSONField(help_text=_("All it says."))
    issued_at = models.DateTimeField(_("issued"))
    actor_id = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("invoice or credit note")
        verbose_name_plural = _("invoices and credit notes")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "sequence"], name="a_number_is_given_once"),
            models.UniqueConstraint(fields=["order", "kind", "cause"], name="issued_once_per_cause"),
            models.CheckConstraint(condition=Q(total_amount__gte=0), name="document_total_not_negative"),
        ]

    def __str__(self) -> str:
        return self.number

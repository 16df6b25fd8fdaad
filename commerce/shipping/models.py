"""Zones, methods and rate tables."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import AmountField, TranslatedField


class ShippingZone(models.Model):
    """Where a set of methods delivers, for one channel. `regions` empty: the whole countries. One that is
    switched off is as if it were not there: the next closest zone delivers."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = TranslatedField(_("name"))
    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    countries: Any = models.JSONField(
        _("countries"), default=list, help_text=_("ISO 3166 codes; empty for all.")
    )
    regions: Any = models.JSONField(_("regions"), default=list, blank=True)
    excluded_regions: Any = models.JSONField(_("except regions"), default=list, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("shipping zone")
        verbose_name_plural = _("shipping zones")

    def __str__(self) -> str:
        return self.code


class ShippingMethod(models.Model):
    """A way to deliver in a zone, with a promise in days."""

    zone = models.ForeignKey(ShippingZone, on_delete=models.CASCADE, related_name="methods")
    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    description = TranslatedField(_("description"), blank=True)
    carrier = models.CharField(_("carrier"), max_length=60, blank=True)
    min_days = models.PositiveSmallIntegerField(_("days at least"), default=1)
    max_days = models.PositiveSmallIntegerField(_("days at most"), default=3)
    free_over_amount = AmountField(_("free over"), null=True, blank=True)
    tax_category = models.ForeignKey(
        "tax.TaxCategory", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("shipping method")
        verbose_name_plural = _("shipping methods")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.code


class ShippingRate(models.Model):
    """A row of a method's table: the first whose weight range fits gives the fee."""

    method = models.ForeignKey(ShippingMethod, on_delete=models.CASCADE, related_name="rates")
    min_weight_grams = models.PositiveIntegerField(_("from grams"), default=0)
    max_weight_grams = models.PositiveIntegerField(_("up to grams"), null=True, blank=True)
    amount = AmountField(_("fee"))

    class Meta:
        verbose_name = _("shipping rate")
        verbose_name_plural = _("shipping rates")
        ordering = ["min_weight_grams", "id"]

    def __str__(self) -> str:
        return f"{self.method_id}: {self.amount}"

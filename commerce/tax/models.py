"""Tax categories, zones and rates."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import TranslatedField


class TaxCategory(models.Model):
    """What kind of goods, for tax: standard, reduced, books."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = TranslatedField(_("name"))
    is_default = models.BooleanField(_("default"), default=False)

    class Meta:
        verbose_name = _("tax category")
        verbose_name_plural = _("tax categories")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_tax_category"
            )
        ]

    def __str__(self) -> str:
        return self.code


class TaxZone(models.Model):
    """Where a set of rates applies. `regions` empty: the whole countries."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = TranslatedField(_("name"))
    countries: Any = models.JSONField(_("countries"), default=list, help_text=_("ISO 3166 codes."))
    regions: Any = models.JSONField(_("regions"), default=list, blank=True)
    priority = models.IntegerField(_("priority"), default=0, help_text=_("The highest matching zone wins."))

    class Meta:
        verbose_name = _("tax zone")
        verbose_name_plural = _("tax zones")

    def __str__(self) -> str:
        return self.code


class TaxRate(models.Model):
    """One rate of a category in a zone, valid for an interval."""

    zone = models.ForeignKey(TaxZone, on_delete=models.CASCADE, related_name="rates")
    category = models.ForeignKey(TaxCategory, on_delete=models.PROTECT, related_name="rates")
    name = TranslatedField(_("name"))
    rate_ppm = models.PositiveIntegerField(_("rate"), help_text=_("Parts per million, 130000 for 13 %."))
    valid_from = models.DateTimeField(_("valid from"), null=True, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")

    def __str__(self) -> str:
        return f"{self.zone_id}/{self.category_id}: {self.rate_ppm} ppm"

"""Channels and which plugins act in them."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import EncryptedTextField


class Channel(models.Model):
    """A market: one currency, some languages, a tax mode, the countries it ships to.

    No campaign may take a price below `price_floor_percent` of the list price; 0 lets all of them.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    currency = models.CharField(_("currency"), max_length=3, help_text=_("ISO 4217 code, e.g. CNY."))
    prices_include_tax = models.BooleanField(_("prices include tax"), default=True)
    default_language = models.CharField(_("default language"), max_length=12)
    languages: Any = models.JSONField(_("languages"), default=list)
    countries: Any = models.JSONField(
        _("countries"), default=list, blank=True, help_text=_("ISO 3166 codes it ships to; empty for all.")
    )
    hostname = models.CharField(
        _("host name"), max_length=253, blank=True, help_text=_("Requests to this host use this channel.")
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Shanghai")
    price_floor_percent = models.PositiveSmallIntegerField(
        _("lowest price"), default=10, validators=[MaxValueValidator(100)]
    )
    mails_invoices = models.BooleanField(_("mails invoices"), default=False)
    is_default = models.BooleanField(_("default"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_channel"
            ),
            models.UniqueConstraint(
                fields=["hostname"], condition=~models.Q(hostname=""), name="one_channel_per_host"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PluginActivation(models.Model):
    """Whether a plugin acts in a channel, and its settings there (JSON, encrypted at rest)."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="plugins")
    plugin = models.CharField(_("plugin"), max_length=60)
    is_enabled = models.BooleanField(_("enabled"), default=True)
    settings_json = EncryptedTextField(blank=True, default="")

    class Meta:
        verbose_name = _("plugin activation")
        verbose_name_plural = _("plugin activations")
        constraints = [
            models.UniqueConstraint(fields=["channel", "plugin"], name="one_activation_per_channel")
        ]

    def __str__(self) -> str:
        return f"{self.plugin} · {self.channel_id}"

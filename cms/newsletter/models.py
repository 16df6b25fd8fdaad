"""Subscriptions to the shop's letter."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """One mailbox. It gets letters while it is confirmed and has not left."""

    email = models.EmailField(_("e-mail address"), unique=True, help_text=_("In small letters."))
    language = models.CharField(_("language"), max_length=12)
    consent = models.CharField(_("agreed to"), max_length=300, help_text=_("The very words that were shown."))
    asked_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        verbose_name = _("newsletter subscription")
        verbose_name_plural = _("newsletter subscriptions")

    def __str__(self) -> str:
        return self.email

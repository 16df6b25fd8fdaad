"""Promotions. One kind so far: a percentage off a category inside a window."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import PublicIdField, TranslatedField
from commerce.core.locking import LockingQuerySet


class Promotion(models.Model):
    """`percent_ppm` off every product of `category` and below, from `starts_at` until `ends_at`.

    `revision` rises with each change and is pinned in price traces.
    """

    public_id = PublicIdField()
    name = TranslatedField(_("name"))
    channel = models.ForeignKey(
        "channels.Channel", null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text=_("Empty: all channels."),
    )  # fmt: skip
    category = models.ForeignKey("catalog.Category", on_delete=models.PROTECT, related_name="+")
    percent_ppm = models.PositiveIntegerField(
        _("percentage"), help_text=_("Parts per million, 200000 for 20 %.")
    )
    lane = models.SlugField(_("lane"), max_length=40, default="sale", help_text=_("The best of a lane wins."))
    priority = models.IntegerField(_("priority"), default=0)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = LockingQuerySet["Promotion"].as_manager()

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        indexes = [
            models.Index(
                fields=["category", "starts_at", "ends_at"],
                condition=Q(is_active=True),
                name="promotions_awake",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(percent_ppm__lte=1_000_000), name="at_most_everything_off"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="promotion_window"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

"""Price lists and prices. A price is an interval; a new one closes the one before, so the table is also
the history."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import AmountField
from commerce.core.locking import LockingQuerySet


class PriceList(models.Model):
    """Prices of a channel in one currency, perhaps for one customer group. Higher priority wins."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    currency = models.CharField(_("currency"), max_length=3)
    customer_group = models.ForeignKey(
        "customers.CustomerGroup", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    priority = models.IntegerField(_("priority"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    objects = LockingQuerySet["PriceList"].as_manager()

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """What one unit costs from `valid_from` until `valid_until` (exclusive), for `min_quantity` and more.

    Standing prices of a list, variant and quantity follow each other without overlap; temporary ones lie
    over them, and the lowest in force wins.
    """

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="prices")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    amount = AmountField(_("amount"))
    compare_at_amount = AmountField(_("was"), null=True, blank=True)
    min_quantity = models.PositiveIntegerField(_("from quantity"), default=1)
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    is_temporary = models.BooleanField(
        _("temporary"), default=False, help_text=_("Lies over the standing price for its time.")
    )

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        indexes = [models.Index(fields=["variant", "price_list", "valid_from"], name="price_lookup")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="price_interval"
            ),
            models.UniqueConstraint(
                fields=["price_list", "variant", "min_quantity", "valid_from"],
                condition=Q(is_temporary=False),
                name="one_price_per_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.amount}"

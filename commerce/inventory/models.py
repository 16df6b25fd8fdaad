"""Locations, stock items, reservations and the movement ledger."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import TranslatedField
from commerce.core.locking import LockingQuerySet


class Location(models.Model):
    """Where goods lie. Serves the channels named; none named: all."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = TranslatedField(_("name"))
    country = models.CharField(_("country"), max_length=2, blank=True)
    channels = models.ManyToManyField("channels.Channel", blank=True, related_name="+")
    priority = models.IntegerField(_("priority"), default=0, help_text=_("Higher is taken from first."))
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def __str__(self) -> str:
        return self.code


class StockItem(models.Model):
    """How much of a variant lies at a location and how much of that is promised. No row, no sale.

    Changed only by guarded statements in `services`; the constraint is the second wall.
    """

    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="items")
    on_hand = models.IntegerField(_("on hand"), default=0)
    reserved = models.IntegerField(_("reserved"), default=0)
    low_stock_level = models.PositiveIntegerField(_("low stock level"), default=0)

    objects = LockingQuerySet["StockItem"].as_manager()

    class Meta:
        verbose_name = _("stock item")
        verbose_name_plural = _("stock items")
        constraints = [
            models.UniqueConstraint(fields=["variant", "location"], name="one_stock_item_per_location"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(reserved__lte=F("on_hand")), name="never_oversold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} @ {self.location_id}"


class Reservation(models.Model):
    """Stock held for an order line: held until `expires_at`, then allocated, shipped or released."""

    class State(models.TextChoices):
        HELD = "held", _("held")
        ALLOCATED = "allocated", _("allocated")
        SHIPPED = "shipped", _("shipped")
        RELEASED = "released", _("released")

    stock_item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="reservations")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(help_text=_("Still held or allocated; shipping lowers it."))
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order_line", "stock_item"], name="one_reservation_per_line_and_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.stock_item_id} for {self.order_line_id}: {self.state}"


class StockMovement(models.Model):
    """One entry of the ledger; append-only. The quantities of an item add up to its on hand."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("receipt")
        SALE = "sale", _("sale")
        RETURN = "return", _("return")
        ADJUSTMENT = "adjustment", _("adjustment")

    stock_item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    quantity = models.IntegerField(help_text=_("Signed change of on hand."))
    key = models.CharField(max_length=100, unique=True, help_text=_("Makes a repeated posting do nothing."))
    order_line = models.ForeignKey(
        "orders.OrderLine", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)
    actor_id = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity:+d}"

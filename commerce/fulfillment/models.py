"""Shipments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import PublicIdField


class Shipment(models.Model):
    """A parcel on its way."""

    public_id = PublicIdField()
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    carrier = models.CharField(_("carrier"), max_length=60)
    tracking_number = models.CharField(_("tracking number"), max_length=80)
    key = models.CharField(max_length=100, unique=True, help_text=_("Makes a repeated request do nothing."))
    shipped_at = models.DateTimeField(_("shipped"))
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    actor_id = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"


class ShipmentLine(models.Model):
    """How many of an order line lie in a parcel."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))

    def __str__(self) -> str:
        return f"{self.quantity} of {self.order_line_id}"

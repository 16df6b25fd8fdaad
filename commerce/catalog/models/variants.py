"""Options and the variants they span."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import PublicIdField, TranslatedField


class Option(models.Model):
    """An axis of choice of one product: size, color."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="options")
    code = models.CharField(_("code"), max_length=100)
    name = TranslatedField(_("name"))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["product", "code"], name="option_once_per_product")]

    def __str__(self) -> str:
        return self.code


class OptionValue(models.Model):
    """A point on the axis: red, 42."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="values")
    code = models.CharField(_("code"), max_length=200)
    label = TranslatedField(_("label"))
    color = models.CharField(_("color"), max_length=7, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["option", "code"], name="value_once_per_option")]

    def __str__(self) -> str:
        return self.code


class Variant(models.Model):
    """What is bought (SKU). `signature` is its option values, so that a combination exists once."""

    public_id = PublicIdField()
    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(_("SKU"), max_length=100, null=True, blank=True, unique=True)
    barcode = models.CharField(_("barcode"), max_length=60, blank=True)
    signature = models.CharField(
        max_length=500, default="", help_text=_("Option values, e.g. size=s|color=red.")
    )
    option_values = models.ManyToManyField(OptionValue, through="VariantOptionValue", related_name="variants")
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveIntegerField(default=0)
    weight_grams = models.PositiveIntegerField(_("weight in grams"), default=0)
    requires_shipping = models.BooleanField(_("requires shipping"), default=True)
    hs_code = models.CharField(_("HS code"), max_length=12, blank=True)
    origin_country = models.CharField(_("country of origin"), max_length=2, blank=True)

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "signature"], name="one_variant_per_combination")
        ]

    def __str__(self) -> str:
        return self.sku or self.public_id


class VariantOptionValue(models.Model):
    """Which value a variant has on one of its product's axes."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="choices")
    value = models.ForeignKey(OptionValue, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "value"], name="value_once_per_variant")]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.value_id}"

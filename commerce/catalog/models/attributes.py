"""Typed attributes: what a product type asks for and what a product answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import TranslatedField


class Attribute(models.Model):
    """A typed property: color, material, weight. Filterable ones become facets."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number with unit")
        CHOICE = "choice", _("choice")
        MULTICHOICE = "multichoice", _("several choices")
        COLOR = "color", _("color swatch")
        BOOLEAN = "boolean", _("yes or no")
        DATE = "date", _("date")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    is_filterable = models.BooleanField(_("filter in listings"), default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.code


class AttributeChoice(models.Model):
    """One choice of a choice or color attribute."""

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="choices")
    code = models.SlugField(_("code"), max_length=60)
    label = TranslatedField(_("label"))
    color = models.CharField(_("color"), max_length=7, blank=True, help_text=_("#rrggbb"))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["attribute", "code"], name="one_choice_per_code")]

    def __str__(self) -> str:
        return self.code


class ProductType(models.Model):
    """What kind of product, and so which attributes it has."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = TranslatedField(_("name"))
    attributes = models.ManyToManyField(Attribute, through="ProductTypeAttribute", related_name="types")

    class Meta:
        verbose_name = _("product type")
        verbose_name_plural = _("product types")

    def __str__(self) -> str:
        return self.code


class ProductTypeAttribute(models.Model):
    """An attribute of a type; required ones stop publishing when empty."""

    product_type = models.ForeignKey(ProductType, on_delete=models.CASCADE)
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE)
    is_required = models.BooleanField(_("required"), default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["product_type", "attribute"], name="attribute_once_per_type")
        ]

    def __str__(self) -> str:
        return f"{self.product_type_id}/{self.attribute_id}"


class ProductAttribute(models.Model):
    """One answer: exactly one of the value columns is set, by the attribute's kind."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="attribute_values")
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT)
    choice = models.ForeignKey(AttributeChoice, null=True, blank=True, on_delete=models.PROTECT)
    text = TranslatedField(null=True, blank=True, default=None)
    number = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    boolean = models.BooleanField(null=True, blank=True)
    date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "attribute", "choice"], nulls_distinct=False, name="one_answer_per_choice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product_id}/{self.attribute_id}"

"""Whether a product is ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commerce.catalog.errors import UnknownProduct
from commerce.catalog.models import Attribute, Product, ProductMedia, ProductTypeAttribute, Variant
from commerce.catalog.providers import product_checks
from commerce.catalog.types import Problem
from commerce.core.i18n import pick


def publish_problems(product_id: int) -> list[Problem]:
    """All that registered checks have against publishing the product; empty: it is ready.

    Messages are in the active language. Raises UnknownProduct.
    """
    if not Product.objects.filter(pk=product_id).exists():
        raise UnknownProduct(data={"product": product_id})
    return [problem for _code, check in product_checks for problem in check.problems(product_id)]


class CatalogChecks:
    """The catalog's own check: not archived, a name, a variant, a picture, the required attributes."""

    def problems(self, product_id: int) -> Sequence[Problem]:
        product = Product.objects.get(pk=product_id)
        found: list[Problem] = []
        if product.status == Product.Status.ARCHIVED:
            found.append(Problem("archived", _("The product is archived."), ("status",)))
        if not product.translations.exclude(name="").exists():
            found.append(Problem("no_name", _("The product has no name."), ("translations",)))
        if not Variant.objects.filter(product=product, is_active=True).exists():
            found.append(Problem("no_variant", _("The product has no active variant."), ("variants",)))
        if not ProductMedia.objects.filter(product=product, image__isnull=False).exists():
            found.append(Problem("no_image", _("The product has no picture."), ("media",)))
        return [*found, *self._missing_attributes(product)]

    def _missing_attributes(self, product: Product) -> list[Problem]:
        required = ProductTypeAttribute.objects.filter(
            product_type_id=product.product_type_id, is_required=True
        )
        missing = Attribute.objects.filter(pk__in=required.values("attribute_id")).exclude(
            pk__in=product.attribute_values.values("attribute_id")
        )
        language = get_language() or ""
        return [
            Problem(
                "missing_attribute",
                _("%(attribute)s is missing.")
                % {"attribute": pick(attribute.name, language) or attribute.code},
                (f"attributes.{attribute.code}",),
            )
            for attribute in missing
        ]

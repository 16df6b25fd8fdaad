"""Names of products, variants and their states in the admin's language, for lists; one query per kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from commerce.catalog.models import Product, ProductTranslation, Variant, VariantOptionValue
from commerce.core.errors import Text
from commerce.core.i18n import pick

STATUSES: Mapping[str, Text] = {
    Product.Status.DRAFT: pgettext_lazy("product", "Draft"),
    Product.Status.ACTIVE: pgettext_lazy("product", "Active"),
    Product.Status.ARCHIVED: pgettext_lazy("product", "Archived"),
}


@dataclass(frozen=True, slots=True)
class VariantName:
    """`title` is the product's name and the variant's options."""

    title: str
    sku: str
    product_id: int


def product_names(product_ids: Iterable[int], language: str) -> dict[int, str]:
    """Names by product id, in the best language there is; the handle where there is none. Two queries."""
    ids = list(product_ids)
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = ProductTranslation.objects.filter(product_id__in=ids).exclude(name="")
    for product_id, code, name in rows.values_list("product_id", "language", "name"):
        found[product_id][code] = name
    handles = dict(Product.objects.filter(pk__in=set(ids) - found.keys()).values_list("pk", "handle"))
    return handles | {product_id: pick(names, language) for product_id, names in found.items()}


def variant_names(variant_ids: Iterable[int], language: str) -> dict[int, VariantName]:
    """Variants by id. Four queries."""
    rows = list(Variant.objects.filter(pk__in=list(variant_ids)).values_list("pk", "product_id", "sku"))
    names = product_names({product_id for _pk, product_id, _sku in rows}, language)
    labels = option_labels((pk for pk, _product, _sku in rows), language)
    return {
        pk: VariantName(
            " · ".join(part for part in (names.get(product_id), labels.get(pk)) if part),
            sku or "",
            product_id,
        )
        for pk, product_id, sku in rows
    }


def option_labels(variant_ids: Iterable[int], language: str) -> dict[int, str]:
    """`Red / 42` by variant id; variants without options are left out. One query."""
    rows = VariantOptionValue.objects.filter(variant_id__in=list(variant_ids)).order_by(
        "value__option__position", "value__option_id"
    )
    labels: dict[int, list[str]] = defaultdict(list)
    for variant_id, label, code in rows.values_list("variant_id", "value__label", "value__code"):
        labels[variant_id].append(pick(label, language) or code)
    return {variant_id: " / ".join(parts) for variant_id, parts in labels.items()}

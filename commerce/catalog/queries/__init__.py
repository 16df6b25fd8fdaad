"""Reads of the catalog, one module per kind; each says how many queries it costs."""

from .cards import cards
from .categories import (
    ancestor_ids,
    category_description,
    category_id_of,
    category_ids_of_products,
    category_image_ids,
    category_path,
    category_tree,
    get_category,
    subtree_ids,
)
from .checks import publish_problems
from .detail import get_detail
from .identity import (
    active_variant_ids,
    content_versions,
    listed_channel_ids,
    live_product_ids,
    product_address,
    product_id_of,
    product_id_of_handle,
    product_ids_of_variants,
    variant_id_of,
    variant_ids_of_products,
)
from .imports import fetched_pictures, variant_ids_by_signature
from .variants import sellable_variants, variant_facts

__all__ = [
    "fetched_pictures",
    "variant_ids_by_signature",
    "active_variant_ids",
    "ancestor_ids",
    "cards",
    "category_description",
    "category_id_of",
    "category_ids_of_products",
    "category_image_ids",
    "category_path",
    "category_tree",
    "content_versions",
    "get_category",
    "get_detail",
    "listed_channel_ids",
    "live_product_ids",
    "product_address",
    "product_id_of",
    "product_id_of_handle",
    "product_ids_of_variants",
    "publish_problems",
    "sellable_variants",
    "subtree_ids",
    "variant_facts",
    "variant_id_of",
    "variant_ids_of_products",
]

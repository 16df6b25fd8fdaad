"""Writes of the catalog, one module per noun. Each opens a transaction and announces what changed."""

from .attributes import ensure_attribute, ensure_product_type
from .brands import create_brand, delete_brand, ensure_brand, update_brand
from .categories import (
    check_tree,
    create_category,
    delete_category,
    ensure_category,
    hold_categories,
    move_category,
    rebuild_tree,
    repair_tree,
    update_category,
)
from .listings import set_listing, set_status, touch, touch_all
from .media import set_media
from .products import create_product, update_product
from .variants import signature_of, update_variant

__all__ = [
    "check_tree",
    "create_brand",
    "create_category",
    "create_product",
    "delete_brand",
    "delete_category",
    "ensure_attribute",
    "ensure_brand",
    "ensure_category",
    "ensure_product_type",
    "hold_categories",
    "move_category",
    "rebuild_tree",
    "repair_tree",
    "set_listing",
    "set_media",
    "set_status",
    "signature_of",
    "touch",
    "touch_all",
    "update_brand",
    "update_category",
    "update_product",
    "update_variant",
]

"""Keeping listings and search in step with the catalog, prices and stock. All calls are idempotent."""

from .indexing import index_product, index_products, reindex
from .stock import refresh_stock

__all__ = ["index_product", "index_products", "refresh_stock", "reindex"]

"""Listings, facets, text search and suggestions, in a handful of statements whatever the page size."""

from .listing import browse, product_ids_below
from .suggestions import suggest

__all__ = ["browse", "product_ids_below", "suggest"]

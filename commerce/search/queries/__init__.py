"""Listings, facets, text search and suggestions, in a handful of statements whatever the page size."""

from .listing import browse, product_ids_below
from .related import beside
from .shelves import shelves
from .suggestions import suggest

__all__ = ["beside", "browse", "product_ids_below", "shelves", "suggest"]

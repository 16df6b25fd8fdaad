"""Fills the contract of each page: facts out of queries, plain data into the theme."""

from .product import product_context, product_page

__all__ = ["product_context", "product_page"]

"""Listings, text search and suggestions over offers and documents: facets, sort, Chinese and English words.

Promises one statement for a page with its counts, whatever the page size.
"""

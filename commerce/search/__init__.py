"""Listing and text search over product documents: facets, sort, Chinese and English words.

Promises a handful of queries whatever the page size.
"""

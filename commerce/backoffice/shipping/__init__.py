"""Delivery for the owner: zones, the methods in them with their fees by weight, and a place to try them."""

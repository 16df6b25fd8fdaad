"""Taxes for the owner: categories of goods, zones with their rates, and a place to try them."""

"""Brands for staff: their names, their logo, and which products bear them."""

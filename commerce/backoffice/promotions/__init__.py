"""Promotions for staff: a percentage off a category inside a window."""

"""Menus that editors put together. Without one, the shop shows its categories and its own pages."""

"""HTML views, one module per page."""

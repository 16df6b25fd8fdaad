"""API views, one module per resource. Thin: parse, call one service or query, answer."""

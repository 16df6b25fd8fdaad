"""Tax categories, zones and rates, inclusive and exclusive. Rates are parts per million."""

"""Import and export: formats, mapping, dry run, a report per row."""

"""The category tree for staff; every write goes through the catalog's one locked service."""

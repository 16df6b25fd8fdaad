"""Zones, methods and rate tables; carriers by protocol."""

"""Gathers rules and facts for the pure chain: listing prices and cart quotes from one source."""

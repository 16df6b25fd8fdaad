"""The pure chain: a basket and rules in, a quote with its trace out. Imports no framework."""

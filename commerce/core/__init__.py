"""What every context stands on: money, ids, context, errors, events, registries, locks.

Knows no noun of the shop. Anyone may import it; it imports nobody.
"""

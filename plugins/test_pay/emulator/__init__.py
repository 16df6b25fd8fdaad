"""A payment provider in a process of its own: `python -m plugins.test_pay.emulator --port 9000`.

It knows the shop only by what a provider knows (a key, a secret, the addresses in a charge) and
imports nothing of it, so what it signs is checked by code that was written apart. No money moves.
"""

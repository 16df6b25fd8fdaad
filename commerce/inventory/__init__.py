"""What is there: locations, stock items, reservations that expire, allocations, the movement ledger.

Promises no oversell under concurrency and a ledger that sums to the balance.
"""

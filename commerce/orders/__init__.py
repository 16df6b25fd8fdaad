"""The record of a purchase: order, lines, snapshots, the frozen state table, history.

Knows no stock, coupon or gateway; conductors above drive it.
"""

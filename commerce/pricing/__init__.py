"""Price lists and prices as intervals in time, and `engine`: the pure chain that prices a basket.

Nouns: PriceList, Price, Quote, Adjustment, Trace. `engine` imports no framework.
"""

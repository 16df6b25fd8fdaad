"""Papers of the shop: invoices and credit notes that never change, slips for packing and picking; all as PDF.

Nouns: a *fiscal document* (invoice or credit note) is written once, with everything it says, under the next
number of its *series*. A *slip* is drawn from what is there when somebody prints it. Numbers of a series have
no gaps, sums are the order's to the last minor unit, and nothing is computed again from live data.
"""

"""Money on its way: payment, attempts, refunds, the notification log, the provider protocol.

Promises that a verified notification is stored once and never lost, and that amounts and currencies
are compared before anything is believed.
"""

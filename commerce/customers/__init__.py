"""Who buys: login identity, buyer profile, addresses, groups, consent.

Nouns: User, Customer, Address, CustomerGroup, Consent. Promises that e-mail and phone identify one
user at most.
"""

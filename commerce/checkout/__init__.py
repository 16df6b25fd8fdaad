"""The conductor: quote, place, pay, notify, cancel, expire, sweep. Owns no table."""

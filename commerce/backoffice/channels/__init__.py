"""Channels for the owner: where the shop sells, in which currency and languages."""

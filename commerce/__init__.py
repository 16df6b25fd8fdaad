"""The shop: one package per bounded context. Start with `commerce/README.md`."""

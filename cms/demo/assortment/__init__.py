"""The assortment of the demo shop: products of four worlds as data, and their pictures.

`catalog.read()` gives everything; `pictures/` holds what the studio (`cms.demo.atelier`) made of it. Whoever
fills a shop reads this; nothing here knows the shop.
"""

"""What is sold: products, variants, options, attributes, categories, brands, media.

Nouns: Product (SPU), Variant (SKU), Option, Attribute, Category, Brand, Media. Promises one truth
about whether a product may be shown; knows no price and no stock.
"""

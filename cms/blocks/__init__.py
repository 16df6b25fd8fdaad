"""StreamField blocks of pages and how they become theme sections.

Content belongs to the shop, look to the theme: a block holds facts, `sections.build` turns a
stream into the plain dataclasses of the theme contract in a bounded number of queries.
"""

"""The statements of the busiest reads, each several kinds of rows in one answer.

Lists, carts and orders ask these on every request, and what costs there is not the database but asking it,
four times, through the ORM. Each part begins with its kind; `with_ids` puts the keys into it. What
differs in type between databases (JSON, instants) comes as text.
"""

from __future__ import annotations

from collections.abc import Iterable

from commerce.catalog import models
from commerce.core.compiled import Written


def with_ids(statement: str, ids: Iterable[int]) -> str:
    """The statement for these keys, of which there must be one.

    Whole numbers are written into the text: a driver spends more on a hundred placeholders than the
    database on the answer.
    """
    return statement.replace("{ids}", ", ".join(str(int(number)) for number in ids))


def _with_tables(statement: str) -> str:
    """`{Variant}` becomes the name of that table."""
    for name in models.__all__:
        statement = statement.replace(f"{{{name}}}", getattr(models, name)._meta.db_table)
    return statement


# Products (kind 0 by language), variants, pictures, colors, categories. Kind, product, two numbers, seven
# texts, two to order by. Parameters: channel, true, active, now, now.
CARDS = _with_tables("""
SELECT 0, listing.product_id, COALESCE(product.tax_category_id, 0), 0, product.public_id, words.language,
       words.name, words.slug, words.summary, CAST(brand.name AS TEXT), CAST(listing.listed_at AS TEXT), 0, 0
  FROM {ProductListing} listing
  JOIN {Product} product ON product.id = listing.product_id
  LEFT JOIN {Brand} brand ON brand.id = product.brand_id
  LEFT JOIN {ProductTranslation} words ON words.product_id = product.id
 WHERE listing.channel_id = %s AND listing.is_listed = %s AND product.status = %s
   AND (listing.available_from IS NULL OR listing.available_from <= %s)
   AND (listing.available_until IS NULL OR listing.available_until > %s)
   AND listing.product_id IN ({ids})
UNION ALL
SELECT 1, product_id, id, weight_grams, public_id, CASE WHEN requires_shipping THEN 'shipped' ELSE '' END,
       '', '', '', '', '', position, id
  FROM {Variant} WHERE is_active AND product_id IN ({ids})
UNION ALL
SELECT 2, product_id, image_id, COALESCE(variant_id, 0), CAST(alt AS TEXT), '', '', '', '', '', '',
       position, id
  FROM {ProductMedia} WHERE image_id IS NOT NULL AND product_id IN ({ids})
UNION ALL
SELECT 3, axis.product_id, 0, 0, CAST(value.label AS TEXT), value.color, '', '', '', '', '',
       axis.position * 1000 + value.position, value.id
  FROM {OptionValue} value JOIN {Option} axis ON axis.id = value.option_id
 WHERE value.color <> '' AND axis.product_id IN ({ids})
UNION ALL
SELECT 4, product_id, category_id, 0, '', '', '', '', '', '', '', 0, 0
  FROM {ProductCategory} WHERE product_id IN ({ids})
ORDER BY 1, 12, 13
""")

# Variants (kind 0 by language), labels of their options, categories with all above, pictures.
# Kind, key, five numbers, six texts, two to order by. Asked by active, now, channel, ids.
SELLABLE = Written(
    _with_tables("""
SELECT 0, variant.id, variant.product_id, COALESCE(product.tax_category_id, 0), variant.weight_grams,
       CASE WHEN variant.is_active AND shelf.is_listed AND product.status = %(active)s
             AND (shelf.available_from IS NULL OR shelf.available_from <= %(now)s)
             AND (shelf.available_until IS NULL OR shelf.available_until > %(now)s) THEN 1 ELSE 0 END,
       CASE WHEN variant.requires_shipping THEN 1 ELSE 0 END,
       variant.public_id, variant.sku, product.public_id, words.language, words.name, words.slug,
       0, variant.id
  FROM {Variant} variant
  JOIN {Product} product ON product.id = variant.product_id
  LEFT JOIN {ProductListing} shelf ON shelf.product_id = product.id AND shelf.channel_id = %(channel)s
  LEFT JOIN {ProductTranslation} words ON words.product_id = product.id
 WHERE variant.id IN %(ids)s
UNION ALL
SELECT 1, choice.variant_id, 0, 0, 0, 0, 0, CAST(value.label AS TEXT), '', '', '', '', '',
       axis.position, axis.id
  FROM {VariantOptionValue} choice
  JOIN {OptionValue} value ON value.id = choice.value_id
  JOIN {Option} axis ON axis.id = value.option_id
 WHERE choice.variant_id IN %(ids)s
UNION ALL
SELECT 2, placed.product_id, above.id, 0, 0, 0, 0, '', '', '', '', '', '', 0, 0
  FROM {ProductCategory} placed
  JOIN {Category} node ON node.id = placed.category_id
  JOIN {Category} above
    ON above.tree_id = node.tree_id AND above.lft <= node.lft AND above.rght >= node.rght
 WHERE placed.product_id IN (SELECT product_id FROM {Variant} WHERE id IN %(ids)s)
UNION ALL
SELECT 3, media.product_id, media.image_id, COALESCE(media.variant_id, 0), 0, 0, 0, '', '', '', '', '', '',
       media.position, media.id
  FROM {ProductMedia} media
 WHERE media.image_id IS NOT NULL
   AND media.product_id IN (SELECT product_id FROM {Variant} WHERE id IN %(ids)s)
ORDER BY 1, 14, 15
""")
)

# The variants, then the categories of their products with everything above. Asked by ids.
FACTS = Written(
    _with_tables("""
SELECT variant.id, variant.product_id, product.tax_category_id, variant.weight_grams,
       variant.requires_shipping, 0
  FROM {Variant} variant
  JOIN {Product} product ON product.id = variant.product_id
 WHERE variant.id IN %(ids)s
UNION ALL
SELECT DISTINCT 0, placed.product_id, 0, 0, TRUE, above.id
  FROM {Variant} variant
  JOIN {ProductCategory} placed ON placed.product_id = variant.product_id
  JOIN {Category} node ON node.id = placed.category_id
  JOIN {Category} above
    ON above.tree_id = node.tree_id AND above.lft <= node.lft AND above.rght >= node.rght
 WHERE variant.id IN %(ids)s
""")
)

"""Shelves and their prices become offers, one row for both; documents tell facts from prose.

Indexes in each database's own way: of words in what is short, of words in everything, of terms. `makemigrations` does
not know these statements: keep them when migrations are squashed. A later migration that makes SQLite
rebuild the table must make the triggers anew (`create` does).
"""

import django.db.models.deletion
from django.db import migrations, models

import commerce.core.fields
import commerce.search.fields

OFFERS = """
INSERT INTO search_offer
    (product_id, channel_id, currency, amount, starts_at, ends_at, listed_at, is_in_stock, terms)
SELECT product_id, channel_id, currency, amount, starts_at, ends_at, listed_at, is_in_stock, {terms} FROM (
    SELECT s.product_id, s.channel_id, p.currency, p.amount, s.listed_at, s.is_in_stock,
        CASE WHEN s.available_from > p.valid_from THEN s.available_from ELSE p.valid_from END AS starts_at,
        CASE WHEN p.valid_until IS NULL OR s.available_until < p.valid_until
            THEN s.available_until ELSE p.valid_until END AS ends_at
    FROM search_shelf s JOIN search_shelfprice p ON p.shelf_id = s.id
) AS cut WHERE ends_at IS NULL OR ends_at > starts_at
"""
TERMS = {
    "postgresql": "ARRAY(SELECT CAST(term_id AS integer) FROM search_productterm t"
    " WHERE t.product_id = cut.product_id ORDER BY term_id)",
    "sqlite": "(SELECT json_group_array(term_id) FROM search_productterm t"
    " WHERE t.product_id = cut.product_id ORDER BY term_id)",
}
SHORT = "setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', facts), 'B')"
WHOLE = f"{SHORT} || setweight(to_tsvector('simple', prose), 'D')"
CREATE = {
    "postgresql": [
        f"ALTER TABLE search_productdocument ADD COLUMN short tsvector GENERATED ALWAYS AS ({SHORT}) STORED",
        f"ALTER TABLE search_productdocument ADD COLUMN whole tsvector GENERATED ALWAYS AS ({WHOLE}) STORED",
        # Beside the row and not compressed, because every hit is weighed.
        "ALTER TABLE search_productdocument ALTER COLUMN short SET STORAGE MAIN",
        "CREATE INDEX search_productdocument_short ON search_productdocument USING gin (short)",
        "CREATE INDEX search_productdocument_whole ON search_productdocument USING gin (whole)",
        "CREATE INDEX search_offer_terms ON search_offer USING gin (terms)",
    ],
    "sqlite": [
        """
        CREATE VIRTUAL TABLE search_productdocument_fts
        USING fts5(title, facts, prose, content='search_productdocument', content_rowid='id')
        """,
        """
        CREATE TRIGGER search_productdocument_ai AFTER INSERT ON search_productdocument BEGIN
            INSERT INTO search_productdocument_fts (rowid, title, facts, prose)
            VALUES (new.id, new.title, new.facts, new.prose);
        END
        """,
        """
        CREATE TRIGGER search_productdocument_ad AFTER DELETE ON search_productdocument BEGIN
            INSERT INTO search_productdocument_fts (search_productdocument_fts, rowid, title, facts, prose)
            VALUES ('delete', old.id, old.title, old.facts, old.prose);
        END
        """,
        """
        CREATE TRIGGER search_productdocument_au AFTER UPDATE ON search_productdocument BEGIN
            INSERT INTO search_productdocument_fts (search_productdocument_fts, rowid, title, facts, prose)
            VALUES ('delete', old.id, old.title, old.facts, old.prose);
            INSERT INTO search_productdocument_fts (rowid, title, facts, prose)
            VALUES (new.id, new.title, new.facts, new.prose);
        END
        """,
        "INSERT INTO search_productdocument_fts (search_productdocument_fts) VALUES ('rebuild')",
    ],
}
DROP = {
    "postgresql": [
        *(f"ALTER TABLE search_productdocument DROP COLUMN IF EXISTS {name}" for name in ("vector", "short", "whole")),
        "DROP INDEX IF EXISTS search_offer_terms",
    ],
    "sqlite": [
        "DROP TRIGGER IF EXISTS search_productdocument_au",
        "DROP TRIGGER IF EXISTS search_productdocument_ad",
        "DROP TRIGGER IF EXISTS search_productdocument_ai",
        "DROP TABLE IF EXISTS search_productdocument_fts",
    ],
}


def move(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    run(schema_editor, [OFFERS.format(terms=TERMS[vendor])])


def create(apps, schema_editor):
    run(schema_editor, CREATE[schema_editor.connection.vendor])


def drop(apps, schema_editor):
    run(schema_editor, DROP[schema_editor.connection.vendor])


def run(schema_editor, statements):
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_readable_slugs"),
        ("channels", "0001_initial"),
        ("search", "0002_text_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "product",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.product",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="channels.channel",
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                (
                    "amount",
                    commerce.core.fields.AmountField(help_text="In minor units of the currency, e.g. cents."),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("listed_at", models.DateTimeField()),
                ("is_in_stock", models.BooleanField(default=False)),
                ("terms", commerce.search.fields.IdsField(help_text="Ids of the terms the product has.")),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["channel", "currency", "-listed_at", "-product"], name="offers_newest_first"
                    ),
                    models.Index(fields=["channel", "currency", "amount", "-product"], name="offers_by_price"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "channel", "currency", "starts_at"), name="one_offer_at_a_time"
                    )
                ],
            },
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="ShelfPrice"),
        migrations.DeleteModel(name="Shelf"),
        migrations.DeleteModel(name="ProductTerm"),
        migrations.RunPython(drop, migrations.RunPython.noop),
        migrations.RenameField("productdocument", "body", "prose"),
        migrations.AddField("productdocument", "facts", models.TextField(blank=True, default=""), False),
        migrations.RunPython(create, drop),
        migrations.AlterField(
            "placement",
            "category",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.category",
            ),
        ),
    ]

"""The text index over product documents, in each database's own way.

`makemigrations` does not know these statements: keep this file when migrations are squashed. A later
migration that makes SQLite rebuild the table must make the triggers anew (`create` does).
"""

from django.db import migrations

POSTGRES = [
    """
    ALTER TABLE search_productdocument ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'D')
    ) STORED
    """,
    "CREATE INDEX IF NOT EXISTS search_productdocument_vector ON search_productdocument USING gin (vector)",
]
SQLITE = [
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS search_productdocument_fts
    USING fts5(title, body, content='search_productdocument', content_rowid='id')
    """,
    """
    CREATE TRIGGER IF NOT EXISTS search_productdocument_ai AFTER INSERT ON search_productdocument BEGIN
        INSERT INTO search_productdocument_fts (rowid, title, body) VALUES (new.id, new.title, new.body);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS search_productdocument_ad AFTER DELETE ON search_productdocument BEGIN
        INSERT INTO search_productdocument_fts (search_productdocument_fts, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS search_productdocument_au AFTER UPDATE ON search_productdocument BEGIN
        INSERT INTO search_productdocument_fts (search_productdocument_fts, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body);
        INSERT INTO search_productdocument_fts (rowid, title, body) VALUES (new.id, new.title, new.body);
    END
    """,
    "INSERT INTO search_productdocument_fts (search_productdocument_fts) VALUES ('rebuild')",
]
DROP = {
    "postgresql": ["ALTER TABLE search_productdocument DROP COLUMN IF EXISTS vector"],
    "sqlite": [
        "DROP TRIGGER IF EXISTS search_productdocument_au",
        "DROP TRIGGER IF EXISTS search_productdocument_ad",
        "DROP TRIGGER IF EXISTS search_productdocument_ai",
        "DROP TABLE IF EXISTS search_productdocument_fts",
    ],
}


def create(apps, schema_editor):
    statements = {"postgresql": POSTGRES, "sqlite": SQLITE}[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in DROP[schema_editor.connection.vendor]:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]

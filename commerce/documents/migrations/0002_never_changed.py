"""The database itself refuses to change or delete an issued document, whoever asks.

SQLite forgets triggers when a later migration remakes the table: such a migration has to create them again.
"""

from django.db import migrations

TABLE = "documents_fiscaldocument"
WORDS = "an issued document is never changed"

CREATE = {
    "postgresql": [
        f"""
        CREATE FUNCTION {TABLE}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        f"""
        CREATE TRIGGER {TABLE}_stays BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_stays()
        """,
    ],
    "sqlite": [
        f"CREATE TRIGGER {TABLE}_stays_{event.lower()} BEFORE {event} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        for event in ("UPDATE", "DELETE")
    ],
}
DROP = {
    "postgresql": [f"DROP TRIGGER {TABLE}_stays ON {TABLE}", f"DROP FUNCTION {TABLE}_stays()"],
    "sqlite": [f"DROP TRIGGER {TABLE}_stays_update", f"DROP TRIGGER {TABLE}_stays_delete"],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]

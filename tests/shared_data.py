"""The real product files, imported whole: a rehearsal, the import, and a second import that changes nothing.

    .venv/bin/python -m tests.shared_data FOLDER

Works on a database and a media folder of its own. The figures to reach are counted from the files with the
standard library, not with the importer's eyes.
"""

import base64
import csv
import hashlib
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from cms.boot import native
from cms.boot.places import ROOT

FORMATS = {"shopify": "shopify-*.csv"}
CURRENCY = "USD"
# What an import may touch; its own reports (exchange_…) and the queue are meant to grow.
WATCHED = ("catalog_", "pricing_", "inventory_", "assets_", "tax_")


class Failure(Exception):
    """A figure is not what it must be."""


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0] if arguments else "../shared/data").resolve()
    files = sorted(folder.glob(FORMATS["shopify"]))
    if not files:
        print(f"No Shopify files in {folder}", file=sys.stderr)
        return 1
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="qilou-data-") as temporary:
            check_shopify(files, Path(temporary))
    except Failure as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    print(f"Real files: ok ({time.monotonic() - began:.0f} s)")
    return 0


def check_shopify(files: list[Path], folder: Path) -> None:
    """Rehearses, imports and imports again, and compares tables and figures."""
    database = folder / "shop.sqlite3"
    environment = {
        **os.environ,
        **native.environment(),
        "DJANGO_SETTINGS_MODULE": "cms.settings.local",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ENCRYPTION_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_ROOT": str(folder / "media"),
        "MAIL_DIR": str(folder / "mail"),
        "SMS_DIR": str(folder / "sms"),
    }
    manage(environment, "migrate", "--noinput", "-v", "0")
    manage(environment, "seed", "--profile", "demo")
    before, products_before = fingerprint(database), count(database, "catalog_product")
    command = ["import_products", "--format", "shopify", *map(str, files), "--currency", CURRENCY]

    manage(environment, *command, "--dry-run")
    expect(fingerprint(database) == before, "a rehearsal (--dry-run) changes nothing")
    manage(environment, *command)
    first = fingerprint(database)
    found = count(database, "catalog_product") - products_before
    expected = len(handles(files))
    expect(found == expected, f"the files hold {expected} products, {found} arrived")
    manage(environment, *command)
    second = fingerprint(database)
    changed = sorted(table for table in first if second.get(table) != first[table])
    expect(not changed, f"a second import changes nothing, but it changed {', '.join(changed)}")
    print(f"{len(files)} Shopify files: {found} products, imported twice, the second time without a change")


def handles(files: list[Path]) -> set[str]:
    found = set()
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found |= {row["Handle"] for row in csv.DictReader(file) if row.get("Handle")}
    return found


def fingerprint(database: Path) -> dict[str, str]:
    """One digest of all rows per watched table."""
    with closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: hashlib.sha256(
                "\n".join(sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))).encode()
            ).hexdigest()
            for name in sorted(names)
            if name.startswith(WATCHED)
        }


def count(database: Path, table: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def manage(environment: dict[str, str], *command: str) -> None:
    print(f"$ manage.py {' '.join(command)}", flush=True)
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    print("\n".join(done.stdout.strip().splitlines()[-12:]), flush=True)
    expect(
        done.returncode == 0, f"manage.py {command[0]} ended with {done.returncode}: {done.stderr[-2000:]}"
    )


def expect(holds: bool, what: str) -> None:
    if not holds:
        raise Failure(what)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

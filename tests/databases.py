"""Migrated template databases: migrations cost seconds, a copy costs milliseconds.

A template is made once per state of the migrations and of the installed packages, and then copied: for each
test process, after each test that really committed, and for each separate server process that a test starts.
Several runs at once are safe: a lock guards the making, and every copy has its own name.
"""

import fcntl
import hashlib
import importlib.metadata
import os
import shutil
import sqlite3
import time
import uuid
from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "test-databases"
KEPT_TEMPLATES = 6
LOCK_NUMBER = 0x51494C4F55  # any number that nothing else uses as an advisory lock


def template_key() -> str:
    """The name of the present state of migrations, app configurations, roles and package versions."""
    versions = sorted((dist.name, dist.version) for dist in importlib.metadata.distributions())
    digest = hashlib.sha256(repr(versions).encode())
    for tree in ("cms", "commerce", "themes", "plugins"):
        for pattern in ("**/migrations/*.py", "**/apps.py", "settings/*.py", "backoffice/roles.py"):
            for path in sorted((ROOT / tree).glob(pattern)):
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class Template(ABC):
    """A migrated database that can be copied; `enter` points this process at a copy of its own."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.copies: list[str] = []

    @abstractmethod
    def make(self) -> None:
        """Makes the template if it does not exist yet."""

    @abstractmethod
    def copy(self) -> str:
        """Makes a fresh copy and gives its name."""

    @abstractmethod
    def restore(self) -> None:
        """Puts the database of this process back into the template's state; closes its connections."""

    @abstractmethod
    def drop(self, name: str) -> None:
        """Removes a copy."""

    @abstractmethod
    def url(self, name: str) -> str:
        """The DATABASE_URL of a copy, for another process."""

    def enter(self) -> None:
        self.make()
        self.main = self.copy()
        self.copies.append(self.main)
        use_database(self.main)

    def leave(self) -> None:
        use_database(self.main)
        for name in self.copies:
            self.drop(name)

    def migrate(self, name: str) -> None:
        use_database(name)
        call_command("migrate", verbosity=0)
        close_connections()


class SqliteTemplate(Template):
    """One file per template in `.cache`; copies are files beside it."""

    @property
    def path(self) -> Path:
        return CACHE / f"{self.key}.sqlite3"

    def make(self) -> None:
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.path.exists():
                unfinished = CACHE / f"making-{os.getpid()}.sqlite3"
                remove_sqlite(unfinished)
                self.migrate(str(unfinished))
                with closing(sqlite3.connect(unfinished)) as database:
                    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                unfinished.rename(self.path)
                self.forget_old()
            os.utime(self.path)

    def forget_old(self) -> None:
        templates = [path for path in CACHE.glob("*.sqlite3") if "-" not in path.stem]
        templates.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in templates[KEPT_TEMPLATES:]:
            path.unlink(missing_ok=True)
        yesterday = time.time() - 24 * 3600
        for path in CACHE.glob("*-*.sqlite3*"):
            if path.exists() and path.stat().st_mtime < yesterday:
                path.unlink(missing_ok=True)

    def copy(self) -> str:
        path = CACHE / f"run-{os.getpid()}-{uuid.uuid4().hex[:8]}.sqlite3"
        shutil.copyfile(self.path, path)
        return str(path)

    def restore(self) -> None:
        """Writes the template's pages over the file in one transaction, so that connections of other
        threads stay valid; one that still holds a transaction open makes this fail, and rightly so."""
        close_connections()
        source_url = f"file:{quote(str(self.path))}?mode=ro"
        with (
            closing(sqlite3.connect(source_url, uri=True)) as source,
            closing(sqlite3.connect(self.main, timeout=20)) as target,
        ):
            source.backup(target)

    def drop(self, name: str) -> None:
        remove_sqlite(Path(name))

    def url(self, name: str) -> str:
        return f"sqlite:///{name}"


class PostgresTemplate(Template):
    """`CREATE DATABASE … TEMPLATE`, about a tenth of a second a copy."""

    @property
    def name(self) -> str:
        return f"template_{self.key}"

    def maintenance(self) -> psycopg.Connection[Any]:
        return psycopg.connect(**self.parameters, autocommit=True)

    def make(self) -> None:
        self.parameters = postgres_parameters()
        with self.maintenance() as server:
            server.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
            found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name]).fetchone()
            if not found:
                unfinished = f"making_{self.key}_{os.getpid()}"
                self.execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", unfinished)
                self.execute(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", unfinished)
                self.migrate(unfinished)
                self.execute(server, "ALTER DATABASE {} RENAME TO {}", unfinished, self.name)

    def execute(self, server: psycopg.Connection[Any], statement: str, *names: str) -> None:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def copy(self) -> str:
        name = f"run_{os.getpid()}_{uuid.uuid4().hex[:8]}"
        self.copy_as(name)
        return name

    def copy_as(self, name: str) -> None:
        with self.maintenance() as server:
            # Two copies of one template at a time are refused by the server; the lock makes them queue.
            server.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
            self.execute(server, "CREATE DATABASE {} TEMPLATE {}", name, self.name)

    def restore(self) -> None:
        close_connections()
        self.drop(self.main)
        self.copy_as(self.main)

    def drop(self, name: str) -> None:
        close_connections()
        with self.maintenance() as server:
            self.execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def url(self, name: str) -> str:
        host, port = self.parameters.get("host", ""), self.parameters.get("port", "")
        user, password = self.parameters.get("user", ""), self.parameters.get("password", "")
        login = quote(user) + (f":{quote(password)}" if password else "")
        return f"postgres://{login}@{quote(host, safe='')}:{port}/{name}"


def template_for_settings() -> Template:
    kind = {"sqlite": SqliteTemplate, "postgresql": PostgresTemplate}[connection.vendor]
    return kind(template_key())


def use_database(name: str) -> None:
    """Points the default connection, also those of threads still to come, at the named database."""
    close_connections()
    connections["default"].settings_dict["NAME"] = name


def close_connections() -> None:
    for open_connection in connections.all(initialized_only=True):
        open_connection.close()
        if open_connection.vendor == "postgresql":
            open_connection.close_pool()


def postgres_parameters() -> dict[str, Any]:
    settings = connections["default"].settings_dict
    named = {
        "host": settings["HOST"],
        "port": str(settings["PORT"] or ""),
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "dbname": "postgres",
    }
    return {name: value for name, value in named.items() if value}


def remove_sqlite(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)

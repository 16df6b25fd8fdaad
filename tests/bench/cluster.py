"""A PostgreSQL cluster for one run, with the filled shop in it; the filling is kept in `.cache` for the next."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg

from cms.boot.places import CACHE, ROOT, digest, say
from tests.provision import PostgresServer, postgres_programs
from tests.stack import Stack

from .limits_sql import TABLES

FOLDER = CACHE / "bench"


def cluster() -> PostgresServer:
    """Commits reach the disk, as they must in a shop; statements are counted where the module is there."""
    settings = {"shared_buffers": "512MB", "max_connections": "200", "jit": "off"}
    if has_statistics():
        settings |= {
            "shared_preload_libraries": "pg_stat_statements",
            "pg_stat_statements.track_utility": "off",
        }
    return PostgresServer(durable=True, settings=settings)


def has_statistics() -> bool:
    programs = postgres_programs()
    return any(path.exists() for path in (
        programs.parent / "lib" / "pg_stat_statements.so", programs.parent / "lib" / "postgresql" / "pg_stat_statements.so",
    ))  # fmt: skip


def counter(url: str) -> Callable[[], int | None]:
    """How many statements the cluster was sent so far, transaction control apart; None where unknown.

    Deferred foreign keys are checked by statements of PostgreSQL's own at COMMIT, which nobody sent.
    """
    if not has_statistics():
        return lambda: None
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")

    def count() -> int | None:
        row = connection.execute(
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE query NOT LIKE '%FOR KEY SHARE OF x'"
        ).fetchone()
        return int(row[0]) if row else None

    return count


def fill(server: PostgresServer, stack: Stack, name: str, products: int) -> None:
    """The database `name` with `products` products, from `.cache` if this very filling was made before."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    kept = FOLDER / f"{products}-{recipe()}.dump"
    if kept.exists():
        _tool("pg_restore", "-d", server.url(name), "--no-owner", str(kept))
    else:
        say(f"Filling a shop with {products:,} products (kept for the next run) …")
        stack.manage("migrate", "--noinput", "-v", "0")
        stack.manage("--products", str(products), module="tests.bench.fill")
        FOLDER.mkdir(parents=True, exist_ok=True)
        for old in FOLDER.glob(f"{products}-*.dump"):
            old.unlink()
        unfinished = kept.with_suffix(f".{os.getpid()}")
        _tool("pg_dump", "-Fc", "-Z1", "-f", str(unfinished), server.url(name))
        unfinished.rename(kept)
    with psycopg.connect(server.url(name), autocommit=True) as connection:
        connection.execute(TABLES)
        connection.execute("VACUUM ANALYZE")


def recipe() -> str:
    """Changes with the tables and with what is put into them."""
    sources = [Path(__file__).with_name("fill.py")]
    for tree in ("cms", "commerce", "plugins", "themes"):
        sources += sorted((ROOT / tree).glob("**/migrations/*.py"))
    return digest(sources)[:16]


def _tool(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(postgres_programs() / program), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr[-2000:]}")

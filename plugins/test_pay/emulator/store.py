"""Charges, refunds, events and deliveries in one SQLite file that a `kill -9` does not harm."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS charges (
    id TEXT PRIMARY KEY, merchant_ref TEXT UNIQUE NOT NULL, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refunds (
    id TEXT PRIMARY KEY, refund_ref TEXT UNIQUE NOT NULL, charge TEXT NOT NULL, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    id TEXT PRIMARY KEY, charge TEXT NOT NULL, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL, url TEXT NOT NULL, body TEXT NOT NULL,
    is_forged INTEGER NOT NULL, due REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0, is_done INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS due ON deliveries (due) WHERE is_done = 0;
CREATE TABLE IF NOT EXISTS switches (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

OR_REPLACE = "ON CONFLICT (id) DO UPDATE SET document = excluded.document"
Document = dict[str, Any]


class Store:
    """Plain documents by id. Everything inside `with store.change():` is written together or not at all."""

    def __init__(self, path: str) -> None:
        self._lock = RLock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.executescript(SCHEMA)

    @contextmanager
    def change(self) -> Iterator[None]:
        """One change at a time; not to be nested."""
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def charge(self, *, id: str = "", merchant_ref: str = "") -> Document | None:
        column, value = ("id", id) if id else ("merchant_ref", merchant_ref)
        return self._one(f"SELECT document FROM charges WHERE {column} = ?", value)  # noqa: S608 (two names)

    def charges(self, limit: int = 100_000) -> list[Document]:
        """All charges, the newest first."""
        return self._all("SELECT document FROM charges ORDER BY rowid DESC LIMIT ?", limit)

    def save_charge(self, charge: Document) -> None:
        self._run(
            f"INSERT INTO charges VALUES (?, ?, ?) {OR_REPLACE}",  # noqa: S608 (a constant)
            charge["id"],
            charge["merchant_ref"],
            json.dumps(charge),
        )

    def refund(self, refund_ref: str) -> Document | None:
        return self._one("SELECT document FROM refunds WHERE refund_ref = ?", refund_ref)

    def refunds_of(self, charge_id: str) -> list[Document]:
        return self._all("SELECT document FROM refunds WHERE charge = ? ORDER BY rowid", charge_id)

    def save_refund(self, refund: Document) -> None:
        self._run(
            f"INSERT INTO refunds VALUES (?, ?, ?, ?) {OR_REPLACE}",  # noqa: S608 (a constant)
            refund["id"],
            refund["refund_ref"],
            refund["charge"],
            json.dumps(refund),
        )

    def add_event(self, event: Document) -> None:
        self._run("INSERT INTO events VALUES (?, ?, ?)", event["id"], event["charge"], json.dumps(event))

    def add_delivery(self, event: Document, url: str, body: str, *, due: float, is_forged: bool) -> None:
        self._run(
            "INSERT INTO deliveries (event, url, body, is_forged, due) VALUES (?, ?, ?, ?, ?)",
            event["id"],
            url,
            body,
            int(is_forged),
            due,
        )

    def take_due(self, now: float, again_at: float) -> list[tuple[int, str, str, bool, int]]:
        """Deliveries to be made now (id, url, body, is forged, tries); given again at `again_at`."""
        with self.change():
            rows = self._database.execute(
                "SELECT id, url, body, is_forged, tries FROM deliveries"
                " WHERE is_done = 0 AND due <= ? ORDER BY id",
                (now,),
            ).fetchall()
            for row in rows:
                self._database.execute(
                    "UPDATE deliveries SET due = ?, tries = tries + 1 WHERE id = ?", (again_at, row[0])
                )
        return [(row[0], row[1], row[2], bool(row[3]), row[4]) for row in rows]

    def finish_delivery(self, delivery_id: int, *, is_done: bool, due: float, answer: str) -> None:
        self._run(
            "UPDATE deliveries SET is_done = ?, due = ?, answer = ? WHERE id = ?",
            int(is_done),
            due,
            answer[:200],
            delivery_id,
        )

    def deliveries(self, limit: int = 200) -> list[Document]:
        """What was sent where and how it was answered, the newest first."""
        with self._lock:
            rows = self._database.execute(
                "SELECT event, url, due, tries, is_done, answer, body FROM deliveries"
                " ORDER BY id DESC LIMIT ?",
                (limit,),
            ).fetchall()
        names = ("event", "url", "due", "tries", "is_done", "answer", "body")
        return [dict(zip(names, row)) for row in rows]

    def switches(self) -> Document:
        with self._lock:
            rows = self._database.execute("SELECT name, value FROM switches").fetchall()
        return {name: json.loads(value) for name, value in rows}

    def save_switches(self, switches: Document) -> None:
        self._run("DELETE FROM switches")
        for name, value in switches.items():
            self._run("INSERT INTO switches VALUES (?, ?)", name, json.dumps(value))

    def _one(self, query: str, *values: Any) -> Document | None:
        with self._lock:
            row = self._database.execute(query, values).fetchone()
        return json.loads(row[0]) if row else None

    def _all(self, query: str, *values: Any) -> list[Document]:
        with self._lock:
            return [json.loads(row[0]) for row in self._database.execute(query, values).fetchall()]

    def _run(self, statement: str, *values: Any) -> None:
        with self._lock:
            self._database.execute(statement, values)

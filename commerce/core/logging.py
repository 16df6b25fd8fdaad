"""Correlation ids: one per request, carried into events and tasks, printed in every log line."""

from __future__ import annotations

import json
import logging
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_current: ContextVar[str] = ContextVar("correlation_id", default="")
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Values under these names never reach a log.
_SECRET = re.compile(r"password|secret|token|authorization|cookie|api_?key|card", re.IGNORECASE)


def correlation_id() -> str:
    """The id of the request or task being worked on, or an empty string."""
    return _current.get()


def new_correlation_id(offered: str = "") -> str:
    """`offered` if it is a sane id, else a fresh one."""
    return offered if _ACCEPTED.fullmatch(offered) else uuid.uuid4().hex


@contextmanager
def bind_correlation(value: str) -> Iterator[str]:
    """Work under correlation id `value` (a fresh one when empty)."""
    token = _current.set(value or new_correlation_id())
    try:
        yield _current.get()
    finally:
        _current.reset(token)


class CorrelationFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.correlation_id = correlation_id()
        return True


class WarningsOnly(logging.Filter):
    """For loggers whose program sets their level itself, as the worker does for every task it runs."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING


class JsonFormatter(logging.Formatter):
    """One JSON object per line: time, level, logger, message, correlation id, extras, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        row: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "correlation_id": getattr(record, "correlation_id", ""),
        }
        for key, value in vars(record).items():
            if key not in _STANDARD and key not in row:
                row[key] = "[redacted]" if _SECRET.search(key) else value
        if record.exc_info:
            row["traceback"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False, default=str)

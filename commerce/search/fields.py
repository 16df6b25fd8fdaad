"""A column with several ids in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import models


class IdsField(models.Field):
    """Ascending ids of other rows, a tuple: `integer[]` on PostgreSQL, JSON on SQLite."""

    def db_type(self, connection: Any) -> str:
        return "integer[]" if connection.vendor == "postgresql" else "text"

    def get_prep_value(self, value: Iterable[int]) -> list[int]:
        return sorted(value)

    def get_db_prep_value(self, value: Iterable[int], connection: Any, prepared: bool = False) -> Any:
        ids = value if prepared else self.get_prep_value(value)
        return ids if connection.vendor == "postgresql" else json.dumps(ids)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> tuple[int, ...]:
        return tuple(json.loads(value) if isinstance(value, str) else value)

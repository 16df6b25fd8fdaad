"""Product formats and their registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from commerce.core.registry import Registry

from .types import ProductRecord, Row


class ProductFormat(Protocol):
    """Reads products out of the rows of a table.

    Called once per file; must not hold more than one product's rows at a time. Problems of a row go into
    the record; raise MissingColumns only when nothing of the file can be understood.
    """

    def products(self, rows: Iterable[tuple[int, Row]]) -> Iterator[ProductRecord]: ...


product_formats: Registry[ProductFormat] = Registry("product_formats", ProductFormat)

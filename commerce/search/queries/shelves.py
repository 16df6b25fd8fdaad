"""The first few of many lists at once: what the rows of products on a page show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from commerce.core.context import CommerceContext
from commerce.search.types import ProductFilter, Shelf

from .asked import Asked, ask
from .statements import Sql, joined, offers
from .terms import known_terms

K = TypeVar("K")


def shelves(wanted: Mapping[K, Shelf], ctx: CommerceContext) -> dict[K, tuple[int, ...]]:
    """Product ids of each shelf, newest first, as `browse` would list them. One statement, none for no
    shelves."""
    keys = list(wanted)
    if not keys:
        return {}
    known = known_terms()
    parts = [
        _part(at, wanted[key], ask(ProductFilter(category_id=wanted[key].category_id), ctx, known))
        for at, key in enumerate(keys)
    ]
    found: dict[K, list[int]] = {key: [] for key in keys}
    for at, product_id in joined(parts, "\nUNION ALL\n").rows():
        found[keys[at]].append(product_id)
    return {key: tuple(ids) for key, ids in found.items()}


def _part(at: int, shelf: Shelf, asked: Asked) -> Sql:
    """SELECT shelf, product_id; wrapped once more, since a part of a UNION may not be ordered by itself."""
    only = [_below(shelf.any_of)] if shelf.any_of is not None else []
    return (
        Sql("SELECT * FROM (SELECT CAST(%s AS INTEGER) AS shelf, product_id FROM (", (at,))
        + offers(asked, only=only, first_few=True)
        + Sql(") AS found ORDER BY listed_at DESC, product_id DESC LIMIT %s) AS part", (shelf.limit,))
    )


def _below(category_ids: tuple[int, ...]) -> Sql:
    """Offers of products in one of the categories or below; nothing is in none."""
    marks = ", ".join(["%s"] * len(category_ids)) or "NULL"
    placed = f"SELECT product_id FROM search_placement WHERE category_id IN ({marks})"  # noqa: S608
    return Sql(f"o.product_id IN ({placed})", tuple(category_ids))

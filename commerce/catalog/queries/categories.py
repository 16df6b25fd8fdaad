"""Reads of the category tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection

from commerce.catalog.errors import UnknownCategory
from commerce.catalog.models import Category, ProductCategory
from commerce.catalog.types import CategoryRef
from commerce.core.context import CommerceContext
from commerce.core.i18n import pick
from commerce.core.kept import Kept

from .windows import live_listings

_REF_FIELDS = ("id", "public_id", "slug", "name", "parent_id", "level")


def category_tree(ctx: CommerceContext) -> tuple[CategoryRef, ...]:
    """Every category a shopper may enter, parents before children, in the editors' order.

    Categories that hide when empty are left out with all below them unless something in them is live. The
    tree is kept in the process for seconds; two queries if any category may hide.
    """
    rows = _tree()
    filled = _filled_ids(ctx) if any(row["hide_when_empty"] for row in rows.values()) else set()
    shown: set[int] = set()
    found: list[CategoryRef] = []
    for row in rows.values():
        is_shown = row["is_active"] and (not row["hide_when_empty"] or row["id"] in filled)
        if is_shown and (row["parent_id"] is None or row["parent_id"] in shown):
            shown.add(row["id"])
            found.append(_ref(row, ctx.language))
    return tuple(found)


def get_category(public_id: str, ctx: CommerceContext) -> CategoryRef:
    """The category `public_id`. Raises UnknownCategory when it or one above it is switched off."""
    row = next((row for row in _tree().values() if row["public_id"] == public_id), None)
    if row is None or not _path(row["id"]):
        raise UnknownCategory(data={"category": public_id})
    return _ref(row, ctx.language)


def category_path(category_id: int, ctx: CommerceContext) -> tuple[CategoryRef, ...]:
    """The way from the top down to the category, itself included; empty if any of it is switched off."""
    return tuple(_ref(row, ctx.language) for row in _path(category_id))


def ids_above(category_ids: Iterable[int]) -> frozenset[int]:
    """These categories with everything above them, switched on or not."""
    rows, found = _tree(), set[int]()
    for category_id in category_ids:
        row = rows.get(category_id)
        while row is not None and row["id"] not in found:
            found.add(row["id"])
            row = rows.get(row["parent_id"])
    return frozenset(found)


def category_description(category_id: int, ctx: CommerceContext) -> str:
    """What editors wrote above the category's products."""
    row = _tree().get(category_id)
    return pick(row["description"], ctx.language) if row else ""


def category_image_ids(category_ids: Iterable[int]) -> dict[int, int]:
    """The picture of each category that has one, from the kept tree."""
    rows = _tree()
    found = {number: rows[number]["image_id"] for number in category_ids if number in rows}
    return {number: image_id for number, image_id in found.items() if image_id}


def category_id_of(public_id: str) -> int:
    """Raises UnknownCategory."""
    found = Category.objects.filter(public_id=public_id).values_list("id", flat=True).first()
    if found is None:
        raise UnknownCategory(data={"category": public_id})
    return found


def subtree_ids(category_id: int) -> list[int]:
    """The category and everything below it; two indexed reads."""
    node = Category.objects.filter(pk=category_id).values("tree_id", "lft", "rght").first()
    if node is None:
        return []
    below = Category.objects.filter(tree_id=node["tree_id"], lft__gte=node["lft"], rght__lte=node["rght"])
    return list(below.order_by("lft").values_list("id", flat=True))


def ancestor_ids(category_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Each category's own id with those above it, by category id. One query."""
    wanted = sorted(set(category_ids))
    if not wanted:
        return {}
    # A self join over the tree's intervals, which the ORM has no words for.
    sql = f"""
        SELECT node.id, above.id FROM {Category._meta.db_table} node
        JOIN {Category._meta.db_table} above
          ON above.tree_id = node.tree_id AND above.lft <= node.lft AND above.rght >= node.rght
        WHERE node.id IN ({", ".join(["%s"] * len(wanted))})
    """  # noqa: S608 - table name and placeholders only
    return _grouped(sql, wanted)


def category_ids_of_products(product_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The categories of each product with everything above them, by product id. One query."""
    wanted = sorted(set(product_ids))
    if not wanted:
        return {}
    sql = f"""
        SELECT placed.product_id, above.id FROM {ProductCategory._meta.db_table} placed
        JOIN {Category._meta.db_table} node ON node.id = placed.category_id
        JOIN {Category._meta.db_table} above
          ON above.tree_id = node.tree_id AND above.lft <= node.lft AND above.rght >= node.rght
        WHERE placed.product_id IN ({", ".join(["%s"] * len(wanted))})
    """  # noqa: S608 - table names and placeholders only
    return _grouped(sql, wanted)


def tree_problems() -> list[str]:
    """Where the stored numbers contradict the parents; empty when the tree is sound. Reads the whole tree."""
    rows = {
        row["id"]: row
        for row in Category.objects.values("id", "parent_id", "tree_id", "level", "lft", "rght")
    }
    problems: list[str] = []
    members: dict[int, list[int]] = defaultdict(list)
    for number, row in rows.items():
        members[row["tree_id"]] += [row["lft"], row["rght"]]
        parent = rows.get(row["parent_id"])
        if parent is None:
            if row["level"] != 0:
                problems.append(f"{number} stands at the top but says level {row['level']}")
        elif row["tree_id"] != parent["tree_id"] or row["level"] != parent["level"] + 1:
            problems.append(f"{number} does not stand one level below {parent['id']}")
        elif not parent["lft"] < row["lft"] < row["rght"] < parent["rght"]:
            problems.append(f"{number} is not inside {parent['id']}")
    for tree, edges in members.items():
        if sorted(edges) != list(range(1, len(edges) + 1)):
            problems.append(f"tree {tree} is not numbered from 1 to {len(edges)} without gaps")
    roots = [row["tree_id"] for row in rows.values() if row["parent_id"] is None]
    if len(roots) != len(set(roots)):
        problems.append("two tops share a tree")
    return problems


def ref(category: Category, language: str) -> CategoryRef:
    """The value that reads carry instead of the row."""
    return _ref({name: getattr(category, name) for name in _REF_FIELDS}, language)


def _read_tree() -> dict[int, dict[str, Any]]:
    """Every category by id, parents before children."""
    columns = (*_REF_FIELDS, "description", "image_id", "is_active", "hide_when_empty")
    return {row["id"]: row for row in Category.objects.order_by("tree_id", "lft").values(*columns)}


_tree = Kept("catalog.tree", _read_tree)
forget_tree = _tree.forget


def _path(category_id: int) -> list[dict[str, Any]]:
    """Rows from the top down to the category; empty if it is unknown or any of them is switched off."""
    rows, found = _tree(), []
    row = rows.get(category_id)
    while row is not None:
        found.append(row)
        row = rows.get(row["parent_id"])
    return found[::-1] if all(row["is_active"] for row in found) else []


def _ref(row: dict[str, Any], language: str) -> CategoryRef:
    return CategoryRef(
        id=row["id"],
        public_id=row["public_id"],
        slug=row["slug"],
        name=pick(row["name"], language),
        parent_id=row["parent_id"],
        level=row["level"],
    )


def _filled_ids(ctx: CommerceContext) -> set[int]:
    """Categories with something live in them or below."""
    placed = ProductCategory.objects.filter(product__listings__in=live_listings(ctx)).distinct()
    nodes = placed.values_list("category__tree_id", "category__lft", "category__rght")
    tops = Category.objects.values_list("id", "tree_id", "lft", "rght")
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for tree, left, right in nodes:
        spans[tree].append((left, right))
    return {
        number
        for number, tree, left, right in tops
        if any(left <= inner and outer <= right for inner, outer in spans[tree])
    }


def _grouped(sql: str, parameters: list[int]) -> dict[int, frozenset[int]]:
    groups: dict[int, set[int]] = {number: set() for number in parameters}
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for number, category_id in cursor.fetchall():
            groups[number].add(category_id)
    return {number: frozenset(ids) for number, ids in groups.items()}

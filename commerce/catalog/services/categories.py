"""The only door to the category tree.

A nested set renumbers neighbors with every change, so two writers at once corrupt it (measured on PostgreSQL:
with eight writers in every run). Every writer therefore takes the named lock, then reads the parent afresh,
then writes; none of them updates tree columns through a queryset.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from commerce.catalog.errors import CategoryInUse, InvalidMove, UnknownCategory
from commerce.catalog.events import CategoryChanged
from commerce.catalog.models import Category
from commerce.catalog.queries.categories import forget_tree, ref, tree_problems
from commerce.catalog.types import CategoryRef
from commerce.core.errors import InvalidInput
from commerce.core.events import publish
from commerce.core.i18n import pick
from commerce.core.locking import doom, hold, named_lock

from .media import hold_picture
from .texts import make_slug, translated

logger = logging.getLogger(__name__)

LOCK = "catalog.categories"


@transaction.atomic
def create_category(
    *,
    name: str | Mapping[str, str],
    slug: str = "",
    parent_id: int | None = None,
    description: str | Mapping[str, str] = "",
    image_id: int | None = None,
    is_active: bool = True,
    hide_when_empty: bool = False,
) -> CategoryRef:
    """A new category, last below `parent_id` (None: at the top).

    Without `slug` one is made of the name. Raises InvalidInput, UnknownCategory. Takes the tree's lock.
    """
    names = translated(name)
    if not names:
        raise InvalidInput(fields={"name": _("Please fill this in.")})
    hold_picture(image_id, "image")
    with named_lock(LOCK):
        category = Category(
            name=names,
            slug=_free_slug(slug, names),
            description=translated(description),
            image_id=image_id,
            is_active=is_active,
            hide_when_empty=hide_when_empty,
        )
        category.insert_at(_fresh(parent_id), position="last-child", save=True)
    _announce(category.pk, "created")
    return ref(category, "")


@transaction.atomic
def update_category(*, category_id: int, **changes: Any) -> CategoryRef:
    """Change name, slug, description, image_id, is_active or hide_when_empty; `move_category` moves.

    Raises UnknownCategory, InvalidInput. Takes the tree's lock.
    """
    allowed = {"name", "slug", "description", "image_id", "is_active", "hide_when_empty"}
    if changes.keys() - allowed:
        raise TypeError(f"a category has no {', '.join(sorted(changes.keys() - allowed))} to change")
    changes |= {name: translated(changes[name]) for name in ("name", "description") if name in changes}
    if not changes.get("name", True):
        raise InvalidInput(fields={"name": _("Please fill this in.")})
    hold_picture(changes.get("image_id"), "image")
    with named_lock(LOCK):
        category = _get(category_id)
        if changes.get("slug", category.slug) != category.slug:
            changes["slug"] = _free_slug(changes["slug"], category.name)
        # Only what changed: save() would write the tree's numbers back as well.
        Category.objects.filter(pk=category_id).update(**changes)
        category.refresh_from_db()
    _announce(category_id, "updated")
    return ref(category, "")


@transaction.atomic
def move_category(*, category_id: int, parent_id: int | None, position: int | None = None) -> None:
    """Put a category and all below it under `parent_id` (None: at the top).

    `position` counts among its new siblings from 0; None: last. Raises UnknownCategory, and InvalidMove
    for a place below itself. Takes the tree's lock.
    """
    with named_lock(LOCK):
        category, parent = _get(category_id), _fresh(parent_id)
        if parent is not None and (parent == category or parent.is_descendant_of(category)):
            raise InvalidMove(data={"category": category_id, "parent": parent_id})
        siblings = list(
            Category.objects.filter(parent=parent).exclude(pk=category_id).order_by("tree_id", "lft")
        )
        if position is None or position >= len(siblings):
            if parent is None and siblings:
                Category.objects.move_node(category, siblings[-1], position="right")
            else:
                Category.objects.move_node(category, parent, position="last-child")
        else:
            Category.objects.move_node(category, siblings[max(position, 0)], position="left")
    _announce(category_id, "moved")


@transaction.atomic
def delete_category(*, category_id: int) -> None:
    """Remove an empty category. Raises UnknownCategory, CategoryInUse. Takes the tree's lock."""
    with named_lock(LOCK):
        category = _get(category_id)
        doom(category)
        if category.placements.exists() or not category.is_leaf_node():
            raise CategoryInUse(data={"category": category_id})
        try:
            category.delete()
        except models.ProtectedError as protected:
            raise CategoryInUse(data={"category": category_id}) from protected
    _announce(category_id, "deleted")


def hold_categories(ids: Iterable[int]) -> set[int]:
    """Those of `ids` that exist, not to be deleted before the surrounding transaction ends."""
    return hold(Category, ids)


def check_tree() -> list[str]:
    """What is wrong with the stored numbers of the tree, one sentence each; empty when it is sound."""
    return tree_problems()


@transaction.atomic
def rebuild_tree() -> None:
    """Number the whole tree anew from the parents, which are the truth. Takes the tree's lock."""
    with named_lock(LOCK):
        Category.objects.rebuild()
    forget_tree()


def repair_tree() -> int:
    """Rebuild the tree if it is unsound; answers how many problems there were."""
    problems = check_tree()
    if problems:
        logger.error("category tree was unsound", extra={"problems": problems[:20]})
        rebuild_tree()
    return len(problems)


def _announce(category_id: int, reason: str) -> None:
    forget_tree()
    publish(CategoryChanged(category_id, reason))


def _get(category_id: int) -> Category:
    category = Category.objects.filter(pk=category_id).first()
    if category is None:
        raise UnknownCategory(data={"category": category_id})
    return category


def _fresh(parent_id: int | None) -> Category | None:
    """The parent as it is now that the lock is held."""
    return None if parent_id is None else _get(parent_id)


@transaction.atomic
def ensure_category(*, name: str | Mapping[str, str]) -> int:
    """The id of the category whose slug follows from `name`; made at the top if it is not there yet."""
    names = translated(name)
    slug = make_slug(pick(names, "en"), fallback="category", limit=100)
    known = Category.objects.filter(slug=slug).values_list("id", flat=True).first()
    return known or create_category(name=names, slug=slug).id


def _free_slug(slug: str, names: Mapping[str, str]) -> str:
    """`slug`, which must be free; or, when none is asked for, a free one made of the name."""
    if slug:
        if Category.objects.filter(slug=slug).exists():
            raise InvalidInput(fields={"slug": _("This address is in use.")})
        return slug
    wanted = make_slug(pick(names, "en"), fallback="category", limit=90)
    taken = set(Category.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidates = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)

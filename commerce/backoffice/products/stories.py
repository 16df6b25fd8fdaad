"""Where a product's story is written: the editors' side registers the links, since it stands above us."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from commerce.core.errors import Text


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A page that tells the product's story in one language, or the way to write it."""

    label: Text
    url: str
    is_written: bool


StoryLinks = Callable[[int, Any], Sequence[StoryLink]]
_sources: list[StoryLinks] = []


def register(source: StoryLinks) -> None:
    """`source(product_id, user)` answers what that user may open. Called while apps load."""
    _sources.append(source)


def story_links(product_id: int, user: Any) -> list[StoryLink]:
    """The pages around a product that `user` may edit or write."""
    return [link for source in _sources for link in source(product_id, user)]

"""What stands around the listings of categories, as stored; every listing asks, so it is kept."""

from __future__ import annotations

from cms.blocks.stored import Stored, stored
from commerce.core.kept import Kept

from .models import CategoryLanding

Around = tuple[list[Stored], list[Stored]]


def _read() -> dict[tuple[int, str], Around]:
    """(above, below) of each landing by category id and language. One query."""
    found = CategoryLanding.objects.select_related("locale")
    return {
        (each.category_id, each.locale.language_code): (
            _part(each.above, "above"),
            _part(each.below, "below"),
        )
        for each in found
    }


def _part(stream: object, place: str) -> list[Stored]:
    """Sections with ids that are unique on the page, whatever the other part holds."""
    return [Stored(each.kind, f"{place}-{each.id}", each.at, each.value) for each in stored(stream)]


#: Forgotten by `handlers` when an editor changes any of it.
landings = Kept("products.landings", _read)

"""Periodic jobs of assets."""

from commerce.core.jobs import periodic

from . import queries
from .tasks import make_renditions


@periodic("DAILY_SECONDS")
def ask_for_missing_renditions() -> str:
    """What a lost task or a theme with other sizes left undone."""
    ids = queries.unmade_ids()
    for image_id in ids:
        make_renditions.enqueue(image_id)
    return f"{len(ids)} pictures"

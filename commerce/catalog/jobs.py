"""Periodic jobs of the catalog."""

from commerce.core.jobs import periodic

from . import services


@periodic("DAILY_SECONDS")
def check_category_tree() -> str:
    """Nightly: the tree's numbers against the parents, which are the truth."""
    problems = services.repair_tree()
    return f"{problems} problems repaired" if problems else "sound"

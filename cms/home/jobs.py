"""Periodic work of pages."""

from commerce.core.schedule import periodic

from . import schedule


@periodic("PUBLISH_SWEEP_SECONDS")
def publish_scheduled_pages() -> str:
    return schedule.publish_due()

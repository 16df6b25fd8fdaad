"""Background entry points of the core."""

from django_tasks import task

from . import outbox


@task()
def deliver_events() -> int:
    """Deliver every event that is due; see `outbox.deliver_due`."""
    return outbox.deliver_due()

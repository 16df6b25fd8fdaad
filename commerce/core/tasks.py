"""Background entry points of the core."""

from django_tasks import task

from . import outbox


@task()
def deliver_event(outbox_id: int) -> bool:
    """Deliver one outbox row; see `outbox.deliver`."""
    return outbox.deliver(outbox_id)

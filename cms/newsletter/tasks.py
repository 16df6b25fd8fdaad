"""Background entry points."""

from django_tasks import task

from . import mails


# Somebody waits for it: before pictures and indexes.
@task(priority=50)
def send_letter(kind: str, email: str, language: str) -> bool:
    """Write to a mailbox about its subscription; see `mails.send`."""
    return mails.send(kind, email, language)

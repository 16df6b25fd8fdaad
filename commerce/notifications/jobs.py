"""Periodic work of notifications."""

from commerce.core.schedule import periodic

from . import services


@periodic("MESSAGE_SWEEP_SECONDS")
def send_due_messages() -> int:
    return services.send_due()

"""Periodic work of fulfillment."""

from commerce.core.schedule import periodic

from . import services


@periodic("COMPLETE_SWEEP_SECONDS")
def deliver_due() -> int:
    return services.deliver_due()


@periodic("COMPLETE_SWEEP_SECONDS")
def complete_due() -> int:
    return services.complete_due()

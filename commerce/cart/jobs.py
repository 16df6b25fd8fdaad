"""Periodic work of carts."""

from commerce.core.schedule import periodic

from . import services


@periodic("DAILY_SECONDS")
def forget_abandoned_carts() -> int:
    return services.forget_abandoned()

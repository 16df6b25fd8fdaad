"""Periodic work of customers."""

from commerce.core.schedule import periodic

from . import codes, services


@periodic("DAILY_SECONDS")
def forget_old_attempts() -> int:
    return services.forget_old_attempts()


@periodic("DAILY_SECONDS")
def forget_old_codes() -> int:
    return codes.forget_old_codes()

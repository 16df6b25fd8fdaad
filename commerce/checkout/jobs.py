"""Periodic work of checkout."""

from commerce.core.schedule import periodic

from . import services


@periodic("PAYMENT_SWEEP_SECONDS")
def settle_unsettled() -> int:
    return services.settle_unsettled()


@periodic("PAYMENT_QUERY_SECONDS")
def query_open_attempts() -> int:
    return services.query_open_attempts()


@periodic("REFUND_SWEEP_SECONDS")
def send_open_refunds() -> int:
    return services.send_open_refunds()


@periodic("EXPIRE_SWEEP_SECONDS")
def expire_overdue() -> int:
    return services.expire_overdue()


@periodic("DAILY_SECONDS")
def reconcile() -> int:
    return services.reconcile()

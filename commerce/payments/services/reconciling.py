"""Comparing a provider's bill with our books, both ways."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from commerce.payments.errors import ProviderRefused, ProviderUnavailable
from commerce.payments.models import PaymentAttempt, PaymentEvent
from commerce.payments.providers import PaymentProvider, provider_behind
from commerce.payments.types import BillDifference, ProviderFact

logger = logging.getLogger(__name__)
Kind = PaymentEvent.Kind
Sums = dict[str, dict[str, int]]


def check_bill(*, provider: str, channel: str) -> tuple[BillDifference, ...]:
    """Where the bill of `provider` (as set up in `channel`) and our books differ; nothing is changed.

    Empty also where there is no bill, or no answer (that is logged). Calls the provider.
    """
    opened = provider_behind(provider, channel)
    bill = _bill(opened) if opened is not None and opened.account else None
    if bill is None or opened is None:
        return ()
    theirs = _sums((fact.merchant_ref, fact.kind, fact.amount) for fact in bill)
    currencies = {fact.merchant_ref: fact.currency for fact in bill}
    attempts = {
        row["merchant_ref"]: row
        for row in PaymentAttempt.objects.filter(provider=provider, account=opened.account)
        .values("merchant_ref", "currency")
        .annotate(
            captured=Coalesce(Sum("events__amount", filter=Q(events__kind=Kind.CAPTURED)), 0),
            returned=Coalesce(Sum("events__amount", filter=Q(events__kind=Kind.REFUNDED)), 0),
        )
        .order_by()
        if row["captured"] or row["merchant_ref"] in theirs
    }
    found = []
    for ref in sorted(theirs.keys() | attempts.keys()):
        found += _compare(ref, theirs[ref], currencies.get(ref, ""), attempts.get(ref))
    return tuple(found)


def _bill(provider: PaymentProvider) -> list[ProviderFact] | None:
    try:
        facts = provider.bill()
    except (ProviderUnavailable, ProviderRefused) as silence:
        logger.warning("no bill", extra={"provider": provider.code, "why": str(silence)})
        return None
    return None if facts is None else [f for f in facts if f.kind in (Kind.CAPTURED, Kind.REFUNDED)]


def _sums(rows: Iterable[tuple[str, str, int]]) -> Sums:
    sums: Sums = defaultdict(lambda: defaultdict(int))
    for ref, kind, amount in rows:
        sums[ref][kind] += amount
    return sums


def _compare(
    ref: str, theirs: dict[str, int], currency: str, attempt: Mapping[str, Any] | None
) -> list[BillDifference]:
    taken, returned = theirs[Kind.CAPTURED], theirs[Kind.REFUNDED]
    if attempt is None:
        return [BillDifference("unknown_charge", ref, taken, 0)]
    ours, ours_returned = attempt["captured"], attempt["returned"]
    found = []
    if currency and currency != attempt["currency"]:
        found.append(BillDifference("currency", ref, taken, ours))
    if taken != ours:
        found.append(BillDifference("not_recorded" if taken > ours else "not_billed", ref, taken, ours))
    if returned != ours_returned:
        found.append(BillDifference("refunds", ref, returned, ours_returned))
    return found

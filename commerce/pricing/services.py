"""Writes of price lists and prices. Each opens a transaction.

Prices of one list are written one after the other, under a lock on the list, so that intervals never
overlap however many set the same price at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.catalog import queries as catalog
from commerce.catalog import services as catalog_services
from commerce.catalog.errors import UnknownVariant
from commerce.core.errors import InvalidInput

from . import queries
from .errors import InvalidPrice, UnknownPriceList
from .models import Price, PriceList
from .types import PriceDraft

MAX_AMOUNT = 10**13


@transaction.atomic
def create_price_list(
    *,
    code: str,
    channel_id: int,
    currency: str,
    name: str = "",
    customer_group_id: int | None = None,
    priority: int = 0,
) -> int:
    """The id of a new price list. Higher priority wins. Raises InvalidInput for a code in use."""
    if PriceList.objects.filter(code=code).exists():
        raise InvalidInput(fields={"code": _("This code is in use.")})
    price_list = PriceList.objects.create(
        code=code,
        name=name or code,
        channel_id=channel_id,
        currency=currency,
        customer_group_id=customer_group_id,
        priority=priority,
    )
    return price_list.pk


@transaction.atomic
def ensure_price_list(*, channel_id: int, currency: str, code: str) -> int:
    """The id of the channel's default list in `currency`, made as `code` if there is none."""
    found = queries.find_default_price_list(channel_id, currency)
    return found or create_price_list(code=code, channel_id=channel_id, currency=currency)


@transaction.atomic
def set_price(
    *,
    variant_id: int,
    price_list_id: int,
    amount: int,
    compare_at_amount: int | None = None,
    min_quantity: int = 1,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> bool:
    """What one unit costs from `valid_from` (default: now) on, in minor units. True if that changed it.

    With `valid_until` the price is temporary: it lies over the standing price and ends by itself.
    Without, it stands until the next one: the running price ends where this one begins, and one already
    planned for later still comes. Locks the list. Raises InvalidPrice, UnknownPriceList, UnknownVariant.
    """
    draft = PriceDraft(variant_id, amount, compare_at_amount, min_quantity)
    if valid_until is None:
        return bool(set_prices(price_list_id=price_list_id, prices=[draft], valid_from=valid_from))
    start = valid_from or timezone.now()
    if valid_until <= start:
        raise InvalidPrice(fields={"valid_until": _("The end must come after the start.")})
    products = _check([draft])
    _lock(price_list_id)
    _price, created = Price.objects.get_or_create(
        price_list_id=price_list_id,
        variant_id=variant_id,
        amount=amount,
        compare_at_amount=compare_at_amount,
        min_quantity=min_quantity,
        valid_from=start,
        valid_until=valid_until,
        is_temporary=True,
    )
    if created:
        catalog_services.touch_all(product_ids=products.values(), reason="price")
    return created


@transaction.atomic
def set_prices(
    *, price_list_id: int, prices: Sequence[PriceDraft], valid_from: datetime | None = None
) -> int:
    """Many standing prices at once, from `valid_from` (default: now) on; answers how many changed.

    The same figures again change nothing. A handful of statements however many prices. Locks the list.
    Raises InvalidPrice, UnknownPriceList, UnknownVariant.
    """
    products = _check(prices)
    _lock(price_list_id)
    start = valid_from or timezone.now()
    standing = _standing(price_list_id, products)
    new: list[Price] = []
    corrected: list[Price] = []
    closed: list[int] = []
    # Given twice, the last one counts.
    for key, draft in {(draft.variant_id, draft.min_quantity): draft for draft in prices}.items():
        rows = standing.get(key, [])
        running = next((row for row in rows if _is_in_force(row, start)), None)
        if running is not None and _figures(running) == (draft.amount, draft.compare_at_amount):
            continue
        if running is not None and running.valid_from == start:
            running.amount, running.compare_at_amount = draft.amount, draft.compare_at_amount
            corrected.append(running)
            continue
        if running is not None:
            closed.append(running.pk)
        new.append(_row(price_list_id, draft, start, rows))
    Price.objects.filter(pk__in=closed).update(valid_until=start)
    Price.objects.bulk_update(corrected, ["amount", "compare_at_amount"])
    Price.objects.bulk_create(new)
    changed = [*new, *corrected]
    if changed:
        touched = {products[row.variant_id] for row in changed}
        catalog_services.touch_all(product_ids=touched, reason="price")
    return len(changed)


@transaction.atomic
def withdraw_price(*, variant_id: int, price_list_id: int, min_quantity: int = 1) -> bool:
    """End the standing price now; the variant cannot be bought by this list any more. True if it had one."""
    products = _check([PriceDraft(variant_id, 0, None, min_quantity)])
    _lock(price_list_id)
    now = timezone.now()
    running = Price.objects.filter(
        price_list_id=price_list_id, variant_id=variant_id, min_quantity=min_quantity, valid_from__lte=now
    )
    ended = running.filter(valid_until=None).update(valid_until=now)
    if ended:
        catalog_services.touch_all(product_ids=products.values(), reason="price")
    return bool(ended)


def _check(prices: Iterable[PriceDraft]) -> dict[int, int]:
    """The product of each variant. Raises InvalidPrice, UnknownVariant."""
    drafts = list(prices)
    for draft in drafts:
        amounts = (draft.amount, draft.compare_at_amount or 0)
        if not all(0 <= amount <= MAX_AMOUNT for amount in amounts):
            raise InvalidPrice(fields={"amount": _("A price lies between 0 and ten trillion minor units.")})
        if not 1 <= draft.min_quantity < 10**9:
            raise InvalidPrice(fields={"min_quantity": _("A quantity is at least 1.")})
    products = catalog.product_ids_of_variants(draft.variant_id for draft in drafts)
    for draft in drafts:
        if draft.variant_id not in products:
            raise UnknownVariant(data={"variant": draft.variant_id})
    return products


def _lock(price_list_id: int) -> None:
    if not PriceList.objects.lock([price_list_id]):
        raise UnknownPriceList(data={"price_list": price_list_id})


def _standing(price_list_id: int, variant_ids: Iterable[int]) -> dict[tuple[int, int], list[Price]]:
    """Standing prices of the list by variant and quantity, by start."""
    rows: dict[tuple[int, int], list[Price]] = defaultdict(list)
    found = Price.objects.filter(
        price_list_id=price_list_id, variant_id__in=list(variant_ids), is_temporary=False
    )
    for row in found.order_by("valid_from"):
        rows[row.variant_id, row.min_quantity].append(row)
    return rows


def _is_in_force(row: Price, at: datetime) -> bool:
    return row.valid_from <= at and (row.valid_until is None or at < row.valid_until)


def _figures(row: Price) -> tuple[int, int | None]:
    return row.amount, row.compare_at_amount


def _row(price_list_id: int, draft: PriceDraft, start: datetime, rows: Sequence[Price]) -> Price:
    """The draft as an interval from `start` until the next price already planned."""
    return Price(
        price_list_id=price_list_id,
        variant_id=draft.variant_id,
        amount=draft.amount,
        compare_at_amount=draft.compare_at_amount,
        min_quantity=draft.min_quantity,
        valid_from=start,
        valid_until=min((row.valid_from for row in rows if row.valid_from > start), default=None),
    )

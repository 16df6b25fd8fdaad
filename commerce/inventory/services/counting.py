"""What is received, adjusted and counted: changes of `on_hand`, each with its movement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict, InvalidInput
from commerce.inventory.errors import BelowPromised
from commerce.inventory.models import Location, StockItem, StockMovement

from . import statements
from .promises import announce

Kind = StockMovement.Kind
MOST_ON_HAND = 1_000_000_000


@transaction.atomic
def create_location(
    *,
    code: str,
    name: Mapping[str, str],
    country: str = "",
    channel_ids: Sequence[int] = (),
    priority: int = 0,
) -> int:
    """A new place where goods lie; its id. It serves the channels named, or all."""
    location = Location.objects.create(code=code, name=dict(name), country=country, priority=priority)
    location.channels.set(channel_ids)
    return location.pk


def receive(
    *, variant_id: int, location_id: int, quantity: int, key: str, reason: str = "", actor_id: str = ""
) -> bool:
    """Goods came in: `quantity` more on hand. Once per `key`; a repetition answers False."""
    if quantity < 1:
        raise InvalidInput(fields={"quantity": _("Enter a quantity of at least 1.")})
    return _post(Kind.RECEIPT, location_id, {variant_id: quantity}, key, reason, actor_id) == 1


def adjust(
    *, variant_id: int, location_id: int, quantity: int, key: str, reason: str = "", actor_id: str = ""
) -> bool:
    """`quantity` more (or fewer) on hand than the books say. Once per `key`.

    Raises BelowPromised when orders were promised more than would remain.
    """
    return _post(Kind.ADJUSTMENT, location_id, {variant_id: quantity}, key, reason, actor_id) == 1


def set_on_hand(
    *, variant_id: int, location_id: int, quantity: int, key: str, reason: str = "", actor_id: str = ""
) -> bool:
    """Exactly `quantity` lie there: posts the difference to the books. Raises BelowPromised."""
    counted = {variant_id: quantity}
    return (
        set_stock(location_id=location_id, quantities=counted, key=key, reason=reason, actor_id=actor_id) == 1
    )


def set_stock(
    *, location_id: int, quantities: Mapping[int, int], key: str, reason: str = "", actor_id: str = ""
) -> int:
    """A count of many variants (on hand by variant id) at one location; how many figures changed.

    A handful of statements whatever the number. Rows that agree leave no movement.
    """
    if any(not 0 <= quantity <= MOST_ON_HAND for quantity in quantities.values()):
        raise InvalidInput(fields={"quantity": _("Enter a quantity between 0 and 1,000,000,000.")})
    return _post(Kind.ADJUSTMENT, location_id, quantities, key, reason, actor_id, is_count=True)


def set_low_stock_level(*, variant_id: int, location_id: int, level: int) -> None:
    """From how many free units on the shop says "only a few left"."""
    StockItem.objects.filter(variant_id=variant_id, location_id=location_id).update(low_stock_level=level)


@transaction.atomic
def _post(
    kind: str,
    location_id: int,
    quantities: Mapping[int, int],
    key: str,
    reason: str,
    actor_id: str,
    *,
    is_count: bool = False,
) -> int:
    """Write movements and figures under the rows' locks. `is_count`: quantities are targets."""
    StockItem.objects.bulk_create(
        [StockItem(variant_id=id_, location_id=location_id) for id_ in sorted(quantities)],
        ignore_conflicts=True,
    )
    rows = StockItem.objects.filter(location_id=location_id, variant_id__in=quantities)
    items = {item.pk: item for item in StockItem.objects.lock(rows.values_list("pk", flat=True))}
    keys = {id_: f"{key}:{location_id}:{item.variant_id}" for id_, item in items.items()}
    posted = set(StockMovement.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    changes = {}
    for id_, item in items.items():
        change = quantities[item.variant_id] - (item.on_hand if is_count else 0)
        if not change or keys[id_] in posted:
            continue
        if item.on_hand + change < item.reserved:
            raise BelowPromised(item.reserved)
        changes[id_] = change
    now = timezone.now()
    try:
        StockMovement.objects.bulk_create(
            StockMovement(
                stock_item_id=id_,
                kind=kind,
                quantity=change,
                key=keys[id_],
                reason=reason,
                actor_id=actor_id,
                at=now,
            )
            for id_, change in changes.items()
        )
    except IntegrityError as exc:
        raise Conflict(data={"key": key}) from exc
    announce(statements.move(on_hand=changes).values())
    return len(changes)

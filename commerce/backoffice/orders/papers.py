"""Papers of orders: what slips and pick lists say, and what an order's page shows of its papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from commerce.backoffice.addresses import label_of
from commerce.core.i18n import pick
from commerce.documents import queries
from commerce.documents.composing import may_be_invoiced
from commerce.documents.sellers import channel_of, shop_facts
from commerce.documents.types import Slip, SlipLine
from commerce.fulfillment.queries import shipments_of
from commerce.inventory.models import Reservation
from commerce.orders.types import OrderLineView, OrderView

SEE_DOCUMENTS = "documents.view_fiscaldocument"
ISSUE_DOCUMENTS = "documents.add_fiscaldocument"


def pick_list(order: OrderView, language: str) -> list[Slip]:
    """What is still to be taken from the shelves, and where it lies; none when nothing is left to send."""
    places = _places(order.facts.id, language)
    lines = [
        _slip_line(line, quantity, place)
        for line in order.lines
        if line.requires_shipping and line.shipped_quantity < line.quantity
        for place, quantity in places.get(line.id, [("", line.quantity - line.shipped_quantity)])
    ]
    is_open = order.facts.status in ("confirmed", "partially_shipped")
    return [_slip(order, language, lines)] if lines and is_open else []


def packing_slips(order: OrderView, language: str, shipment: str = "") -> list[Slip]:
    """A slip for each parcel of the order, or for the one named."""
    by_id = {line.id: line for line in order.lines}
    with translation.override(language):
        parcels = shipments_of(order.facts.id)
    return [
        _slip(
            order,
            language,
            [_slip_line(by_id[line], quantity) for line, quantity in parcel.lines if line in by_id],
            parcel=f"{at} / {len(parcels)}" if len(parcels) > 1 else "",
            carrier=parcel.carrier_name,
            tracking_number=parcel.tracking_number,
            shipped_at=parcel.shipped_at,
        )
        for at, parcel in enumerate(parcels, 1)
        if shipment in ("", parcel.public_id)
    ]


def _slip(order: OrderView, language: str, lines: Iterable[SlipLine], **parcel: Any) -> Slip:
    facts = order.facts
    return Slip(
        order_number=facts.number,
        placed_at=facts.placed_at,
        time_zone=channel_of(facts).time_zone,
        shop=shop_facts(facts, language)["name"],
        recipient=tuple(label_of(order.shipping_address, language)),
        method=order.shipping_method_name,
        lines=tuple(lines),
        note="" if parcel else order.note,
        **parcel,
    )


def _slip_line(line: OrderLineView, quantity: int, place: str = "") -> SlipLine:
    return SlipLine(line.name, line.option_label, line.sku, quantity, place)


def _places(order_id: int, language: str) -> Mapping[int, list[tuple[str, int]]]:
    """(location, units) that are kept for each line. One query."""
    kept = Reservation.objects.filter(order_id=order_id, state__in=["held", "allocated"], quantity__gt=0)
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for row in kept.select_related("stock_item__location").order_by("id"):
        place = row.stock_item.location
        found[row.order_line_id].append((pick(place.name, language) or place.code, row.quantity))
    return found


def papers_of(order: OrderView, user: Any, money: Callable[[int], str]) -> dict[str, Any]:
    """What the order's page needs to link to its papers. One query where the user may see documents."""
    issued = queries.documents_of(order.facts.id) if user.has_perm(SEE_DOCUMENTS) else ()
    may_issue = user.has_perm(ISSUE_DOCUMENTS) and may_be_invoiced(order.facts.status)
    return {
        "documents": [(each, money(each.total_amount)) for each in issued],
        "may_see_documents": user.has_perm(SEE_DOCUMENTS),
        "may_issue_invoice": may_issue and not any(each.kind == "invoice" for each in issued),
        "is_pickable": order.facts.status in ("confirmed", "partially_shipped")
        and any(line.requires_shipping and line.shipped_quantity < line.quantity for line in order.lines),
        # The customer's language first.
        "languages": sorted(settings.LANGUAGES, key=lambda each: each[0] != order.facts.language),
    }

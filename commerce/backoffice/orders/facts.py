"""What the page of one order shows beyond the order itself, read with a handful of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from commerce.backoffice.people import staff_names
from commerce.fulfillment.carriers import carrier_name
from commerce.fulfillment.types import ShipmentView
from commerce.orders.states import Command
from commerce.orders.types import OrderView
from commerce.payments.models import PaymentAttempt, PaymentEvent, Refund

from .words import ACTORS, ATTEMPTS, POLICIES, REFUND_REASONS, REFUNDS, SOURCES, provider_name, word


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One try to pay with what is known of it; amounts formatted."""

    provider: str
    state: str
    is_paid: bool
    amount: str
    reference: str
    created_at: datetime
    events: tuple[tuple[datetime, str, str, str], ...]  # when, what, amount, how we know


@dataclass(frozen=True, slots=True)
class RefundRow:
    public_id: str
    amount: str
    state: str
    is_by_hand: bool
    reason: str
    problem: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened, or a note of staff (`is_words`)."""

    at: datetime
    text: str
    actor: str
    note: str
    is_words: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Something the customer saw; `url` leads to that very revision, empty when it is gone."""

    what: str
    revision_id: int
    url: str


def attempts_of(order_id: int, money: Callable[[int], str]) -> tuple[AttemptRow, ...]:
    """Every try to pay, latest first, with its facts. Two queries."""
    rows = PaymentAttempt.objects.filter(payment__order_id=order_id).prefetch_related("events")
    return tuple(
        AttemptRow(
            provider=provider_name(row.provider, row.channel),
            state=word(ATTEMPTS, row.state),
            is_paid=row.state == "captured",
            amount=money(row.amount),
            reference=row.provider_ref or row.merchant_ref,
            created_at=row.created_at,
            events=tuple(
                (event.occurred_at, _event(event), money(event.amount), word(SOURCES, event.source))
                for event in row.events.all()
            ),
        )
        for row in rows.order_by("-id")
    )


def refunds_of(order_id: int, money: Callable[[int], str]) -> tuple[RefundRow, ...]:
    """Money given back or on its way, latest first. One query."""
    rows = Refund.objects.filter(attempt__payment__order_id=order_id).order_by("-id")
    return tuple(
        RefundRow(
            public_id=row.public_id,
            amount=money(row.amount),
            state=word(REFUNDS, row.state),
            is_by_hand=row.state == "pending" and row.next_attempt_at is None,
            reason=word(REFUND_REASONS, row.reason),
            problem=row.last_error,
            created_at=row.created_at,
        )
        for row in rows
    )


def timeline(
    order: OrderView, shipments: Iterable[ShipmentView], notes: Iterable[TimelineEntry]
) -> tuple[TimelineEntry, ...]:
    """What happened and what staff noted, latest first, with who it was. One query for the names of staff."""
    staff = staff_names(entry.actor.id for entry in order.history if entry.actor.kind == "staff")
    entries = [
        TimelineEntry(
            entry.at,
            entry.label,
            staff.get(entry.actor.id) or word(ACTORS, entry.actor.kind),
            _of_parcel(entry.note) if entry.command in (Command.SHIP_SOME, Command.SHIP_REST) else entry.note,
        )
        for entry in order.history
    ]
    for parcel in shipments:
        if parcel.delivered_at:
            text = _("%(carrier)s delivered parcel %(number)s")
            said = text % {"carrier": parcel.carrier_name, "number": parcel.tracking_number}
            entries.append(TimelineEntry(parcel.delivered_at, said, "", ""))
    entries += notes
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def _of_parcel(note: str) -> str:
    """`sf SF123` → `SF Express SF123`."""
    carrier, _blank, number = note.partition(" ")
    return f"{carrier_name(carrier)} {number}"


def seen(order: OrderView) -> tuple[Seen, ...]:
    """The revisions of pages and policies the customer saw. One query."""
    wanted = [
        (f"{line.name}", line.page_revision_id) for line in order.lines if line.page_revision_id is not None
    ]
    wanted += [(word(POLICIES, code), number) for code, number in order.policy_revisions.items()]
    pages = Revision.objects.filter(
        pk__in=[number for _what, number in wanted], base_content_type__model=Page._meta.model_name
    )
    page_ids = dict(pages.values_list("pk", "object_id"))
    return tuple(Seen(what, number, _revision_url(page_ids.get(number), number)) for what, number in wanted)


def _revision_url(page_id: Any, revision_id: int) -> str:
    return reverse("wagtailadmin_pages:revisions_view", args=[page_id, revision_id]) if page_id else ""


def _event(event: PaymentEvent) -> str:
    return str(PaymentEvent.Kind(event.kind).label)

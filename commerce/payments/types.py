"""Payment values that cross the border. Amounts are minor units of `currency`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What a provider needs to start an attempt. `merchant_ref` also serves as its idempotency key."""

    merchant_ref: str
    amount: int
    currency: str
    order_number: str
    description: str
    return_url: str
    notify_url: str
    language: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NextAction:
    """What the shopper does next: "redirect" (url), "instructions" (text), "none"."""

    kind: str
    url: str = ""
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Started:
    """A provider's answer to a new attempt: its state, its own id, the shopper's next action."""

    state: str  # AttemptState
    provider_ref: str = ""
    action: NextAction = NextAction("none")


@dataclass(frozen=True, slots=True)
class ProviderFact:
    """One verified fact from a provider, by notification or query.

    `kind` is a PaymentEvent kind; `effect_ref` the provider's id of the charge or refund, so that
    the same fact told twice, by two ways, is one.
    """

    merchant_ref: str
    kind: str
    amount: int
    currency: str
    effect_ref: str
    provider_ref: str = ""
    occurred_at: datetime | None = None
    refund_ref: str = ""


@dataclass(frozen=True, slots=True)
class VerifiedMessage:
    """A notification whose signature held: the provider's event id and the fact it tells (or None)."""

    event_id: str
    kind: str
    fact: ProviderFact | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a verified message: "accepted", or why it was not believed.

    `order_id` is None when it names no attempt of ours; `is_new` False for a replay.
    """

    verdict: str
    order_id: int | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class BillDifference:
    """Where a provider's bill and our books disagree about an attempt; amounts in minor units.

    `kind`: unknown_charge (no attempt of ours), not_recorded (we know of less than they took),
    not_billed (we know of more), currency, refunds.
    """

    kind: str
    merchant_ref: str
    theirs: int
    ours: int


@dataclass(frozen=True, slots=True)
class PaymentSummary:
    """Where an order's money stands, in minor units of `currency`.

    `refunded_amount` is done; `returning_amount` is on its way back on top of that. `is_open`: an
    attempt may still be paid. `collects_on_delivery`: the method hands money over at the door.
    """

    currency: str
    amount: int
    authorized_amount: int = 0
    captured_amount: int = 0
    refunded_amount: int = 0
    returning_amount: int = 0
    is_open: bool = False
    collects_on_delivery: bool = False
    method: str = ""
    attempt_state: str = ""
    action: NextAction = NextAction("none")

    @property
    def kept_amount(self) -> int:
        """Captured, not given back and not on its way back."""
        return self.captured_amount - self.refunded_amount - self.returning_amount


@dataclass(frozen=True, slots=True)
class PaymentOption:
    """A way to pay offered in a channel."""

    code: str
    name: str
    description: str
    icon: str = ""
    is_online: bool = True


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to pay an order, as the row says. `merchant_ref` names it at the provider."""

    id: int
    public_id: str
    order_id: int
    provider: str
    merchant_ref: str
    currency: str
    amount: int
    state: str  # AttemptState
    expires_at: datetime | None
    action: NextAction = NextAction("none")


@dataclass(frozen=True, slots=True)
class StartedPayment:
    """What `start` gives back: the attempt and what the shopper does next."""

    attempt_public_id: str
    state: str
    action: NextAction

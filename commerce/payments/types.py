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
class PaymentOption:
    """A way to pay offered in a channel."""

    code: str
    name: str
    description: str
    icon: str = ""
    is_online: bool = True


@dataclass(frozen=True, slots=True)
class StartedPayment:
    """What `start` gives back: the attempt and what the shopper does next."""

    attempt_public_id: str
    state: str
    action: NextAction

"""The payment provider protocol and its registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from commerce.core.errors import Text
from commerce.core.registry import Registry

from .types import PaymentRequest, ProviderFact, Started, VerifiedMessage


class PaymentProvider(Protocol):
    """A way to be paid. One instance per process; keep no state about payments in it.

    All calls but `verify` happen outside transactions. `create` is called with the attempt already
    committed; the same `merchant_ref` may come again after a crash and must not charge twice.
    Raise `payments.errors.ProviderUnavailable` when the outcome is unknown (time-out, reset): the
    attempt then waits as "unknown" for a query or notification. Raise `ProviderRefused` when it
    surely did not happen. Convert amounts to the provider's own unit at this border only.
    """

    code: str
    name: Text
    description: Text
    icon: str
    is_online: bool  # False: nothing happens now (bank transfer, cash on delivery)
    collects_on_delivery: bool

    def is_offered(self, *, amount: int, currency: str, country: str) -> bool:
        """Whether shoppers may choose it for this amount and destination."""

    def create(self, request: PaymentRequest) -> Started:
        """Start an attempt and say what the shopper does next."""

    def query(self, merchant_ref: str) -> Sequence[ProviderFact]:
        """Everything the provider knows of an attempt, as facts; empty: nothing has happened yet."""

    def cancel(self, merchant_ref: str) -> None:
        """Make sure an open attempt can no longer be paid. Raises ProviderRefused if it just was."""

    def refund(self, *, merchant_ref: str, refund_ref: str, amount: int, currency: str) -> ProviderFact:
        """Give `amount` back. The same `refund_ref` never pays back twice."""

    def verify(self, body: bytes, headers: Mapping[str, str]) -> VerifiedMessage:
        """The message, if its signature and time hold; raises `ForgedNotification` otherwise.

        Touches no database and no network. Without a configured secret every message is forged.
        """


providers: Registry[PaymentProvider] = Registry("payment_providers", PaymentProvider)

__all__ = ["PaymentProvider", "providers"]

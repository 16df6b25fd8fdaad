"""The payment provider protocol, its registry, and a base class to start from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from commerce.channels import queries as channels
from commerce.core.errors import NotFound, Text
from commerce.core.registry import Registry

from .errors import ForgedNotification, PaymentUnavailable, ProviderRefused
from .types import PaymentRequest, ProviderFact, Started, VerifiedMessage

_ORIGIN = re.compile(r"(https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?)(?:[/?#]|\Z)", re.ASCII)


class PaymentProvider(Protocol):
    """A way to be paid.

    The shop makes an instance per use, with the plugin's settings in the order's channel, and keeps
    none; keep no state about payments in it. All calls but `verify` happen outside transactions.
    `create` is called with the attempt already committed; the same `merchant_ref` may come again
    after a crash and must not charge twice. Raise `payments.errors.ProviderUnavailable` when the
    outcome is unknown (time-out, reset): the attempt then waits as "unknown" for a query or a
    notification. Raise `ProviderRefused` when it surely did not happen. Convert amounts to the
    provider's own unit at this border only.
    """

    code: ClassVar[str]
    icon: ClassVar[str]
    is_online: ClassVar[bool]  # False: nothing happens now (bank transfer, cash on delivery)
    collects_on_delivery: ClassVar[bool]
    refunds_by_hand: ClassVar[bool]  # True: staff sends the money back and marks the refund done
    acknowledgment: ClassVar[str]  # what a stored notification is answered with, word for word

    @property
    def name(self) -> Text:
        """What shoppers read; a plain class attribute will do."""

    @property
    def description(self) -> Text:
        """A sentence below the name, or nothing."""

    @property
    def account(self) -> str:
        """Our account at the provider. A message for another account is stored and not believed."""

    @property
    def redirects_to(self) -> Sequence[str]:
        """Addresses that shoppers are sent to, every stop of the way; empty where they stay in the shop.

        The browser lets the shop's forms lead there and nowhere else (content security policy).
        """

    def is_offered(self, *, amount: int, currency: str, country: str) -> bool:
        """Whether shoppers may choose it for this amount and destination."""

    def create(self, request: PaymentRequest) -> Started:
        """Start an attempt and say what the shopper does next."""

    def query(self, merchant_ref: str) -> Sequence[ProviderFact]:
        """Everything the provider knows of an attempt, as facts; empty: nothing has happened yet."""

    def capture(self, *, merchant_ref: str, amount: int, currency: str) -> ProviderFact:
        """Take authorized money. The same attempt is never captured twice."""

    def cancel(self, merchant_ref: str) -> None:
        """Make sure an open attempt can no longer be paid. Raises ProviderRefused if it just was."""

    def refund(self, *, merchant_ref: str, refund_ref: str, amount: int, currency: str) -> ProviderFact:
        """Give `amount` back. The same `refund_ref` never pays back twice.

        A fact of kind "info" says that the refund is on its way; it is then asked for again.
        """

    def bill(self) -> Sequence[ProviderFact] | None:
        """Every charge and refund of our account, to compare the books with; None: there is no bill."""

    def ping(self) -> None:
        """One question without effect, by which the owner sees whether the settings hold; where `is_online`.

        Raises ProviderRefused for settings that are wrong, ProviderUnavailable for no answer.
        """

    def verify(self, body: bytes, headers: Mapping[str, str]) -> VerifiedMessage:
        """The message, if its signature and time hold; raises `ForgedNotification` otherwise.

        `headers` come with names in lower case. Touches no database and no
        network. Without a configured secret every message is forged.
        """


class BaseProvider:
    """The careful answers: derive, give `code` and `name`, and answer what your provider can do.

    As it stands it is an offline method: nothing to query or cancel, refunds by hand, and every
    notification is forged.
    """

    code: ClassVar[str]
    name: ClassVar[Text]
    description: ClassVar[Text] = ""
    icon: ClassVar[str] = ""
    is_online: ClassVar[bool] = False
    collects_on_delivery: ClassVar[bool] = False
    refunds_by_hand: ClassVar[bool] = True
    acknowledgment: ClassVar[str] = "ok"

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        self.settings: Mapping[str, Any] = settings or {}

    @property
    def account(self) -> str:
        return ""

    @property
    def redirects_to(self) -> Sequence[str]:
        return ()

    def is_offered(self, *, amount: int, currency: str, country: str) -> bool:
        return True

    def create(self, request: PaymentRequest) -> Started:
        return Started("awaiting_customer")

    def query(self, merchant_ref: str) -> Sequence[ProviderFact]:
        return ()

    def capture(self, *, merchant_ref: str, amount: int, currency: str) -> ProviderFact:
        raise ProviderRefused("unsupported")

    def cancel(self, merchant_ref: str) -> None:
        """Nothing to cancel: nobody can pay an offline attempt without us."""

    def refund(self, *, merchant_ref: str, refund_ref: str, amount: int, currency: str) -> ProviderFact:
        raise ProviderRefused("unsupported")

    def bill(self) -> Sequence[ProviderFact] | None:
        return None

    def ping(self) -> None:
        """Nobody to ask."""

    def verify(self, body: bytes, headers: Mapping[str, str]) -> VerifiedMessage:
        raise ForgedNotification("unsupported")


ProviderFactory = Callable[[Mapping[str, Any]], PaymentProvider]
providers: Registry[ProviderFactory] = Registry("payment_providers", PaymentProvider)


def provider_for(code: str, channel: str) -> PaymentProvider:
    """The provider with its settings in `channel`. Raises PaymentUnavailable unless enabled there."""
    try:
        factory = providers.get(code, channel=channel)
    except NotFound as exc:
        raise PaymentUnavailable(data={"method": code}) from exc
    return _open(code, factory, channel)


def provider_behind(code: str, channel: str) -> PaymentProvider | None:
    """The provider even where it is switched off by now: money underway is still looked after."""
    factory = providers.find(code)
    return _open(code, factory, channel) if factory else None


def enabled_providers(channel: str) -> list[PaymentProvider]:
    """All providers switched on in `channel`, with their settings, in order of registration."""
    return [_open(code, factory, channel) for code, factory in providers.enabled(channel).items()]


def online_providers_of(plugin: str, channel: str) -> list[PaymentProvider]:
    """What a plugin brings that talks to somebody, with its settings in `channel`, switched on or not."""
    opened = (
        _open(code, factory, channel) for code, factory in providers if providers.plugin_of(code) == plugin
    )
    return [each for each in opened if each.is_online]


def provider_origins() -> list[str]:
    """Where shoppers may be sent to pay, in any active channel: `https://pay.example`, sorted.

    What is no address is left out: it comes from settings and ends up in a header. No query beyond kept ones.
    """
    opened = (each for channel in channels.active_channels() for each in enabled_providers(channel.code))
    found = (_ORIGIN.match(address.lower()) for each in opened for address in each.redirects_to)
    return sorted({origin.group(1) for origin in found if origin})


def _open(code: str, factory: ProviderFactory, channel: str) -> PaymentProvider:
    plugin = providers.plugin_of(code)
    return factory(channels.plugin_settings(plugin, channel) if plugin else {})

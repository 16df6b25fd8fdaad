"""What checkout asks and answers."""

from __future__ import annotations

from dataclasses import dataclass

from commerce.cart.types import CartView
from commerce.customers.types import AddressFields
from commerce.payments.types import NextAction, PaymentOption
from commerce.pricing.engine.types import Quote
from commerce.shipping.types import DeliveryOption

AddressInput = AddressFields


@dataclass(frozen=True, slots=True)
class CheckoutInput:
    """Everything a shopper decides. Never an amount, but for the total that was shown."""

    email: str = ""
    phone: str = ""
    address: AddressFields = AddressFields()
    shipping_method: str = ""
    payment_method: str = ""
    note: str = ""
    terms_accepted: bool = False


@dataclass(frozen=True, slots=True)
class CheckoutView:
    """The checkout page's facts: the quote with the chosen delivery, and the options there are."""

    quote: Quote
    delivery: tuple[DeliveryOption, ...]
    payments: tuple[PaymentOption, ...]
    shipping_method: str
    payment_method: str
    cart: CartView


@dataclass(frozen=True, slots=True)
class OrderPlacedResult:
    """The order and what to do about paying it. `token` opens its tracking page."""

    order_id: int
    order_public_id: str
    number: str
    token: str
    total_amount: int
    currency: str
    action: NextAction
    was_placed_before: bool = False

"""What was typed at checkout, kept whole whatever becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from commerce.checkout.types import AddressInput, CheckoutInput
from commerce.core.context import CommerceContext
from commerce.customers.types import ADDRESS_FIELDS, AddressFields, AddressView, Profile

from .address_form import default_country, typed_address

NEW_ADDRESS = "new"
MAX_TEXT = 500


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as the shopper left it. `choice` is an entry of the address book, or "new"."""

    email: str = ""
    choice: str = NEW_ADDRESS
    address: AddressFields = field(default_factory=AddressFields)
    delivery: str = ""
    payment: str = ""
    note: str = ""
    terms: bool = False

    def input(self, book: tuple[AddressView, ...], profile: Profile | None) -> CheckoutInput:
        """What checkout is asked: the chosen address, the member's own contact."""
        chosen = next((entry.fields for entry in book if entry.public_id == self.choice), self.address)
        email = profile.email if profile else self.email
        phone = profile.phone if profile else ""
        return CheckoutInput(
            email=email or "",
            # A guest's courier number is no way to send the tracking link: an e-mail address is needed.
            phone=phone or (chosen.phone if email or profile else ""),
            address=AddressInput(**chosen.as_dict()),
            shipping_method=self.delivery,
            payment_method=self.payment,
            note=self.note,
            terms_accepted=self.terms,
        )

    def remembered(self) -> dict[str, object]:
        """What the cart keeps of it."""
        return {
            "email": self.email,
            "shipping_method": self.delivery,
            "payment_method": self.payment,
            "note": self.note,
            "address": {**self.address.as_dict(), "choice": self.choice},
        }


def posted(data: QueryDict, ctx: CommerceContext, book: tuple[AddressView, ...]) -> Typed:
    """The form that was sent; an address of somebody else's book counts as none."""
    choice = data.get("address", NEW_ADDRESS)
    return Typed(
        email=data.get("email", "").strip()[:MAX_TEXT],
        choice=choice if any(entry.public_id == choice for entry in book) else NEW_ADDRESS,
        address=typed_address(data, country=default_country(ctx)),
        delivery=data.get("delivery", "")[:MAX_TEXT],
        payment=data.get("payment", "")[:MAX_TEXT],
        note=data.get("note", "")[: 2 * MAX_TEXT],
        terms=bool(data.get("terms")),
    )


def first_look(
    remembered: Mapping[str, object], ctx: CommerceContext, book: tuple[AddressView, ...]
) -> Typed:
    """What the form starts with: what the cart remembers, else the default address."""
    address = remembered.get("address")
    kept = dict(address) if isinstance(address, Mapping) else {}
    choice = str(kept.pop("choice", ""))
    values = {name: str(value) for name, value in kept.items() if name in ADDRESS_FIELDS}
    typed = Typed(
        email=str(remembered.get("email", "")),
        address=replace(AddressFields(country=default_country(ctx)), **values),
        delivery=str(remembered.get("shipping_method", "")),
        payment=str(remembered.get("payment_method", "")),
        note=str(remembered.get("note", "")),
    )
    if not any(entry.public_id == choice for entry in book) and choice != NEW_ADDRESS:
        choice = book[0].public_id if book else NEW_ADDRESS
    return replace(typed, choice=choice)

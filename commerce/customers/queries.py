"""Who the customer is, and where they want things sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from commerce.core.context import CustomerRef

from .errors import AddressNotFound
from .models import Address, Customer, User
from .types import ADDRESS_FIELDS, AddressFields, AddressView, Profile


def customer_of(user: Any) -> CustomerRef | None:
    """The buyer behind a signed-in user with the groups they are in; None for guests. One query."""
    if user is None or not user.is_authenticated:
        return None
    rows = list(Customer.objects.filter(user_id=user.pk).values_list("id", "groups"))
    if not rows:
        return None
    return CustomerRef(rows[0][0], frozenset(group for _id, group in rows if group is not None))


def get_profile(customer_id: int) -> Profile:
    """Name, addresses to reach them at, language. Raises Customer.DoesNotExist for a foreign id."""
    customer = Customer.objects.select_related("user").get(pk=customer_id)
    user = customer.user
    return Profile(
        customer_id=customer.id,
        public_id=customer.public_id,
        name=user.name,
        email=user.email or "",
        phone=user.phone or "",
        language=customer.language,
        has_password=user.has_usable_password(),
    )


def addresses_of(customer_id: int) -> tuple[AddressView, ...]:
    """The address book, default first, then newest. One query."""
    return tuple(_view(row) for row in Address.objects.filter(customer_id=customer_id))


def get_address(customer_id: int, public_id: str) -> AddressView:
    """One entry of this customer's book. Raises AddressNotFound, also for somebody else's."""
    row = Address.objects.filter(customer_id=customer_id, public_id=public_id).first()
    if row is None:
        raise AddressNotFound
    return _view(row)


def find_user(login: str) -> User | None:
    """The user an e-mail address (any case) or an E.164 phone number identifies, if there is one."""
    field = "email__iexact" if "@" in login else "phone"
    return User.objects.filter(**{field: login}).first()


def mailbox_of(user_id: str) -> tuple[str, str]:
    """A user's e-mail address, or an empty text, and the language they read mails in."""
    row = User.objects.filter(pk=user_id).values_list("email", "customer__language").first()
    email, language = row or ("", "")
    return email or "", language or settings.LANGUAGE_CODE


def proved_contacts(user: User) -> tuple[str, str]:
    """E-mail address and phone that the user has shown to be theirs; empty where they have not."""
    email = user.email if user.email and user.email_verified else ""
    return email or "", (user.phone if user.phone and user.phone_verified else "") or ""


def _view(row: Address) -> AddressView:
    return AddressView(
        public_id=row.public_id,
        fields=AddressFields(**{name: getattr(row, name) for name in ADDRESS_FIELDS}),
        is_default=row.is_default,
    )

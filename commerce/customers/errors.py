"""What may be refused.

CommerceError
├── InvalidInput
│   └── AccountExists      e-mail or phone already identify somebody (never shown to strangers)
├── NotFound
│   └── AddressNotFound    not in this customer's address book
├── WrongCode              not the code that was sent, used before, or too old
├── AccountClosed          the shop closed the account
├── WrongCredentials       login and password do not belong together, or there is no such account
└── TooManyAttempts        the same thing was tried too often; `data["retry_after"]` seconds
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import CommerceError, InvalidInput, NotFound


class AccountExists(InvalidInput):
    code = "account_exists"
    message = _("There is already an account with this e-mail address or phone number.")


class AddressNotFound(NotFound):
    code = "address_not_found"
    message = _("This address is not in your address book.")


class TooManyAttempts(CommerceError):
    code = "too_many_attempts"
    message = _("Too many attempts. Please wait a few minutes and try again.")


class WrongCredentials(CommerceError):
    code = "wrong_credentials"
    message = _("Login and password do not match.")


class WrongCode(CommerceError):
    code = "wrong_code"
    message = _("This code is not right, or no longer valid. Ask for a new one.")


class AccountClosed(CommerceError):
    code = "account_closed"
    message = _("This account is closed. Please write to us.")

"""Writes about customers: accounts, address books, attempts."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.core.errors import InvalidInput, Text
from commerce.core.ids import digest

from .addresses import check_address, normalize_address, normalize_phone
from .errors import AccountClosed, AccountExists, AddressNotFound, TooManyAttempts
from .models import Address, Attempts, Customer, User
from .queries import find_user, get_address
from .types import ADDRESS_FIELDS, AddressFields, AddressView

MAX_ADDRESSES = 50


def register(
    *,
    email: str = "",
    phone: str = "",
    password: str,
    name: str = "",
    language: str = "",
    country: str = "CN",
    email_verified: bool = False,
) -> User:
    """A new login identity with its buyer profile. Opens a transaction.

    `email_verified`: whoever asks has shown that they read mail sent there.
    Raises InvalidInput (neither e-mail nor phone, a malformed one, a weak password) and AccountExists;
    what a stranger is told about the latter is the caller's business.
    """
    email, name = email.strip(), " ".join(name.split())
    errors: dict[str, Text] = {}
    if not email and not phone:
        errors["email"] = _("Enter an e-mail address or a phone number.")
    if email and (problem := email_problem(email)):
        errors["email"] = problem
    if phone:
        try:
            phone = normalize_phone(phone, country)
        except InvalidInput as refused:
            errors |= refused.fields
    if len(name) > 100:
        errors["name"] = _("At most {longest} characters.").format(longest=100)
    if problems := password_problems(password, email=email, name=name):
        errors["password"] = " ".join(problems)
    if errors:
        raise InvalidInput(fields=errors)
    if (email and find_user(email)) or (phone and find_user(phone)):
        raise AccountExists
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email or None, password, phone=phone or None, name=name, email_verified=email_verified
            )
            Customer.objects.create(user=user, language=language)
    except IntegrityError:
        raise AccountExists from None
    return user


def enter_by_phone(*, phone: str, language: str = "") -> User:
    """The user of a phone (E.164) whose code was just redeemed; made now if there is none.

    A number belongs to whoever proved it: an account that only claimed it loses it, or, if it has nothing
    else, its password and with it every session. Opens a transaction. Raises AccountClosed.
    """
    with transaction.atomic():
        user = find_user(phone)
        if user is not None and not user.is_active:
            raise AccountClosed
        if user is not None and not user.phone_verified:
            user = _proved(user)
        if user is not None:
            return user
    try:
        with transaction.atomic():
            user = User.objects.create_user(None, None, phone=phone, phone_verified=True)
            Customer.objects.create(user=user, language=language)
    except IntegrityError:  # the same person in another window
        return User.objects.get(phone=phone)
    return user


def _proved(user: User) -> User | None:
    """The account of a claimed number after somebody proved it, or None where it was another's claim."""
    if user.email:
        user.phone = None
        user.save(update_fields=["phone"])
        return None
    user.phone_verified = True
    user.set_unusable_password()
    user.save(update_fields=["phone_verified", "password"])
    return user


def ensure_customer(*, user_id: uuid.UUID, language: str = "") -> int:
    """The buyer profile of a user, made now if this is a member of staff buying for the first time."""
    customer, _created = Customer.objects.get_or_create(user_id=user_id, defaults={"language": language})
    return int(customer.pk)


def email_problem(email: str) -> Text:
    """Why this is not an e-mail address one can write to; empty when it is."""
    try:
        validate_email(email)
    except ValidationError:
        return _("Enter an e-mail address like name@example.com.")
    return _("This e-mail address is too long.") if len(email) > 254 else ""


def password_problems(
    password: str, *, email: str = "", name: str = "", user: User | None = None
) -> list[str]:
    """What speaks against a password, in the reader's language; empty for a good one."""
    if len(password) > 256:
        return [str(_("At most {longest} characters.").format(longest=256))]
    try:
        validate_password(password, user or User(email=email or None, name=name))
    except ValidationError as refused:
        return list(refused.messages)
    return []


def set_password(*, user_id: uuid.UUID, password: str, email_verified: bool = False) -> None:
    """Give a user a new password; every session begun with the old one ends. Raises InvalidInput.

    `email_verified`: whoever sets it came by a link that was mailed to them.
    """
    with transaction.atomic():
        user = User.objects.get(pk=user_id)
        if problems := password_problems(password, user=user):
            raise InvalidInput(fields={"password": " ".join(problems)})
        user.set_password(password)
        user.email_verified = user.email_verified or email_verified
        user.save(update_fields=["password", "email_verified"])


def update_profile(*, customer_id: int, name: str | None = None, language: str | None = None) -> None:
    """Change what the customer is called and which language mails have. Raises InvalidInput."""
    if language is not None and language not in dict(settings.LANGUAGES):
        raise InvalidInput(fields={"language": _("Choose one from the list.")})
    with transaction.atomic():
        customer = Customer.objects.select_related("user").get(pk=customer_id)
        if name is not None:
            name = " ".join(name.split())
            if len(name) > 100:
                raise InvalidInput(fields={"name": _("At most {longest} characters.").format(longest=100)})
            customer.user.name = name
            customer.user.save(update_fields=["name"])
        if language is not None:
            customer.language = language
            customer.save(update_fields=["language"])


def save_address(
    *, customer_id: int, address: AddressFields, public_id: str | None = None, is_default: bool = False
) -> AddressView:
    """Add an address to the book, or change entry `public_id`. The first one becomes the default.

    Raises InvalidInput with what is wrong by field, and AddressNotFound. Opens a transaction.
    """
    if errors := check_address(address.as_dict()):
        raise InvalidInput(fields=errors)
    values = normalize_address(address.as_dict())
    with transaction.atomic():
        Customer.objects.lock([customer_id])
        mine = Address.objects.filter(customer_id=customer_id)
        if public_id:
            row = mine.filter(public_id=public_id).first()
            if row is None:
                raise AddressNotFound
        else:
            if mine.count() >= MAX_ADDRESSES:
                raise InvalidInput(_("Your address book is full. Delete an address first."))
            row = Address(customer_id=customer_id)
        for name in ADDRESS_FIELDS:
            setattr(row, name, values[name])
        row.save()
        if is_default or not mine.filter(is_default=True).exists():
            _make_default(customer_id, row)
    return get_address(customer_id, row.public_id)


def delete_address(*, customer_id: int, public_id: str) -> None:
    """Take an address out of the book; the newest of the others becomes the default if it was."""
    with transaction.atomic():
        Customer.objects.lock([customer_id])
        row = Address.objects.filter(customer_id=customer_id, public_id=public_id).first()
        if row is None:
            raise AddressNotFound
        row.delete()
        other = Address.objects.filter(customer_id=customer_id).first()
        if row.is_default and other is not None:
            _make_default(customer_id, other)


def set_default_address(*, customer_id: int, public_id: str) -> None:
    """Make this address the one checkout starts with. Raises AddressNotFound."""
    with transaction.atomic():
        Customer.objects.lock([customer_id])
        row = Address.objects.filter(customer_id=customer_id, public_id=public_id).first()
        if row is None:
            raise AddressNotFound
        _make_default(customer_id, row)


def _make_default(customer_id: int, row: Address) -> None:
    Address.objects.filter(customer_id=customer_id, is_default=True).exclude(pk=row.pk).update(
        is_default=False
    )
    Address.objects.filter(pk=row.pk).update(is_default=True)


def count_attempt(*, scope: str, source: str, limit: int, seconds: int) -> None:
    """Count one try of `scope` by `source`; raises TooManyAttempts past `limit` within `seconds`.

    Counts in the database, so that every process and a restart see the same figure. What is tried is
    kept as a digest only.
    """
    now = timezone.now()
    key = digest(source)
    with transaction.atomic():
        row, _created = Attempts.objects.get_or_create(scope=scope, source=key, defaults={"since": now})
        if row.since <= now - timedelta(seconds=seconds):
            Attempts.objects.filter(pk=row.pk).update(since=now, count=1)
            return
        Attempts.objects.filter(pk=row.pk).update(count=F("count") + 1)
        row.refresh_from_db()
    if row.count > limit:
        left = seconds - int((now - row.since).total_seconds())
        raise TooManyAttempts(data={"retry_after": max(left, 1)})


def forget_attempts(*, scope: str, source: str) -> None:
    """Start counting anew, after a try that succeeded."""
    Attempts.objects.filter(scope=scope, source=digest(source)).delete()


def forget_old_attempts() -> int:
    """Delete counts nobody will ask for again. Returns how many."""
    return Attempts.objects.filter(since__lt=timezone.now() - timedelta(days=1)).delete()[0]

"""Login identity, buyer profile, addresses, groups, consent."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from commerce.core.fields import PublicIdField, TranslatedField
from commerce.core.locking import LockingQuerySet


class UserManager(BaseUserManager["User"]):
    """Makes users from an e-mail address or a phone number."""

    use_in_migrations = True

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> User:
        if not email and not fields.get("phone"):
            raise ValueError("a user needs an e-mail address or a phone number")
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """Who logs in, by e-mail or phone. Shoppers and staff alike; a shopper also has a Customer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)  # type: ignore[assignment]
    phone = models.CharField(
        _("phone number"),
        max_length=20,
        null=True,
        blank=True,
        unique=True,
        help_text=_("E.164, e.g. +8613800138000."),
    )
    phone_verified = models.BooleanField(default=False)
    email_verified = models.BooleanField(default=False)
    name = models.CharField(_("name"), max_length=100, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()  # type: ignore[misc, assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_email"),
            models.CheckConstraint(
                condition=models.Q(email__isnull=False) | models.Q(phone__isnull=False),
                name="user_can_be_reached",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone or ""

    @property
    def first_name(self) -> str:  # type: ignore[override]
        """How the admin's menu calls somebody."""
        return str(self)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class CustomerGroup(models.Model):
    """A named set of customers, for prices and promotions."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = TranslatedField(_("name"))

    class Meta:
        verbose_name = _("customer group")
        verbose_name_plural = _("customer groups")

    def __str__(self) -> str:
        return self.code


class Customer(models.Model):
    """A buyer's profile; made on registration."""

    public_id = PublicIdField()
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="customer")
    language = models.CharField(_("language"), max_length=12, blank=True)
    groups = models.ManyToManyField(CustomerGroup, blank=True, related_name="customers")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LockingQuerySet["Customer"].as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")

    def __str__(self) -> str:
        return str(self.user)


class Address(models.Model):
    """An entry of the address book. `region`, `city`, `district` are names as written on a parcel."""

    public_id = PublicIdField()
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    name = models.CharField(_("recipient"), max_length=100)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("province or state"), max_length=100, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    district = models.CharField(_("district"), max_length=100, blank=True)
    street = models.CharField(_("street address"), max_length=300)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    is_default = models.BooleanField(_("default"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["-is_default", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(is_default=True), name="one_default_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city} {self.street}"


class Consent(models.Model):
    """What a person agreed to or withdrew, with the text version; append-only."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    granted = models.BooleanField()
    text_version = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.purpose}: {self.granted}"


class Attempts(models.Model):
    """How often something was tried from one source (log in, reset, register); limits without a cache."""

    scope = models.CharField(max_length=40)
    source = models.CharField(max_length=64, help_text=_("SHA-256 of whom or where it came from."))
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "source"], name="one_count_per_source")]
        indexes = [models.Index(fields=["since"], name="attempts_since")]

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"


class OneTimeCode(models.Model):
    """A code that was sent to somebody; see `codes`."""

    purpose = models.CharField(max_length=40)
    recipient = models.CharField(max_length=64, help_text=_("SHA-256 of the number or address."))
    code = models.CharField(max_length=64, help_text=_("Keyed digest."))
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "recipient"], name="one_code_per_purpose")]
        indexes = [models.Index(fields=["expires_at"], name="codes_expire")]

    def __str__(self) -> str:
        return self.purpose

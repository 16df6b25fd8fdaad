"""Accounts: register, log in and out, profile, address book."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth import authenticate as check_password
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from commerce.api.authentication import open_session
from commerce.api.base import ApiView, Policy
from commerce.api.context import cart_token, context_of, customer_id
from commerce.api.serializers.account import (
    AddressFieldSerializer,
    BookEntrySerializer,
    ChannelSerializer,
    LoginSerializer,
    ProfileSerializer,
    RegisterSerializer,
    TokenSerializer,
)
from commerce.api.throttles import LoginThrottle, WriteThrottle
from commerce.cart.services import merge
from commerce.core.errors import InvalidInput
from commerce.customers import addresses, queries, services
from commerce.customers.errors import WrongCredentials
from commerce.customers.types import ADDRESS_FIELDS, AddressFields, AddressView

from .cart import PROBLEMS, TOKEN

ATTEMPTS, ATTEMPT_SECONDS = 10, 300


class Register(ApiView):
    policy = Policy.ANYONE
    throttle_classes = (LoginThrottle, WriteThrottle)

    @extend_schema(
        request=RegisterSerializer,
        parameters=[TOKEN],
        responses={201: TokenSerializer, **PROBLEMS},
        operation_id="account_register",
    )
    def post(self, request: Request) -> Response:
        """Open an account by e-mail or phone, logged in at once; an anonymous cart comes along."""
        data = RegisterSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        context = context_of(request)
        country = context.channel.countries[0] if context.channel.countries else "CN"
        user = services.register(**data.validated_data, language=context.language, country=country)
        return Response({"token": _log_in(user, request)}, status=201)


class Login(ApiView):
    policy = Policy.ANYONE
    throttle_classes = (LoginThrottle, WriteThrottle)

    @extend_schema(
        request=LoginSerializer,
        parameters=[TOKEN],
        responses={201: TokenSerializer, **PROBLEMS},
        operation_id="account_login",
    )
    def post(self, request: Request) -> Response:
        """A token for the right password. A wrong one does not learn whether the account exists."""
        data = LoginSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        login = data.validated_data["login"].strip().lower()
        services.count_attempt(scope="login", source=login, limit=ATTEMPTS, seconds=ATTEMPT_SECONDS)
        known = queries.find_user(login)
        # An unknown login is checked against nobody, at the same cost.
        user = check_password(
            request._request,
            username=known.email if known else login,
            password=data.validated_data["password"],
        )
        if user is None and known is not None and known.email is None and known.is_active:
            user = known if known.check_password(data.validated_data["password"]) else None
        if user is None:
            raise WrongCredentials
        services.forget_attempts(scope="login", source=login)
        return Response({"token": _log_in(user, request)}, status=201)


class Logout(ApiView):
    policy = Policy.CUSTOMER

    @extend_schema(request=None, responses={204: None, **PROBLEMS}, operation_id="account_logout")
    def post(self, request: Request) -> Response:
        """End the session behind the token, or the browser's."""
        session = open_session(str(request.auth)) if request.auth else request._request.session
        session.flush()
        return Response(status=204)


def _log_in(user: Any, request: Request) -> str:
    """A fresh session of its own for an API client; the anonymous cart joins the member's."""
    session = open_session()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    if token := cart_token(request):
        member = services.ensure_customer(user_id=user.pk, language=context_of(request).language)
        merge(token=token, customer_id=member, ctx=context_of(request))
    return str(session.session_key)


class Me(ApiView):
    policy = Policy.CUSTOMER

    @extend_schema(responses={200: ProfileSerializer, **PROBLEMS}, operation_id="account_retrieve")
    def get(self, request: Request) -> Response:
        """The member's profile."""
        return Response(ProfileSerializer(queries.get_profile(customer_id(context_of(request)))).data)

    @extend_schema(
        request=ProfileSerializer,
        responses={200: ProfileSerializer, **PROBLEMS},
        operation_id="account_update",
    )
    def patch(self, request: Request) -> Response:
        """Change name or language."""
        data = ProfileSerializer(data=request.data, partial=True)
        data.is_valid(raise_exception=True)
        member = customer_id(context_of(request))
        services.update_profile(customer_id=member, **data.validated_data)
        return Response(ProfileSerializer(queries.get_profile(member)).data)


class AddressBook(ApiView):
    policy = Policy.CUSTOMER

    @extend_schema(
        responses={200: BookEntrySerializer(many=True), **PROBLEMS}, operation_id="account_addresses_list"
    )
    def get(self, request: Request) -> Response:
        """The address book, default first."""
        entries = queries.addresses_of(customer_id(context_of(request)))
        return Response([_entry(entry) for entry in entries])

    @extend_schema(
        request=BookEntrySerializer,
        responses={201: BookEntrySerializer, **PROBLEMS},
        operation_id="account_addresses_create",
    )
    def post(self, request: Request) -> Response:
        """Add an address."""
        return Response(_save(request, None), status=201)


class AddressEntry(ApiView):
    policy = Policy.CUSTOMER

    @extend_schema(
        request=BookEntrySerializer,
        responses={200: BookEntrySerializer, **PROBLEMS},
        operation_id="account_addresses_update",
    )
    def put(self, request: Request, public_id: str) -> Response:
        """Replace an address."""
        return Response(_save(request, public_id))

    @extend_schema(responses={204: None, **PROBLEMS}, operation_id="account_addresses_destroy")
    def delete(self, request: Request, public_id: str) -> Response:
        """Take an address out of the book."""
        services.delete_address(customer_id=customer_id(context_of(request)), public_id=public_id)
        return Response(status=204)


def _save(request: Request, public_id: str | None) -> dict[str, Any]:
    data = BookEntrySerializer(data=request.data)
    data.is_valid(raise_exception=True)
    values = dict(data.validated_data)
    is_default = values.pop("is_default")
    saved = services.save_address(
        customer_id=customer_id(context_of(request)),
        address=AddressFields(**values),
        public_id=public_id,
        is_default=is_default,
    )
    return _entry(saved)


def _entry(entry: AddressView) -> dict[str, Any]:
    return {
        "id": entry.public_id,
        **{name: getattr(entry.fields, name) for name in ADDRESS_FIELDS},
        "is_default": entry.is_default,
    }


class AddressFieldsView(ApiView):
    policy = Policy.ANYONE

    @extend_schema(
        parameters=[OpenApiParameter(name, OpenApiTypes.STR) for name in ("country", "region", "city")],
        responses={200: AddressFieldSerializer(many=True), **PROBLEMS},
        operation_id="address_fields_list",
    )
    def get(self, request: Request) -> Response:
        """Which fields an address in `country` needs, with the choices below `region` and `city`."""
        query = request.query_params
        country = query.get("country", "").upper()
        if len(country) != 2 or not country.isascii():
            raise InvalidInput(fields={"country": "ISO 3166-1 alpha-2"})
        fields = addresses.layout(
            country, query.get("region", ""), query.get("city", ""), context_of(request).language
        )
        return Response(AddressFieldSerializer(fields, many=True).data)


class Channel(ApiView):
    policy = Policy.ANYONE

    @extend_schema(responses={200: ChannelSerializer, **PROBLEMS}, operation_id="channel_retrieve")
    def get(self, request: Request) -> Response:
        """Where one is buying: currency, languages, countries."""
        return Response(ChannelSerializer(context_of(request).channel).data)

"""The fields of one postal address, which follow from the country and the places chosen so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from commerce.core.context import CommerceContext
from commerce.customers import addresses
from commerce.customers.types import ADDRESS_FIELDS, AddressField, AddressFields
from themes.engine.contracts import AddressData, AddressFormData, FieldData

from .fields import field, select
from .paths import path

REFRESH_NAME = "refresh"
AUTOCOMPLETE = {
    "region": "address-level1",
    "city": "address-level2",
    "district": "address-level3",
    "street": "street-address",
    "postal_code": "postal-code",
}
NUMERIC_POSTAL_CODES = frozenset({"CN", "US", "DE", "FR", "IT", "ES", "JP", "KR", "TW", "SG", "AU"})


def typed_address(data: Mapping[str, str], prefix: str = "", country: str = "") -> AddressFields:
    """What was typed; choices that do not belong to the country or place above them are dropped."""
    values = {name: data.get(prefix + name, "").strip() for name in ADDRESS_FIELDS}
    values["country"] = (values["country"] or country).upper()[:2]
    for part, above in (("region", ()), ("city", ("region",)), ("district", ("region", "city"))):
        args = [values[name] for name in above]
        if all(args):
            choices = dict(addresses.regions(values["country"], *args))
            if choices and values[part] not in choices:
                values[part] = ""
    return AddressFields(**values)


def address_form(
    address: AddressFields,
    ctx: CommerceContext,
    *,
    errors: Mapping[str, object] | None = None,
    prefix: str = "",
    required: bool = True,
) -> AddressFormData:
    """`required` False where the fields only matter after another choice (a member's "new address")."""
    codes = ctx.channel.countries
    country = address.country or default_country(ctx)
    shown = [
        _country(country, codes, ctx, errors, prefix),
        _text(address, "name", country, errors, prefix, "name", required),
        _phone(address, country, errors, prefix, required),
    ]
    layout = addresses.layout(country, address.region, address.city, ctx.language)
    spans = _spans(layout)
    shown += [_part(part, address, country, errors, prefix, spans[part.name], required) for part in layout]
    return AddressFormData(
        fields=tuple(shown),
        refresh_url=path("address_fields", ctx.language) + (f"?prefix={prefix}" if prefix else ""),
        refresh_name=REFRESH_NAME,
        prefix=prefix,
    )


def default_country(ctx: CommerceContext) -> str:
    """The first country the channel ships to."""
    return ctx.channel.countries[0] if ctx.channel.countries else "CN"


def address_data(
    address: AddressFields | Mapping[str, str], ctx_language: str, *, public_id: str = "", **more: object
) -> AddressData:
    """An address ready to print."""
    values = address.as_dict() if isinstance(address, AddressFields) else dict(address)
    country = values.get("country", "")
    return AddressData(
        id=public_id,
        name=values.get("name", ""),
        phone=addresses.format_phone(values.get("phone", ""), country),
        lines=tuple(addresses.format_address(values, ctx_language)),
        country=dict(addresses.countries([country], ctx_language)).get(country, country) if country else "",
        **more,  # type: ignore[arg-type]
    )


def _country(
    country: str,
    codes: Iterable[str],
    ctx: CommerceContext,
    errors: Mapping[str, object] | None,
    prefix: str,
) -> FieldData:
    codes = tuple(codes)
    if len(codes) == 1:
        return field("country", _("Country or region"), "hidden", value=country, prefix=prefix)
    return select(
        "country",
        _("Country or region"),
        addresses.countries(codes, ctx.language),
        value=country,
        errors=errors,
        prefix=prefix,
        refresh=True,
        autocomplete="country",
    )


def _text(
    address: AddressFields,
    name: str,
    country: str,
    errors: Mapping[str, object] | None,
    prefix: str,
    autocomplete: str,
    required: bool,
    **more: Any,
) -> FieldData:
    return field(
        name,
        addresses.label_of(country, name),
        value=getattr(address, name),
        errors=errors,
        required=required,
        prefix=prefix,
        autocomplete=autocomplete,
        maxlength=addresses.MAX_LENGTHS[name],
        **more,
    )


def _phone(
    address: AddressFields, country: str, errors: Mapping[str, object] | None, prefix: str, required: bool
) -> FieldData:
    return field(
        "phone",
        addresses.label_of(country, "phone"),
        "tel",
        value=addresses.format_phone(address.phone, country),
        help=_("Only so that the courier can reach you."),
        errors=errors,
        required=required,
        prefix=prefix,
        autocomplete="tel",
        maxlength=addresses.MAX_LENGTHS["phone"],
    )


def _part(
    part: AddressField,
    address: AddressFields,
    country: str,
    errors: Mapping[str, object] | None,
    prefix: str,
    span: str,
    required: bool,
) -> FieldData:
    label = addresses.label_of(country, part.name)
    value = getattr(address, part.name)
    if part.choices or part.waits:
        return select(
            part.name,
            label,
            part.choices,
            value=value,
            prompt=_("Choose"),
            errors=errors,
            prefix=prefix,
            required=required and (part.required or part.waits),
            disabled=part.waits,
            refresh=part.refreshes,
            autocomplete=AUTOCOMPLETE[part.name],
            span=span,
        )
    inputmode = "numeric" if part.name == "postal_code" and country in NUMERIC_POSTAL_CODES else ""
    return _text(
        address,
        part.name,
        country,
        errors,
        prefix,
        AUTOCOMPLETE[part.name],
        required and part.required,
        inputmode=inputmode,
        span=span,
    )


def _spans(layout: Iterable[AddressField]) -> dict[str, str]:
    """The street has a row of its own; the rest share theirs."""
    rest = [part.name for part in layout if part.name != "street"]
    width = {1: "half", 2: "half", 4: "half"}.get(len(rest), "third")
    return {**dict.fromkeys(rest, width), "street": "full"}

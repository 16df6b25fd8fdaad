"""Writes of channels and plugin activations. Each opens a transaction."""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

from django.conf import settings as site
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from commerce.core import plugins
from commerce.core.context import ChannelRef
from commerce.core.errors import InvalidInput, Text

from . import queries
from .errors import UnknownChannel, UnknownPlugin
from .models import Channel, PluginActivation
from .providers import currency_uses

MAX_HOST = 253
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_FIELDS = frozenset({
    "name", "currency", "prices_include_tax", "default_language", "languages", "countries", "hostname",
    "time_zone", "price_floor_percent", "mails_invoices", "is_active", "is_default",
})  # fmt: skip


@transaction.atomic
def create_channel(
    *,
    code: str,
    currency: str,
    name: str = "",
    prices_include_tax: bool = True,
    default_language: str = "",
    languages: Iterable[str] = (),
    countries: Iterable[str] = (),
    hostname: str = "",
    time_zone: str = "Asia/Shanghai",
    price_floor_percent: int = 10,
    mails_invoices: bool = False,
    is_default: bool = False,
) -> ChannelRef:
    """A new market. The first one becomes the default; `languages` empty: all of the shop.

    Raises InvalidInput for a currency, language, host name or time zone nobody knows, or a code in use.
    """
    spoken = list(languages) or [language for language, _name in site.LANGUAGES]
    channel = Channel(
        code=code,
        name=name or code,
        currency=currency,
        prices_include_tax=prices_include_tax,
        default_language=default_language or spoken[0],
        languages=spoken,
        countries=list(countries),
        hostname=hostname.lower(),
        time_zone=time_zone,
        price_floor_percent=price_floor_percent,
        mails_invoices=mails_invoices,
    )
    _check(channel)
    if Channel.objects.filter(code=code).exists():
        raise InvalidInput(fields={"code": _("This code is in use.")})
    channel.save()
    if is_default or not Channel.objects.filter(is_default=True).exists():
        _make_default(channel)
    queries.forget()
    return queries.ref(channel)


@transaction.atomic
def update_channel(*, code: str, **changes: Any) -> ChannelRef:
    """Change fields of the channel `code`. There is always one default channel and it is active; a currency
    that orders, prices or fees are in stays. Raises UnknownChannel, InvalidInput."""
    channel = _get(code)
    before = copy(channel)
    unknown = changes.keys() - _FIELDS
    if unknown:
        raise TypeError(f"a channel has no {', '.join(sorted(unknown))} to change")
    for name, value in changes.items():
        setattr(channel, name, list(value) if name in ("languages", "countries") else value)
    channel.hostname = channel.hostname.lower()
    _check(channel, before)
    if channel.is_default and not before.is_default:
        _make_default(channel)
    channel.save()
    queries.forget()
    return queries.ref(channel)


@transaction.atomic
def make_default(*, code: str) -> None:
    """Requests that name no channel go to `code` from now on. Raises UnknownChannel, InvalidInput."""
    update_channel(code=code, is_default=True)


@transaction.atomic
def set_plugin(
    *, channel: str, plugin: str, enabled: bool, settings: Mapping[str, Any] | None = None
) -> None:
    """Store whether `plugin` acts in `channel`, and its settings there (None leaves them as they are).

    Raises UnknownChannel, UnknownPlugin, InvalidInput when a setting does not fit the manifest.
    """
    owner = _get(channel)
    manifest = plugins.manifests().get(plugin)
    if manifest is None:
        raise UnknownPlugin(data={"plugin": plugin})
    values: dict[str, Any] = {"is_enabled": enabled}
    if settings is not None:
        problems = check_settings(manifest, settings)
        if problems:
            raise InvalidInput(fields=problems)
        values["settings_json"] = json.dumps(dict(settings))
    PluginActivation.objects.update_or_create(channel=owner, plugin=plugin, defaults=values)
    queries.forget()


def check_settings(manifest: plugins.Manifest, values: Mapping[str, Any]) -> dict[str, Text]:
    """What is wrong with `values` for the plugin's settings form, by field."""
    known = {setting.name: setting for setting in manifest.settings}
    problems: dict[str, Text] = {
        name: _("This plugin has no such setting.") for name in values.keys() - known
    }
    for name, setting in known.items():
        value = values.get(name, setting.default)
        if setting.required and value in ("", None):
            problems[name] = _("Please fill this in.")
        elif name in values and not _fits(setting, value):
            problems[name] = _("This value cannot be used here.")
    return problems


def _fits(setting: plugins.Setting, value: Any) -> bool:
    if value == "" and not setting.required:
        return True
    match setting.kind:
        case "bool":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "choice":
            return value in [code for code, _label in setting.choices]
        case "url":
            return isinstance(value, str) and value.startswith(("https://", "http://"))
    return isinstance(value, str)


def _get(code: str) -> Channel:
    channel = Channel.objects.filter(code=code).first()
    if channel is None:
        raise UnknownChannel(data={"channel": code})
    return channel


def _make_default(channel: Channel) -> None:
    Channel.objects.filter(is_default=True).exclude(pk=channel.pk).update(is_default=False)
    Channel.objects.filter(pk=channel.pk).update(is_default=True)


def _check(channel: Channel, before: Channel | None = None) -> None:
    """Raises InvalidInput with everything that is wrong; `before` is what is stored."""
    problems: dict[str, Text] = {}
    if len(channel.currency) != 3 or not (channel.currency.isascii() and channel.currency.isupper()):
        problems["currency"] = _("Give a three-letter currency code, e.g. CNY.")
    elif before is not None and channel.currency != before.currency:
        reason = currency_reason(channel.pk)
        problems |= {"currency": reason} if reason else {}
    known = {language for language, _name in site.LANGUAGES}
    if not channel.languages or not known.issuperset(channel.languages):
        problems["languages"] = _("The shop does not speak this language.")
    if channel.default_language not in channel.languages:
        problems["default_language"] = _("Choose one of the channel's languages.")
    if channel.time_zone not in zoneinfo.available_timezones():
        problems["time_zone"] = _("There is no such time zone.")
    if any(len(country) != 2 or not country.isupper() for country in channel.countries):
        problems["countries"] = _("Give two-letter country codes.")
    if not 0 <= channel.price_floor_percent <= 100:
        problems["price_floor_percent"] = _("Give a percentage from 0 to 100.")
    problems |= _host_problems(channel)
    if before is not None and before.is_default and not channel.is_default:
        problems["is_default"] = _("Make another channel the default; this one then steps back.")
    if channel.is_default and not channel.is_active:
        problems["is_active"] = _("The default channel stays active. Make another one the default first.")
    if problems:
        raise InvalidInput(fields=problems)


def currency_reason(channel_id: int) -> Text:
    """Why the channel's currency can no longer change; empty if it can."""
    return next((reason for _code, use in currency_uses if (reason := use.reason(channel_id))), "")


def _host_problems(channel: Channel) -> dict[str, Text]:
    if not channel.hostname:
        return {}
    if len(channel.hostname) > MAX_HOST or not _HOST.fullmatch(channel.hostname):
        return {"hostname": _("Give a host name without https:// and path, e.g. shop.example.com.")}
    if Channel.objects.filter(hostname=channel.hostname).exclude(pk=channel.pk).exists():
        return {"hostname": _("Another channel has this host name.")}
    return {}

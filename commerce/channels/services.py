"""Writes of channels and plugin activations. Each opens a transaction."""

from __future__ import annotations

import json
import zoneinfo
from collections.abc import Iterable, Mapping
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

_FIELDS = frozenset({
    "name", "currency", "prices_include_tax", "default_language", "languages", "countries", "hostname",
    "time_zone", "is_active",
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
    is_default: bool = False,
) -> ChannelRef:
    """A new market. The first one becomes the default; `languages` empty: all of the shop.

    Raises InvalidInput for a currency, language or time zone nobody knows, or a code in use.
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
    """Change fields of the channel `code`. Raises UnknownChannel, InvalidInput."""
    channel = _get(code)
    unknown = changes.keys() - _FIELDS
    if unknown:
        raise TypeError(f"a channel has no {', '.join(sorted(unknown))} to change")
    for name, value in changes.items():
        setattr(channel, name, list(value) if name in ("languages", "countries") else value)
    channel.hostname = channel.hostname.lower()
    _check(channel)
    channel.save()
    queries.forget()
    return queries.ref(channel)


@transaction.atomic
def make_default(*, code: str) -> None:
    """Requests that name no channel go to `code` from now on. Raises UnknownChannel."""
    _make_default(_get(code))
    queries.forget()


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


def _check(channel: Channel) -> None:
    problems: dict[str, Text] = {}
    if len(channel.currency) != 3 or not (channel.currency.isascii() and channel.currency.isupper()):
        problems["currency"] = _("Give a three-letter currency code, e.g. CNY.")
    known = {language for language, _name in site.LANGUAGES}
    if not channel.languages or not known.issuperset(channel.languages):
        problems["languages"] = _("The shop does not speak this language.")
    if channel.default_language not in channel.languages:
        problems["default_language"] = _("Choose one of the channel's languages.")
    if channel.time_zone not in zoneinfo.available_timezones():
        problems["time_zone"] = _("There is no such time zone.")
    if any(len(country) != 2 or not country.isupper() for country in channel.countries):
        problems["countries"] = _("Give two-letter country codes.")
    if problems:
        raise InvalidInput(fields=problems)

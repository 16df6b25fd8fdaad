"""Reads of channels and of which plugins act in them: small tables, kept in the process for seconds."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from commerce.core import plugins
from commerce.core.context import ChannelRef
from commerce.core.kept import Kept

from .errors import NoChannel, UnknownChannel
from .models import Channel, PluginActivation


class _Row(NamedTuple):
    ref: ChannelRef
    hostname: str
    is_default: bool


class _Activation(NamedTuple):
    is_enabled: bool
    settings: dict[str, Any]


def default_channel() -> ChannelRef:
    """The channel of requests that name none. Raises NoChannel before the shop is set up."""
    rows = _channels()
    for row in rows:
        if row.is_default:
            return row.ref
    if not rows:
        raise NoChannel
    return rows[0].ref


def get_channel(code: str) -> ChannelRef:
    """The active channel `code`. Raises UnknownChannel."""
    for row in _channels():
        if row.ref.code == code:
            return row.ref
    raise UnknownChannel(data={"channel": code})


def channel_for_host(host: str) -> ChannelRef:
    """The active channel whose host name is `host` (a port is ignored), else the default channel."""
    name = host.lower() if host.endswith("]") else host.rsplit(":", 1)[0].lower()
    for row in _channels():
        if name and row.hostname == name:
            return row.ref
    return default_channel()


def active_channels() -> tuple[ChannelRef, ...]:
    """All active channels, the default one first."""
    rows = sorted(_channels(), key=lambda row: not row.is_default)
    return tuple(row.ref for row in rows)


def price_floors() -> dict[int, int]:
    """How low prices may go, in percent of the list price, by the id of each active channel. One query."""
    rows = Channel.objects.filter(is_active=True)
    return dict(rows.values_list("id", "price_floor_percent"))


def mails_invoices(code: str) -> bool:
    """Whether mails about payments bring the invoice along; no for a channel that is gone. One query."""
    return Channel.objects.filter(code=code, mails_invoices=True).exists()


def is_plugin_enabled(plugin: str, channel_code: str) -> bool:
    """Whether `plugin` acts in the channel; without a stored decision its manifest decides."""
    stored = _activations().get((plugin, channel_code))
    if stored is not None:
        return stored.is_enabled
    manifest = plugins.manifests().get(plugin)
    return manifest is not None and manifest.enabled_by_default


def plugin_settings(plugin: str, channel_code: str) -> dict[str, Any]:
    """The settings of `plugin` in the channel: stored values over the defaults of its manifest."""
    manifest = plugins.manifests().get(plugin)
    values = {setting.name: setting.default for setting in manifest.settings} if manifest else {}
    stored = _activations().get((plugin, channel_code))
    return values | (stored.settings if stored else {})


def _read_channels() -> tuple[_Row, ...]:
    rows = Channel.objects.filter(is_active=True).order_by("id")
    return tuple(_Row(ref(row), row.hostname, row.is_default) for row in rows)


def ref(channel: Channel) -> ChannelRef:
    """The value that reads carry instead of the row."""
    return ChannelRef(
        id=channel.pk,
        code=channel.code,
        currency=channel.currency,
        prices_include_tax=channel.prices_include_tax,
        default_language=channel.default_language,
        languages=tuple(channel.languages),
        countries=tuple(channel.countries),
        time_zone=channel.time_zone,
    )


def _read_activations() -> dict[tuple[str, str], _Activation]:
    rows = PluginActivation.objects.select_related("channel")
    return {
        (row.plugin, row.channel.code): _Activation(row.is_enabled, json.loads(row.settings_json or "{}"))
        for row in rows
    }


_channels = Kept("channels", _read_channels)
_activations = Kept("channels.plugins", _read_activations)


def forget() -> None:
    """Drop what this process keeps, now and after the transaction; services call it when they write."""
    _channels.forget()
    _activations.forget()

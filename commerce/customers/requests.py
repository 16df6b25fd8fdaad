"""From a request to the `CommerceContext` that every read takes."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import translation

from commerce.channels.queries import channel_for_host
from commerce.core import clock
from commerce.core.context import ANONYMOUS, CommerceContext, ThemeRef
from themes import engine

from .queries import customer_of


def commerce_context(request: HttpRequest, language: str | None = None) -> CommerceContext:
    """Channel by host, customer by session, theme and instant of this request.

    The instant is the same however often it is asked for within a request. Two queries for a
    signed-in customer (user and groups), none for a guest once channels are cached.
    """
    known: CommerceContext | None = getattr(request, "_commerce_context", None)
    wanted = language or translation.get_language() or ""
    if known is not None and known.language == wanted:
        return known
    channel = channel_for_host(split_domain_port(request.get_host())[0])
    context = CommerceContext(
        now=known.now if known else clock.now(),
        channel=channel,
        language=wanted or channel.default_language,
        currency=channel.currency,
        customer=known.customer if known else customer_of(getattr(request, "user", None)) or ANONYMOUS,
        theme=ThemeRef(engine.get_look().theme, engine.get_release()),
    )
    request._commerce_context = context  # type: ignore[attr-defined]
    return context

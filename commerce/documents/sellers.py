"""Who sells: what editors told about the shop, for papers and letters of an order."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone

from commerce.channels import queries as channels
from commerce.core import editorial
from commerce.core.context import ChannelRef, CommerceContext
from commerce.core.errors import NotFound
from commerce.orders.types import OrderFacts


def channel_of(order: OrderFacts) -> ChannelRef:
    """The order's channel; the default one when it was closed meanwhile."""
    try:
        return channels.get_channel(order.channel_code)
    except NotFound:
        return channels.default_channel()


def shop_facts(order: OrderFacts, language: str) -> Mapping[str, str]:
    """The shop's facts as `core.editorial` names them, in `language`; there is always a name."""
    ctx = CommerceContext(timezone.now(), channel_of(order), language, order.currency)
    facts = editorial.source().shop_facts(ctx)
    return {**facts, "name": facts.get("name") or str(settings.SITE_NAME)}

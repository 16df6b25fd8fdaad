"""Who else keeps amounts in a channel's currency."""

from __future__ import annotations

from typing import Protocol

from commerce.core.errors import Text
from commerce.core.registry import Registry


class CurrencyUse(Protocol):
    """Says why a channel's currency can no longer change, or nothing if it still can.

    `pricing` answers for prices, `shipping` for fees, `orders` for orders. May query; must not write.
    """

    def reason(self, channel_id: int) -> Text: ...


currency_uses: Registry[CurrencyUse] = Registry("currency_uses", CurrencyUse)

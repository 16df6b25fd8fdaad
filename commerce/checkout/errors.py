"""What checkout refuses. All that is wrong with an input is said at once, by field:
`email`, `phone`, `address.<part>`, `shipping_method`, `payment_method`, `note`, `terms_accepted`.

CommerceError
├── InvalidInput
│   └── DeliveryUnavailable    nothing delivers this there; choose another method or place
├── Conflict
│   ├── EmptyCart              nothing in the cart can be bought
│   ├── PriceChanged           the total is no longer the one shown; `quote` has the new one
│   └── NotCancelable          too late, or not for this actor
(payments.errors.PaymentUnavailable, inventory.errors.InsufficientStock and cart.errors come through.)
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict, InvalidInput
from commerce.pricing.engine.types import Quote


class DeliveryUnavailable(InvalidInput):
    code = "delivery_unavailable"
    message = _("This delivery method is not available for your address. Please choose another one.")


class EmptyCart(Conflict):
    code = "empty_cart"
    message = _("There is nothing in your cart that can be ordered.")


class PriceChanged(Conflict):
    """`quote` is what it costs now; `data` has the total shown and the total now, in minor units."""

    code = "price_changed"
    message = _("The total has changed since you saw it. Please check it and order again.")

    def __init__(self, quote: Quote, shown_total: int) -> None:
        self.quote = quote
        super().__init__(data={"shown_total": shown_total, "total": quote.total, "currency": quote.currency})


class NotCancelable(Conflict):
    code = "not_cancelable"
    message = _("This order can no longer be canceled. Please contact us.")

"""What carts refuse.

CommerceError
├── NotFound
│   ├── UnknownCart        no such cart, or not this shopper's
│   └── UnknownCartLine    the line is gone
├── InvalidInput
│   ├── InvalidQuantity    not a whole number from 1 to 999
│   └── CartFull           no room for another kind of goods
└── Conflict
    ├── CartClosed         ordered or merged meanwhile
    ├── CartChanged        another tab keeps changing it
    └── NotSellable        not for sale here now
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict, InvalidInput, NotFound

MAX_QUANTITY = 999
MAX_LINES = 100


class UnknownCart(NotFound):
    code = "unknown_cart"
    message = _("We could not find this cart.")


class UnknownCartLine(NotFound):
    code = "unknown_cart_line"
    message = _("This item is no longer in your cart.")


class InvalidQuantity(InvalidInput):
    code = "invalid_quantity"
    message = _("Choose a quantity between 1 and 999.")

    def __init__(self) -> None:
        super().__init__(fields={"quantity": self.message})


class CartFull(InvalidInput):
    code = "cart_full"
    message = _("A cart holds at most 100 different items.")


class CartClosed(Conflict):
    code = "cart_closed"
    message = _("This cart was already ordered.")


class CartChanged(Conflict):
    code = "cart_changed"
    message = _("Your cart has changed in the meantime. Please check it and order again.")


class NotSellable(Conflict):
    code = "not_sellable"
    message = _("This item is not for sale at the moment.")

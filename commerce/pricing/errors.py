"""What pricing refuses."""

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import InvalidInput, NotFound


class UnknownPriceList(NotFound):
    code = "unknown_price_list"
    message = _("There is no such price list.")


class InvalidPrice(InvalidInput):
    code = "invalid_price"
    message = _("This price cannot be used.")

"""What promotions refuse."""

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import InvalidInput, NotFound


class UnknownPromotion(NotFound):
    code = "unknown_promotion"
    message = _("There is no such promotion.")


class InvalidPromotion(InvalidInput):
    code = "invalid_promotion"

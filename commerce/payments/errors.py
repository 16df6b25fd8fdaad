"""What payments refuse.

CommerceError
├── PaymentUnavailable   this way to pay is not offered here; choose another
├── PaymentRefused       the provider said no; choose another or try again
├── NotPayable           the order is paid, canceled or gone; look at it again
├── RefundTooLarge       more than is left of what was paid
├── ProviderUnavailable  the outcome at the provider is unknown (time-out, reset, 5xx)
├── ProviderRefused      the provider surely did not do it; `reason` is its code
└── ForgedNotification   a message whose signature, time or account does not hold
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import CommerceError, Conflict, Forbidden, InvalidInput, Unavailable


class PaymentUnavailable(InvalidInput):
    code = "payment_unavailable"
    message = _("This payment method is not available for your order. Please choose another one.")


class PaymentRefused(CommerceError):
    code = "payment_refused"
    message = _("The payment was declined. Please try again or choose another payment method.")


class NotPayable(Conflict):
    code = "not_payable"
    message = _("This order cannot be paid any more. Please look at its current state.")


class RefundTooLarge(InvalidInput):
    code = "refund_too_large"
    message = _("This is more than is left of what was paid.")


class ProviderUnavailable(Unavailable):
    """The outcome is unknown: the attempt or refund waits for a query, a notification or a retry."""

    code = "provider_unavailable"
    message = _("The payment provider does not answer right now. Please try again in a moment.")


class ProviderRefused(CommerceError):
    """It surely did not happen. `reason` is the provider's code, for staff."""

    code = "provider_refused"
    message = _("The payment provider refused this.")

    def __init__(self, reason: str = "refused") -> None:
        self.reason = reason[:60]
        super().__init__(data={"reason": self.reason})


class ForgedNotification(Forbidden):
    """`reason`: no_secret, bad_signature, too_old, malformed, unsupported."""

    code = "forged_notification"
    message = _("This message is not from the payment provider.")

    def __init__(self, reason: str = "bad_signature") -> None:
        self.reason = reason[:60]
        super().__init__(data={"reason": self.reason})

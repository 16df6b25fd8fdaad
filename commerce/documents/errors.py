"""What documents refuse.

CommerceError
├── NotFound
│   └── UnknownDocument   no such document, or not of this order
├── Conflict
│   └── NotInvoiceable    the order is not confirmed, or has ended without one
└── Unavailable
    └── NotPrinted        the press is missing, busy, or took too long; try again
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict, NotFound, Unavailable


class UnknownDocument(NotFound):
    code = "unknown_document"
    message = _("We could not find this document.")


class NotInvoiceable(Conflict):
    code = "not_invoiceable"
    message = _("An invoice can be issued once the order is confirmed, and not after it has been canceled.")


class NotPrinted(Unavailable):
    code = "not_printed"
    message = _("The document could not be prepared right now. Please try again in a minute.")

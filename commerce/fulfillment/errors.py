"""What fulfillment refuses.

CommerceError
├── InvalidInput       carrier, number or quantities cannot be used; `fields` says which
└── Conflict
    └── NotShippable   the order is not waiting for a parcel (any more)
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict


class NotShippable(Conflict):
    code = "not_shippable"
    message = _("This order is not waiting to be shipped.")

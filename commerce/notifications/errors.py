"""What can stop a message.

CommerceError
└── Unavailable
    └── NotDelivered   the way (mail server, SMS gateway) did not take it; tried again
"""

from __future__ import annotations

from commerce.core.errors import Unavailable


class NotDelivered(Unavailable):
    code = "not_delivered"

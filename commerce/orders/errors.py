"""What orders refuse.

CommerceError
├── NotFound
│   └── UnknownOrder         no such order, or not this reader's
├── Conflict
│   └── TransitionRefused    the state table has no such step now; `data` says which and from where
└── TotalMismatch            figures of a draft contradict each other; a defect, nothing was written
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import CommerceError, Conflict, NotFound


class UnknownOrder(NotFound):
    code = "unknown_order"
    message = _("We could not find this order.")


class TransitionRefused(Conflict):
    """`command` may not be done to the order as it stands. Keys of data: command, status, guard."""

    code = "order_state"
    message = _("This is not possible in the order's present state.")

    def __init__(self, command: str, status: str, guard: str = "") -> None:
        super().__init__(data={"command": command, "status": status, "guard": guard})


class TotalMismatch(CommerceError):
    code = "total_mismatch"
    message = _("The order could not be placed because its figures do not add up.")

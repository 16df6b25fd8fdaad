"""What stock refuses.

CommerceError
├── Conflict
│   └── InsufficientStock   somebody was faster, or it was never there; `lines` says of what and what is left
└── InvalidInput
    └── BelowPromised       fewer than are promised to orders cannot be counted away
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from commerce.core.errors import Conflict, InvalidInput

from .types import Shortage


class InsufficientStock(Conflict):
    """Not enough left. `lines` are the shortages; `data["lines"]` the same for programs."""

    code = "insufficient_stock"
    message = _("Some items are no longer available in the quantity you want.")

    def __init__(self, lines: Sequence[Shortage]) -> None:
        self.lines = tuple(lines)
        super().__init__(
            fields={line.variant_public_id: shortage_text(line) for line in lines if line.variant_public_id},
            data={
                "lines": [
                    {
                        "variant": line.variant_public_id,
                        "name": line.name,
                        "wanted": line.wanted,
                        "left": line.left,
                    }
                    for line in lines
                ]
            },
        )

    def named(self, names: Mapping[int, tuple[str, str]]) -> InsufficientStock:
        """The same with (public id, name) by variant id."""
        return InsufficientStock(
            [
                Shortage(line.variant_id, line.wanted, line.left, *names.get(line.variant_id, ("", "")))
                for line in self.lines
            ]
        )


class BelowPromised(InvalidInput):
    """`on_hand` would fall below what orders were promised. `data["promised"]` says how many."""

    code = "below_promised"
    message = _("More units are promised to orders than would remain.")

    def __init__(self, promised: int) -> None:
        super().__init__(fields={"quantity": self.message}, data={"promised": promised})


def shortage_text(line: Shortage) -> str:
    """The shopper's sentence about one shortage."""
    if line.left <= 0:
        return str(_("%(name)s is sold out.") % {"name": line.name})
    return str(
        ngettext_lazy("Only %(left)d of %(name)s is left.", "Only %(left)d of %(name)s are left.", "left")
        % {"name": line.name, "left": line.left}
    )

"""What promotions do to lines, as values of the pricing engine's protocols. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commerce.core.money import round_ratio
from commerce.pricing.engine.types import Adjustment, Line

PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class PercentOff:
    """`percent_ppm` parts per million off what remains of each touched line.

    Rounded per unit, half away from zero, so that ten pieces cost ten times what the list says one costs.
    `ends_at` is handed on with each deduction.
    """

    source: str
    label: str
    percent_ppm: int
    kind: str = "percent_off"
    ends_at: datetime | None = None

    def apply(self, lines: tuple[Line, ...]) -> Mapping[str, Adjustment]:
        found: dict[str, Adjustment] = {}
        for line in lines:
            each, rest = divmod(line.net_of_discount, line.item.quantity)
            off = self._share(each) * line.item.quantity + self._share(rest)
            if off:
                found[line.item.key] = Adjustment(self.source, self.kind, self.label, -off, self.ends_at)
        return found

    def _share(self, amount: int) -> int:
        return round_ratio(amount * self.percent_ppm, PPM)

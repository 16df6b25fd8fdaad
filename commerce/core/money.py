"""Money: an integer count of a currency's minor units. Pure; imports no framework."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering

# ISO 4217 minor units that differ from two. Providers keep tables of their own (specs 10.1).
_EXPONENTS = {
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
    "RWF": 0, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met."""


def exponent(currency: str) -> int:
    """Decimal places of `currency`: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _EXPONENTS.get(currency, 2)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`amount` minor units of `currency` (ISO 4217).

    >>> Money(1999, "EUR") + Money(1, "EUR")
    Money(amount=2000, currency='EUR')
    >>> Money.of("19.99", "EUR").amount, Money.of("1200", "JPY").amount
    (1999, 1200)
    """

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, int) or isinstance(self.amount, bool):
            raise TypeError(f"amount must be a whole number of minor units, not {self.amount!r}")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"not an ISO 4217 code: {self.currency!r}")

    @classmethod
    def of(cls, value: str | int | Decimal, currency: str) -> Money:
        """Money from a decimal figure in major units, rounded half up to the minor unit."""
        scaled = Decimal(value).scaleb(exponent(currency))
        return cls(int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP)), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    @property
    def decimal(self) -> Decimal:
        """The figure in major units: `Decimal('19.99')`."""
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, quantity: int) -> Money:
        if not isinstance(quantity, int):
            raise TypeError("money is multiplied by whole quantities; use share_of() for rates")
        return Money(self.amount * quantity, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __bool__(self) -> bool:
        return self.amount != 0

    def share_of(self, ppm: int) -> Money:
        """`ppm` parts per million of this amount, rounded half away from zero."""
        return Money(round_ratio(self.amount * ppm, 1_000_000), self.currency)


def round_ratio(numerator: int, denominator: int) -> int:
    """`numerator / denominator` as a whole number, halves away from zero.

    >>> round_ratio(5, 2), round_ratio(-5, 2), round_ratio(4, 3)
    (3, -3, 1)
    """
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def allocate(amount: int, weights: Sequence[int]) -> list[int]:
    """Split `amount` over `weights` by largest remainder; the parts add up to `amount`.

    All weights zero: the first part carries everything. Ties go to the earlier part.

    >>> allocate(100, [1, 1, 1])
    [34, 33, 33]
    """
    if not weights:
        if amount:
            raise ValueError("nothing to allocate to")
        return []
    if any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative")
    total = sum(weights)
    if total == 0:
        return [amount, *([0] * (len(weights) - 1))]
    sign = -1 if amount < 0 else 1
    shares = [divmod(abs(amount) * weight, total) for weight in weights]
    parts = [quotient for quotient, _ in shares]
    left = abs(amount) - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-shares[i][1], i))
    for i in by_remainder[:left]:
        parts[i] += 1
    return [sign * part for part in parts]


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of `amounts`; zero of `currency` when there are none."""
    result = Money.zero(currency)
    for amount in amounts:
        result += amount
    return result

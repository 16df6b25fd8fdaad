"""Who else has a say in whether a product may be published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from commerce.core.registry import Registry

from .types import Problem


class ProductCheck(Protocol):
    """Looks at one product before it is published or sold; answers problems with codes.

    `pricing` adds "no_price", `inventory` "no_stock_location". May query; must not write.
    """

    def problems(self, product_id: int) -> Sequence[Problem]: ...


product_checks: Registry[ProductCheck] = Registry("product_checks", ProductCheck)

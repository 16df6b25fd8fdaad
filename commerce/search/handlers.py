"""What search does when the catalog, prices or stock change. Every listener may run twice."""

from __future__ import annotations

from commerce.catalog.events import CategoryChanged, ProductChanged
from commerce.core.listeners import on
from commerce.inventory.events import StockCameBack, StockRanOut

from . import queries, services


@on(ProductChanged)
def follow_product(event: ProductChanged) -> None:
    """Index it anew. A changed story ("content") is on no shelf and in no document."""
    if event.reason != "content":
        services.index_product(event.product_id)


@on(CategoryChanged)
def follow_category(event: CategoryChanged) -> None:
    """Its products stand below other categories, or its name is another word they are found by."""
    if event.reason != "created":
        services.index_products(queries.product_ids_below(event.category_id))


@on(StockRanOut)
def stock_ran_out(event: StockRanOut) -> None:
    services.refresh_stock(variant_ids=event.variant_ids)


@on(StockCameBack)
def stock_came_back(event: StockCameBack) -> None:
    services.refresh_stock(variant_ids=event.variant_ids)

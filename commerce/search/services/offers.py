"""Offers: what stands on which shelf at which price, from when until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from commerce.catalog.types import ProductDocument as Document
from commerce.inventory.queries import stock_of
from commerce.pricing.queries import listed_prices
from commerce.pricing.types import ListedPrice
from commerce.search.intervals import inside, lowest_over_time
from commerce.search.models import Offer

_KEY = ("product_id", "channel_id", "currency", "starts_at")
_FACTS = ("amount", "ends_at", "listed_at", "is_in_stock", "terms")


def write_offers(found: Sequence[Document], terms: Mapping[tuple[str, str], int], *, batch_size: int) -> None:
    """Make the offers of the products exactly what the catalog, prices and stock say, touching only what
    differs. `terms` are ids by facet and value. The caller holds the lock "search.index"."""
    wanted = {_values(offer, _KEY): offer for offer in _offers(found, terms)}
    known = {}
    here = Offer.objects.filter(product_id__in=[document.id for document in found])
    for pk, *values in here.values_list("pk", *_KEY, *_FACTS):
        known[tuple(values[: len(_KEY)])] = (pk, tuple(values[len(_KEY) :]))
    surplus = [pk for key, (pk, _facts) in known.items() if key not in wanted]
    if surplus:
        Offer.objects.filter(pk__in=surplus).delete()
    changed = [
        offer
        for key, offer in sorted(wanted.items())
        if key not in known or known[key][1] != _values(offer, _FACTS)
    ]
    Offer.objects.bulk_create(
        changed,
        batch_size=batch_size,
        update_conflicts=True,
        unique_fields=["product", "channel", "currency", "starts_at"],
        update_fields=list(_FACTS),
    )


def products_in_stock(found: Iterable[Document]) -> Mapping[int, set[int]]:
    """Ids of products with a free unit of any variant, by channel. One query per channel."""
    variants: dict[int, dict[int, int]] = defaultdict(dict)
    for document in found:
        for window in document.shelves:
            variants[window.channel_id].update(dict.fromkeys(document.variant_ids, document.id))
    found_in: dict[int, set[int]] = {}
    for channel_id, owners in variants.items():
        stock = stock_of(owners, channel_id)
        found_in[channel_id] = {owners[id_] for id_, here in stock.items() if here.is_available}
    return found_in


def _values(offer: Offer, names: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(offer, name) for name in names)


def _offers(found: Sequence[Document], terms: Mapping[tuple[str, str], int]) -> Iterable[Offer]:
    """Each active product's lowest prices over time, cut to its window on each shelf."""
    in_stock = products_in_stock(found)
    prices = _prices(found)
    for document in found:
        if document.is_active:
            ids = tuple(sorted({terms[value.facet, value.value] for value in document.filters}))
            for window in document.shelves:
                for currency, rows in prices[document.id, window.channel_id].items():
                    for each in inside(lowest_over_time(rows), window.available_from, window.available_until):
                        yield Offer(
                            product_id=document.id,
                            channel_id=window.channel_id,
                            currency=currency,
                            amount=each.amount,
                            starts_at=each.valid_from,
                            ends_at=each.valid_until,
                            listed_at=window.listed_at,
                            is_in_stock=document.id in in_stock[window.channel_id],
                            terms=ids,
                        )


def _prices(found: Sequence[Document]) -> Mapping[tuple[int, int], Mapping[str, list[ListedPrice]]]:
    """Public prices of the products' variants by (product, channel) and currency."""
    owners = {variant_id: document.id for document in found for variant_id in document.variant_ids}
    rows: dict[tuple[int, int], dict[str, list[ListedPrice]]] = defaultdict(lambda: defaultdict(list))
    for price in listed_prices(owners):
        rows[owners[price.variant_id], price.channel_id][price.currency].append(price)
    return rows

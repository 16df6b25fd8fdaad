"""From whole products to rows that listings and search read."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.conf import settings
from django.db import transaction

from commerce.catalog.queries.documents import documents, product_ids_after
from commerce.catalog.types import ProductDocument as Document
from commerce.catalog.types import ProductText
from commerce.core.i18n import fallbacks, pick
from commerce.core.locking import named_lock
from commerce.inventory.queries import stock_of
from commerce.pricing.queries import listed_prices
from commerce.search.intervals import lowest_over_time
from commerce.search.models import Placement, ProductDocument, ProductTerm, Shelf, ShelfPrice
from commerce.search.words import fold, index_words

from .terms import ensure_terms

_TAG = re.compile(r"<[^>]*>")
# Bounds the time that the lock is held and the memory of one step.
BATCH = 500


@transaction.atomic
def index_product(product_id: int) -> None:
    """Bring everything kept of one product up to date; a product that is gone is forgotten."""
    index_products([product_id])


def index_products(product_ids: Iterable[int]) -> int:
    """Bring everything kept of the products up to date, in batches. Returns how many there are.

    Each batch is a transaction and holds the named lock "search.index", so that what is read inside it
    cannot be overwritten by somebody who read earlier.
    """
    ids = sorted(set(product_ids))
    for start in range(0, len(ids), BATCH):
        _index_batch(ids[start : start + BATCH])
    return len(ids)


def reindex(progress: Callable[[int], None] = lambda done: None) -> int:
    """Index the whole catalog anew; shoppers keep finding everything meanwhile. Returns how many products."""
    done, last = 0, 0
    while ids := product_ids_after(last, BATCH):
        done += index_products(ids)
        last = ids[-1]
        progress(done)
    return done


@transaction.atomic
def _index_batch(ids: Sequence[int]) -> None:
    with named_lock("search.index"):
        found = documents(ids)
        gone = set(ids) - {document.id for document in found}
        for model in (ProductDocument, Shelf, Placement, ProductTerm):
            model.objects.filter(product_id__in=gone).delete()
        _write_texts(found)
        _write_pairs(Placement, "category_id", {d.id: set(d.category_ids) for d in found})
        terms = ensure_terms(value for document in found for value in document.filters)
        _write_pairs(
            ProductTerm, "term_id", {d.id: {terms[v.facet, v.value] for v in d.filters} for d in found}
        )
        _write_shelves(found)


def _write_texts(found: Sequence[Document]) -> None:
    rows = [_text_row(document, language) for document in found for language, _name in settings.LANGUAGES
            if document.texts]  # fmt: skip
    ProductDocument.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["product", "language"],
        update_fields=["name", "slug", "public_id", "sort_key", "title", "body", "skus"],
    )


def _text_row(document: Document, language: str) -> ProductDocument:
    """The words of a product in `language`; where it has no texts of its own, only borrowed names."""
    text = _text_in(document, language)
    title, body = "", ""
    if text.language == language:
        tags = " ".join(document.tags)
        labels = " ".join(pick(words, language) for words in (*document.words, *document.category_names))
        title = f"{text.name} {pick(document.brand, language)} {' '.join(document.skus)}"
        body = f"{text.summary} {_plain(text.description)} {tags} {labels}"
    return ProductDocument(
        product_id=document.id,
        language=language,
        name=text.name,
        slug=text.slug,
        public_id=document.public_id,
        sort_key=sort_key(text.name),
        title=" ".join(index_words(title)),
        body=" ".join(index_words(body)),
        skus="".join(f"\n{fold(sku)}\n" for sku in document.skus),
    )


def _text_in(document: Document, language: str) -> ProductText:
    texts = {text.language: text for text in document.texts}
    return next((texts[code] for code in fallbacks(language) if code in texts), document.texts[0])


def _plain(markup: str) -> str:
    return html.unescape(_TAG.sub(" ", markup))


def sort_key(name: str) -> str:
    """Orders names alike in every database: Latin by letter, common Chinese characters by pinyin.

    The first level of GB 2312, which GB 18030 keeps, is arranged by pinyin; hexadecimal digits sort the
    same under any collation.

    >>> sorted(["茶壶", "包", "apple"], key=sort_key)
    ['apple', '包', '茶壶']
    """
    return fold(name)[:40].encode("gb18030", "replace").hex()[:160]


def _write_pairs(
    model: type[Placement] | type[ProductTerm], column: str, wanted: Mapping[int, set[int]]
) -> None:
    """Make the rows of (product, `column`) exactly `wanted`, touching only what differs."""
    kept: dict[int, set[int]] = defaultdict(set)
    surplus = []
    for pk, product_id, value in model.objects.filter(product_id__in=wanted).values_list(
        "pk", "product_id", column
    ):
        if value in wanted[product_id]:
            kept[product_id].add(value)
        else:
            surplus.append(pk)
    if surplus:
        model.objects.filter(pk__in=surplus).delete()
    missing = [
        model(**{"product_id": product_id, column: value})
        for product_id, values in wanted.items()
        for value in sorted(values - kept[product_id])
    ]
    model.objects.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)  # type: ignore[arg-type]


def _write_shelves(found: Sequence[Document]) -> None:
    """Shelves of active products with their windows, stock and price intervals."""
    in_stock = products_in_stock(found)
    wanted = {
        (document.id, window.channel_id): Shelf(
            product_id=document.id,
            channel_id=window.channel_id,
            listed_at=window.listed_at,
            available_from=window.available_from,
            available_until=window.available_until,
            is_in_stock=document.id in in_stock[window.channel_id],
        )
        for document in found
        if document.is_active
        for window in document.shelves
    }
    here = Shelf.objects.filter(product_id__in=[document.id for document in found])
    surplus = [
        pk for pk, *key in here.values_list("pk", "product_id", "channel_id") if tuple(key) not in wanted
    ]
    Shelf.objects.filter(pk__in=surplus).delete()
    Shelf.objects.bulk_create(
        wanted.values(),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["product", "channel"],
        update_fields=["listed_at", "available_from", "available_until", "is_in_stock"],
    )
    shelf_ids = {
        (product, channel): pk for pk, product, channel in here.values_list("pk", "product_id", "channel_id")
    }
    _write_prices(found, shelf_ids)


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


def _write_prices(found: Sequence[Document], shelf_ids: Mapping[tuple[int, int], int]) -> None:
    owners = {variant_id: document.id for document in found for variant_id in document.variant_ids}
    rows = defaultdict(list)
    for price in listed_prices(owners):
        shelf_id = shelf_ids.get((owners[price.variant_id], price.channel_id))
        if shelf_id is not None:
            rows[shelf_id, price.currency].append(price)
    wanted = {
        (shelf_id, currency, each.valid_from, each.amount, each.valid_until)
        for (shelf_id, currency), prices in rows.items()
        for each in lowest_over_time(prices)
    }
    columns = ("shelf_id", "currency", "valid_from", "amount", "valid_until")
    kept, surplus = set(), []
    for pk, *row in ShelfPrice.objects.filter(shelf_id__in=shelf_ids.values()).values_list("pk", *columns):
        if tuple(row) in wanted:
            kept.add(tuple(row))
        else:
            surplus.append(pk)
    ShelfPrice.objects.filter(pk__in=surplus).delete()
    missing = sorted(wanted - kept, key=lambda row: row[:3])
    ShelfPrice.objects.bulk_create(
        [ShelfPrice(**dict(zip(columns, row, strict=True))) for row in missing], batch_size=BATCH
    )

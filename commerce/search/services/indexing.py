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
from commerce.search.models import Offer, Placement, ProductDocument
from commerce.search.words import fold, index_words

from .offers import write_offers
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
        for model in (ProductDocument, Offer, Placement):
            model.objects.filter(product_id__in=gone).delete()
        _write_texts(found)
        _write_placements({document.id: document.category_ids for document in found})
        terms = ensure_terms(value for document in found for value in document.filters)
        write_offers(found, terms, batch_size=BATCH)


def _write_texts(found: Sequence[Document]) -> None:
    """Write the words that differ: a new price leaves the text indexes alone."""
    columns = ["name", "slug", "public_id", "sort_key", "title", "facts", "prose", "skus"]
    here = ProductDocument.objects.filter(product_id__in=[document.id for document in found])
    known = {(id_, language): texts for id_, language, *texts in
             here.values_list("product_id", "language", *columns)}  # fmt: skip
    rows = [
        _text_row(document, language)
        for document in found
        if document.texts
        for language, _name in settings.LANGUAGES
    ]
    ProductDocument.objects.bulk_create(
        [
            row
            for row in rows
            if known.get((row.product_id, row.language)) != [getattr(row, column) for column in columns]
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["product", "language"],
        update_fields=columns,
    )


def _text_row(document: Document, language: str) -> ProductDocument:
    """The words of a product in `language`; where it has no texts of its own, only borrowed names."""
    text = _text_in(document, language)
    title = facts = prose = ""
    if text.language == language:
        labels = " ".join(pick(words, language) for words in (*document.words, *document.category_names))
        title = f"{text.name} {pick(document.brand, language)} {' '.join(document.skus)}"
        facts = f"{text.summary} {' '.join(document.tags)} {labels}"
        prose = _plain(text.description)
    return ProductDocument(
        product_id=document.id,
        language=language,
        name=text.name,
        slug=text.slug,
        public_id=document.public_id,
        sort_key=sort_key(text.name),
        title=" ".join(index_words(title)),
        facts=" ".join(index_words(facts)),
        prose=" ".join(index_words(prose)),
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


def _write_placements(wanted: Mapping[int, Iterable[int]]) -> None:
    """Make the categories of each product exactly `wanted`, touching only what differs."""
    kept: dict[int, set[int]] = defaultdict(set)
    surplus = []
    for pk, product_id, category_id in Placement.objects.filter(product_id__in=wanted).values_list(
        "pk", "product_id", "category_id"
    ):
        if category_id in wanted[product_id]:
            kept[product_id].add(category_id)
        else:
            surplus.append(pk)
    if surplus:
        Placement.objects.filter(pk__in=surplus).delete()
    missing = [
        Placement(product_id=product_id, category_id=category_id)
        for product_id, category_ids in wanted.items()
        for category_id in sorted(set(category_ids) - kept[product_id])
    ]
    Placement.objects.bulk_create(missing, batch_size=BATCH, ignore_conflicts=True)

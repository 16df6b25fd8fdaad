"""Imports: one product at a time, whole or not at all, each with a report for its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from commerce.assets.errors import UnusableImage
from commerce.assets.services import import_image
from commerce.catalog import services as catalog
from commerce.catalog.queries import fetched_pictures, product_id_of_handle, variant_ids_by_signature
from commerce.catalog.services import signature_of
from commerce.catalog.types import MediaDraft, VariantDraft
from commerce.channels.queries import get_channel
from commerce.core.context import ChannelRef
from commerce.core.errors import CommerceError
from commerce.core.money import Money
from commerce.inventory.queries import default_location_id
from commerce.inventory.services import set_stock
from commerce.pricing import services as pricing
from commerce.pricing.types import PriceDraft

from . import files
from .formats import product_formats
from .models import ImportRow, ImportRun
from .pictures import NoPicture, Pictures
from .types import ImportOptions, ProductRecord, Report, RowReport, VariantRecord

Progress = Callable[[int], None]
OptionDraft = tuple[str, dict[str, str], list[tuple[str, dict[str, str], str]]]


@dataclass(frozen=True, slots=True)
class _Target:
    """Where an import writes."""

    channel: ChannelRef
    price_list_id: int
    location_id: int | None
    options: ImportOptions
    pictures: Pictures
    key: str


def import_products(
    *, path: Path, format: str, options: ImportOptions, progress: Progress = lambda done: None
) -> Report:
    """Import the products of a file; the report says what became of each row.

    Each product commits by itself together with its report, so a run that was killed goes on behind the
    last product it finished. A second run of the same file changes nothing. A dry run reports the same
    and keeps nothing. Raises UnreadableFile, MissingColumns, NotFound (format, channel).
    """
    if not options.dry_run:
        return _import(path, format, options, progress)
    with transaction.atomic():
        report = _import(path, format, options, progress)
        transaction.set_rollback(True)
    return report


def _import(path: Path, format: str, options: ImportOptions, progress: Progress) -> Report:
    reader = product_formats.get(format)
    encoding = files.encoding_of(path)
    report = Report(path.name, encoding)
    run = _begin(path, format, options)
    target = _target(path, options)
    done_up_to = run.rows.order_by("-line").values_list("line", flat=True).first() or 0
    with files.open_text(path, encoding) as file:
        for number, record in enumerate(reader.products(files.rows(file)), 1):
            if record.lines[-1] > done_up_to:
                _import_one(record, target, run, report)
            progress(number)
    run.state, run.finished_at = ImportRun.State.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    return report


def _target(path: Path, options: ImportOptions) -> _Target:
    channel = get_channel(options.channel)
    code = f"{channel.code}-{options.currency.lower()}"
    return _Target(
        channel=channel,
        price_list_id=pricing.ensure_price_list(channel_id=channel.id, currency=options.currency, code=code),
        location_id=default_location_id(),
        options=options,
        pictures=Pictures(
            Path(options.images_dir) if options.images_dir else None,
            may_fetch=options.fetch_images and not options.dry_run,
        ),
        key=files.digest(path)[:24],
    )


def _begin(path: Path, format: str, options: ImportOptions) -> ImportRun:
    """The unfinished run of this file with these options, else a new one."""
    facts = {"format": format, "file_digest": files.digest(path), "options": options.stored()}
    unfinished = ImportRun.objects.filter(state=ImportRun.State.RUNNING, **facts).first()
    return unfinished or ImportRun.objects.create(file_name=path.name, started_at=timezone.now(), **facts)


def _import_one(record: ProductRecord, target: _Target, run: ImportRun, report: Report) -> None:
    """One product in one transaction with its rows of the report."""
    try:
        with transaction.atomic():
            rows = list(_rows_of(record, target))
            ImportRow.objects.bulk_create(_stored(row, run) for row in rows)
    except CommerceError as refused:
        reasons = [str(refused.message), *(f"{name}: {text}" for name, text in refused.fields.items())]
        rows = [
            RowReport(line, record.handle, "failed", refused.code, " ".join(reasons)[:500])
            for line in record.lines[:1]
        ]
        rows += [RowReport(line, record.handle, "skipped", "product_failed") for line in record.lines[1:]]
        ImportRow.objects.bulk_create(_stored(row, run) for row in rows)
    report.rows += rows
    outcomes = {row.outcome for row in rows}
    report.count(next(o for o in ("failed", "created", "updated", "unchanged", "skipped") if o in outcomes))


def _stored(row: RowReport, run: ImportRun) -> ImportRow:
    return ImportRow(
        run=run,
        line=row.line,
        handle=row.handle[:200],
        outcome=row.outcome,
        code=row.code,
        message=row.message[:500],
    )


def _rows_of(record: ProductRecord, target: _Target) -> Iterator[RowReport]:
    if record.problems:
        bad = {problem.line: problem for problem in record.problems}
        for line in record.lines:
            if line in bad:
                yield RowReport(line, record.handle, "failed", bad[line].code, bad[line].message)
            else:
                yield RowReport(line, record.handle, "skipped", "product_failed")
        return
    if record.skip:
        yield from (RowReport(line, record.handle, "skipped", record.skip) for line in record.lines)
        return
    outcome, notes = _write(record, target)
    yield RowReport(record.lines[0], record.handle, outcome)
    yield from (RowReport(line, record.handle, outcome) for line in record.lines[1:])
    yield from (RowReport(record.lines[0], record.handle, "skipped", code, text) for code, text in notes)


def _write(record: ProductRecord, target: _Target) -> tuple[str, list[tuple[str, str]]]:
    """Bring the shop to what the record says: (outcome, notes about pictures)."""
    language = target.options.language
    known = product_id_of_handle(record.handle)
    media, notes = _media(record, target, fetched_pictures(known) if known else {})
    facts: dict[str, Any] = {
        "translations": {
            language: {
                "name": record.title,
                "description": record.description,
                "seo_title": record.seo_title,
                "seo_description": record.seo_description,
            }
        },
        "brand": catalog.ensure_brand(name={language: record.vendor}) if record.vendor else None,
        "categories": [catalog.ensure_category(name={language: record.kind})] if record.kind else [],
        "tags": record.tags,
        "options": _options(record, language),
        "variants": [_draft(variant) for variant in record.variants],
        "media": media,
        "status": record.status,
    }
    if known is None:
        product_id = catalog.create_product(handle=record.handle, channels=[target.channel.id], **facts)
        outcome = "created"
    else:
        product_id = known
        outcome = "updated" if catalog.update_product(product_id=product_id, **facts) else "unchanged"
    if _write_figures(record, product_id, target) and outcome == "unchanged":
        outcome = "updated"
    return outcome, notes


def _options(record: ProductRecord, language: str) -> list[OptionDraft]:
    values: dict[str, dict[str, None]] = {}
    for variant in record.variants:
        for name, value in variant.values:
            values.setdefault(name, {})[value] = None
    return [
        (_code(name), {language: name}, [(_code(value), {language: value}, "") for value in choices])
        for name, choices in values.items()
    ]


def _code(text: str) -> str:
    """The stable code of an option or value: its words in lower case."""
    return " ".join(text.casefold().split())[:100]


def _coded(values: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {_code(name): _code(value) for name, value in values}


def _draft(variant: VariantRecord) -> VariantDraft:
    return VariantDraft(
        sku=variant.sku,
        values=_coded(variant.values),
        barcode=variant.barcode,
        weight_grams=variant.weight_grams,
        requires_shipping=variant.requires_shipping,
        hs_code=variant.hs_code,
        origin_country=variant.origin_country,
    )


def _write_figures(record: ProductRecord, product_id: int, target: _Target) -> bool:
    """Prices and stock of the record's variants. True if any changed."""
    ids = variant_ids_by_signature(product_id)
    by_variant = {ids[signature_of(_coded(v.values))]: v for v in record.variants}
    currency = target.options.currency
    prices = [
        PriceDraft(
            variant_id=variant_id,
            amount=Money.of(variant.price, currency).amount,
            compare_at_amount=Money.of(variant.compare_at, currency).amount if variant.compare_at else None,
        )
        for variant_id, variant in by_variant.items()
        if variant.price is not None
    ]
    changed = pricing.set_prices(price_list_id=target.price_list_id, prices=prices) > 0
    counts = {variant_id: v.quantity for variant_id, v in by_variant.items() if v.quantity is not None}
    if counts and target.location_id is not None:
        # Keyed by file: the same file again does not undo what has been sold since.
        key = f"import:{target.key}:{record.handle}"[:90]
        changed |= (
            set_stock(location_id=target.location_id, quantities=counts, key=key, reason=record.handle) > 0
        )
    return changed


def _media(
    record: ProductRecord, target: _Target, fetched: dict[str, int]
) -> tuple[list[MediaDraft], list[tuple[str, str]]]:
    """Pictures of the record; one that cannot be had is kept by its address and reported."""
    drafts, notes = [], []
    for image in record.images:
        image_id = fetched.get(image.url)
        if image_id is None:
            try:
                content = target.pictures.get(image.url)
                image_id = import_image(content, image.alt or record.title, is_product_picture=True)
            except NoPicture as missing:
                notes.append((f"picture_{missing.code}", f"{image.url[:200]}: {missing.reason}"))
            except UnusableImage as unusable:
                notes.append(("picture_unusable", f"{image.url[:200]}: {unusable.message}"))
        drafts.append(
            MediaDraft(
                image_id=image_id,
                alt={target.options.language: image.alt or record.title},
                values=None if image.values is None else _coded(image.values),
                source_url=image.url[:1000],
            )
        )
    return drafts, notes

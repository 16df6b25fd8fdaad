"""Shopify's product CSV: one row per variant or picture, product columns on the first row of a handle."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .errors import MissingColumns
from .types import ImageRecord, ProductRecord, Row, RowProblem, VariantRecord

NEEDED = ("Handle", "Title")
OPTIONS = (1, 2, 3)
NO_OPTIONS = ("Title", "Default Title")  # what Shopify writes for a product without options
GRAMS = {"g": Decimal(1), "kg": Decimal(1000), "oz": Decimal("28.349523125"), "lb": Decimal("453.59237")}
Numbered = tuple[int, Row]


class ShopifyFormat:
    """Any Shopify export, with whatever columns it has beyond handle and title."""

    def products(self, rows: Iterable[Numbered]) -> Iterator[ProductRecord]:
        numbered = iter(rows)
        first = next(numbered, None)
        if first is None:
            return
        missing = [name for name in NEEDED if name not in first[1]]
        if missing:
            text = _("These columns are missing: {columns}.").format(columns=", ".join(missing))
            raise MissingColumns(text, data={"columns": missing})
        everything = itertools.chain([first], numbered)
        for handle, group in itertools.groupby(everything, key=lambda row: row[1]["Handle"].strip()):
            yield product(handle, list(group))


def product(handle: str, rows: list[Numbered]) -> ProductRecord:
    """The product that the rows of one handle tell. Pure."""
    head = rows[0][1]
    problems: list[RowProblem] = []
    lines = tuple(line for line, _row in rows)
    if not handle:
        problems += [RowProblem(line, "no_handle", _("The row has no handle.")) for line in lines]
    if not _text(head, "Title"):
        problems.append(RowProblem(lines[0], "no_title", _("The first row of a product needs a title.")))
    names = [_text(head, f"Option{number} Name") for number in OPTIONS]
    variants = [_variant(line, row, names, problems) for line, row in rows if _is_variant(row)]
    if not variants and not problems:
        problems.append(RowProblem(lines[0], "no_variant", _("The product has no variant with a price.")))
    return ProductRecord(
        handle=handle,
        lines=lines,
        title=_text(head, "Title"),
        description=head.get("Body (HTML)") or head.get("Body HTML") or "",
        vendor=_text(head, "Vendor"),
        kind=_text(head, "Type") or _text(head, "Product Type"),
        tags=tuple(tag.strip() for tag in head.get("Tags", "").split(",") if tag.strip()),
        status=_status(head),
        seo_title=_text(head, "SEO Title"),
        seo_description=_text(head, "SEO Description"),
        variants=tuple(variants),
        images=tuple(_images(rows, names)),
        problems=tuple(problems),
        skip="gift_card" if _flag(head, "Gift Card", default=False) else "",
    )


def _text(row: Row, name: str) -> str:
    return " ".join(row.get(name, "").split())


def _flag(row: Row, name: str, *, default: bool) -> bool:
    text = row.get(name, "").strip().lower()
    return default if not text else text in ("true", "yes", "1", "是")


def _status(row: Row) -> str:
    """Newer exports have a status; older ones say whether the product is published."""
    stated = row.get("Status", "").strip().lower()
    if stated in ("active", "draft", "archived"):
        return stated
    return "active" if _flag(row, "Published", default=True) else "draft"


def _is_variant(row: Row) -> bool:
    """Rows of further pictures have neither option values nor a price."""
    return bool(row.get("Option1 Value", "").strip() or row.get("Variant Price", "").strip())


def _values(row: Row, names: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for number, name in zip(OPTIONS, names, strict=True):
        value = _text(row, f"Option{number} Value")
        if value and (name, value) != NO_OPTIONS:
            pairs.append((name or f"Option {number}", value))
    return tuple(pairs)


def _variant(line: int, row: Row, names: list[str], problems: list[RowProblem]) -> VariantRecord:
    def number(name: str) -> Decimal | None:
        text = row.get(name, "").strip()
        if not text:
            return None
        try:
            figure = Decimal(text)
        except InvalidOperation:
            figure = Decimal("NaN")
        if not figure.is_finite() or abs(figure) >= 10**12:
            problems.append(_bad_number(line, name, text))
            return None
        return figure

    price = number("Variant Price")
    if price is None and not row.get("Variant Price", "").strip():
        problems.append(RowProblem(line, "no_price", _("The variant has no price.")))
    if price is not None and price < 0:
        problems.append(_bad_number(line, "Variant Price", str(price)))
    quantity, grams = number("Variant Inventory Qty"), number("Variant Grams")
    compare_at = number("Variant Compare At Price")
    return VariantRecord(
        line=line,
        values=_values(row, names),
        sku=_text(row, "Variant SKU").lstrip("'"),  # spreadsheets keep leading zeros by an apostrophe
        barcode=_text(row, "Variant Barcode").lstrip("'"),
        price=price,
        # Exports write 0 for "no earlier price"; one that is not higher is none either.
        compare_at=compare_at if compare_at and price is not None and compare_at > price else None,
        # Shopify counts oversold goods below zero; nothing lies on such a shelf.
        quantity=max(int(quantity), 0) if quantity is not None else None,
        weight_grams=max(int(grams), 0) if grams is not None else _weight(row, number("Variant Weight")),
        requires_shipping=_flag(row, "Variant Requires Shipping", default=True),
        hs_code=_text(row, "Variant HS Code")[:12],
        origin_country=_text(row, "Variant Country of Origin")[:2].upper(),
    )


def _weight(row: Row, weight: Decimal | None) -> int:
    unit = GRAMS.get(row.get("Variant Weight Unit", "").strip().lower(), Decimal(1))
    return max(int(weight * unit), 0) if weight is not None else 0


def _bad_number(line: int, column: str, text: str) -> RowProblem:
    message = _("“{column}” is not a usable number: {text}.").format(column=column, text=text[:40])
    return RowProblem(line, "bad_number", message)


def _images(rows: list[Numbered], names: list[str]) -> Iterator[ImageRecord]:
    """Pictures in their stated order, then those that belong to one variant; each address once."""
    found: list[ImageRecord] = []
    for at, (_line, row) in enumerate(rows):
        if url := row.get("Image Src", "").strip():
            position = row.get("Image Position", "").strip()
            place = int(position) if position.isdecimal() and len(position) < 6 else len(rows) + at
            found.append(ImageRecord(url, _text(row, "Image Alt Text"), place))
    known = {image.url for image in found}
    for _line, row in rows:
        url = row.get("Variant Image", "").strip()
        if url and url not in known and _values(row, names):
            known.add(url)
            found.append(ImageRecord(url, "", 10**6, _values(row, names)))
    seen: set[str] = set()
    for image in sorted(found, key=lambda image: image.position):
        if image.url not in seen:
            seen.add(image.url)
            yield image

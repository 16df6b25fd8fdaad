"""Listings as spreadsheets, safe to open: no cell of text is ever taken for a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from commerce.core.errors import Text

#: How a cell begins that spreadsheets compute. A leading apostrophe makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
#: Rows that are read and described at a time.
PORTION = 500


def safe_cell(value: Any, *, is_csv: bool) -> Any:
    """`value` as a cell that is shown and never computed, without characters that files cannot hold.

    >>> safe_cell("=HYPERLINK(1)", is_csv=True)
    "'=HYPERLINK(1)"
    >>> safe_cell(-5, is_csv=True)
    -5
    """
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if is_csv and text.startswith(FORMULA_STARTS) else text


def in_portions(rows: Any, prepare: Callable[[list[Any]], Iterable[Any]]) -> Iterator[Any]:
    """What `prepare` makes of the rows, read a portion at a time: however many there are, few are held."""
    found = iter(rows.iterator(chunk_size=PORTION) if hasattr(rows, "iterator") else rows)
    while portion := list(islice(found, PORTION)):
        yield from prepare(portion)


class SafeExport:
    """For listings: `export_columns` maps a column's name to its heading and how a row answers it.

    `prepared` gives a portion of rows what the columns need, in a few queries; it may answer other rows.
    `export_permission` is the right to carry the list away, where the right to look at it is not enough.
    """

    export_columns: Mapping[str, tuple[Text, Callable[[Any], Any]]] = {}
    export_permission = ""
    request: Any

    @property
    def may_export(self) -> bool:
        return not self.export_permission or self.request.user.has_perm(self.export_permission)

    @property
    def show_export_buttons(self) -> bool:
        return self.may_export and bool(self.list_export)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if "export" in request.GET and not self.may_export:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def list_export(self) -> list[str]:
        return list(self.export_columns)

    def prepared(self, rows: list[Any]) -> Iterable[Any]:
        return rows

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        rows = in_portions(queryset, self.prepared)
        return super().as_spreadsheet(rows, spreadsheet_format)  # type: ignore[misc]

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.export_columns[field][0])

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: answer(item) for name, (_heading, answer) in self.export_columns.items()}

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        done = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return safe_cell(done, is_csv=export_format == "csv")

    def stream_csv(self, queryset: Any) -> Iterator[Any]:
        """With a byte order mark, without which spreadsheets misread Chinese."""
        yield BOM
        yield from super().stream_csv(queryset)  # type: ignore[misc]

    def generate_xlsx_row(
        self, worksheet: Any, row_dict: Any, date_format: str | None = None
    ) -> Iterator[Any]:
        """Every text stays text, whatever it looks like."""
        for cell in super().generate_xlsx_row(worksheet, row_dict, date_format=date_format):  # type: ignore[misc]
            if isinstance(cell.value, str):
                cell.data_type = "s"
            yield cell

"""Reads of issued documents."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import composing
from .errors import UnknownDocument
from .models import FiscalDocument
from .types import DocumentSummary, IssuedDocument, Kind


def documents_of(order_id: int) -> tuple[DocumentSummary, ...]:
    """The order's invoice and credit notes, first issued first, titles in the active language. One query."""
    rows = FiscalDocument.objects.filter(order_id=order_id).defer("content").order_by("id")
    return tuple(summary(row) for row in rows)


def get_document(order_id: int, public_id: str) -> IssuedDocument:
    """One document of the order, with what it says. Raises UnknownDocument, also for another order's."""
    row = FiscalDocument.objects.filter(order_id=order_id, public_id=public_id).first()
    if row is None:
        raise UnknownDocument
    return IssuedDocument(summary(row), composing.from_json(row.content))


def title_of(kind: str) -> str:
    """What a document of this kind is called in the active language."""
    return _("Credit note") if kind == Kind.CREDIT_NOTE else pgettext("document", "Invoice")


def summary(row: FiscalDocument) -> DocumentSummary:
    """The row as a value."""
    return DocumentSummary(
        public_id=row.public_id,
        kind=row.kind,
        title=title_of(row.kind),
        number=row.number,
        order_id=row.order_id,
        language=row.language,
        currency=row.currency,
        total_amount=row.total_amount,
        issued_at=row.issued_at,
    )

"""A PDF as the answer to a request, the same for staff, shoppers and programs."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.text import slugify


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """The file, shown in the browser and kept by nobody on the way."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{slugify(name) or "document"}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response

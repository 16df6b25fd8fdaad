"""What comes out of the press: pages that people and their readers can read, and nothing from anywhere else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.files.storage import storages

from commerce.documents import papers, printing
from commerce.documents.errors import NotPrinted
from commerce.documents.types import (
    Content,
    DocumentSummary,
    IssuedDocument,
    Item,
    Kind,
    Slip,
    SlipLine,
    TaxRow,
)

from .pdf import Pdf, read

NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)
ADDRESS = {
    "name": "欧阳美林", "phone": "+8613800138000", "country": "CN", "region": "浙江省", "city": "杭州市",
    "district": "西湖区", "street": "文三路 1 号", "postal_code": "310012",
}  # fmt: skip


def document(lines: int = 2, name: str = "Linen <shirt> 亚麻衬衫", **changes: object) -> IssuedDocument:
    items = tuple(
        Item(f"{name} {at}", "灰 / M", f"SKU-{at}", 1, 11_300, 0, 130_000, 11_300) for at in range(lines)
    )
    total = lines * 11_300
    content = Content(
        seller={
            "en": {"name": "Qilou", "company": "Qilou Trading Ltd.", "vat": "91330106MA27"},
            "zh-hans": {"name": "骑楼", "company": "骑楼商贸有限公司", "vat": "91330106MA27"},
        },
        buyer={"name": "欧阳美林", "email": "lin@example.com", "phone": "+8613800138000"},
        billing_address=ADDRESS,
        shipping_address=ADDRESS,
        order_number="2611234829133",
        placed_at=NOW.isoformat(),
        time_zone="Asia/Shanghai",
        items=items,
        taxes=(TaxRow(130_000, lines * 10_000, lines * 1_300, total),),
        items_amount=total,
        discount_amount=0,
        discounts=(),
        shipping_amount=0,
        shipping_name="Standard",
        tax_amount=lines * 1_300,
        total_amount=total,
        prices_include_tax=True,
        paid_amount=total,
    )
    content = dataclasses.replace(content, **changes)  # type: ignore[arg-type]
    kind = Kind.CREDIT_NOTE if content.corrects else Kind.INVOICE
    number = "CRN-CN-2026-00003" if content.corrects else "INV-CN-2026-00042"
    summary = DocumentSummary("abc123", kind, "", number, 1, "en", "CNY", content.total_amount, NOW)
    return IssuedDocument(summary, content)


def slip(**changes: object) -> Slip:
    fields: dict[str, object] = {
        "order_number": "2611234829133",
        "placed_at": NOW,
        "time_zone": "Asia/Shanghai",
        "shop": "骑楼 Qilou",
        "recipient": ("欧阳美林", "文三路 1 号"),
        "method": "Standard",
        "lines": (SlipLine("Linen shirt 亚麻衬衫", "Gray / M", "LIN-1", 3, "Hangzhou"),),
        **changes,
    }
    return Slip(**fields)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def invoices() -> dict[str, Pdf]:
    return {
        language: read(printing.print_pdf(papers.fiscal_html(document(), language)))
        for language in ("en", "zh-hans")
    }


def test_both_languages_read_as_what_they_are(invoices: dict[str, Pdf]) -> None:
    english, chinese = invoices["en"], invoices["zh-hans"]
    for words in (
        "Invoice",
        "Qilou Trading Ltd.",
        "Tax number: 91330106MA27",
        "November 28, 2026",
        "CN¥226.00",
    ):
        assert english.says(words), words
    for words in (
        "商业发票",
        "骑楼商贸有限公司",
        "税号：91330106MA27",
        "2026年11月28日",
        "¥226.00",
        "价税合计",
    ):
        assert chinese.says(words), words
    for pdf in invoices.values():
        assert pdf.says("Linen <shirt> 亚麻衬衫 1") and pdf.says("欧阳美林") and pdf.says("INV-CN-2026-00042")


def test_the_font_is_ours_and_in_the_file(invoices: dict[str, Pdf]) -> None:
    for pdf in invoices.values():
        assert {name.partition("+")[2] for name in pdf.fonts} == {"Paper"}


def test_readers_are_told_language_and_title_and_get_tags(invoices: dict[str, Pdf]) -> None:
    for language, pdf in (("en", invoices["en"]), ("zh-Hans", invoices["zh-hans"])):
        assert f"/Lang ({language})" in pdf.catalog
        assert "/Marked true" in pdf.catalog and "/StructTreeRoot" in pdf.catalog
        assert "pdfuaid" in pdf.metadata
        assert "INV-CN-2026-00042" in pdf.metadata


def test_two_hundred_lines_have_their_heading_and_number_on_every_page() -> None:
    pdf = read(printing.print_pdf(papers.fiscal_html(document(200), "en")))
    assert len(pdf.pages) > 5
    for at, page in enumerate(pdf.pages, 1):
        assert f"Page {at} of {len(pdf.pages)}" in page.replace("\n", "")
    tables = [page for page in pdf.pages if "SKU-" in page]
    assert all("Unit price" in page for page in tables)
    assert pdf.text.count("SKU-") == 200
    assert pdf.says("CN¥22,600.00")


def test_names_of_any_length_stay_on_the_page() -> None:
    pdf = read(printing.print_pdf(papers.fiscal_html(document(1, name="无" * 150 + "x" * 150), "zh-hans")))
    assert pdf.text.count("无") == 150 and pdf.text.count("x") >= 150


def test_a_credit_note_names_its_invoice_and_the_reason() -> None:
    note = document(items=(), corrects="INV-CN-2026-00042", reason="canceled", paid_amount=0)
    html = papers.fiscal_html(note, "en")
    for words in (
        "Credit note",
        "CRN-CN-2026-00003",
        "INV-CN-2026-00042",
        "The order was canceled.",
        "Credited",
    ):
        assert words in html
    assert "Paid in full" not in html


def test_what_is_not_paid_is_said_to_be_due() -> None:
    assert "Amount due: CN¥226.00" in papers.fiscal_html(document(paid_amount=0), "en")


def test_slips_tell_no_price() -> None:
    packing = slip(carrier="SF Express", tracking_number="SF123", parcel="1 / 2", shipped_at=NOW)
    html = papers.slips_html([packing, slip(note="At the door, please")], "en")
    for words in (
        "Packing slip",
        "Pick list",
        "SF Express",
        "SF123",
        "1 / 2",
        "LIN-1",
        "Gray / M",
        "Hangzhou",
    ):
        assert words in html, words
    assert "At the door, please" in html
    assert 'aria-label="2611234829133"' in html
    assert "¥" not in html


def test_each_slip_begins_a_page() -> None:
    pdf = read(papers.slips_pdf([slip(), slip(carrier="SF Express", tracking_number="1")], "zh-hans"))
    assert ["拣货单" in page for page in pdf.pages] == [True, False]
    assert "装箱单" in pdf.pages[1]


@pytest.mark.parametrize(
    "page",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="https://example.com/a.css">',
        '<style>@import "file:///etc/hosts";</style>',
        '<div style="background:url(data:image/png;base64,AAAA)">x</div>',
    ],
)
def test_the_press_opens_nothing(page: str) -> None:
    with pytest.raises(NotPrinted):
        printing.print_pdf(f"<html lang='en'><head><title>t</title></head><body>{page}</body></html>")


def test_markup_in_what_people_typed_is_text() -> None:
    html = papers.fiscal_html(document(1, name='<img src="file:///etc/passwd">'), "en")
    assert "<img" not in html


def test_the_press_is_given_up_after_its_time(settings) -> None:
    settings.PRINT_SECONDS = 0.01
    with pytest.raises(NotPrinted) as refused:
        printing.print_pdf("<html></html>")
    assert refused.value.data["why"] == "slow"


def test_a_press_that_is_missing_is_said_so(monkeypatch) -> None:
    monkeypatch.setattr(printing, "PRESS", printing.PRESS.with_name("nothing.py"))
    with pytest.raises(NotPrinted):
        printing.print_pdf("<html></html>")


@pytest.fixture
def press(monkeypatch) -> Iterator[list[str]]:
    printed: list[str] = []

    def print_pdf(html: str) -> bytes:
        printed.append(html)
        return b"%PDF"

    monkeypatch.setattr(printing, "print_pdf", print_pdf)
    yield printed


def test_a_document_is_printed_once_a_language_and_kept_out_of_media(press: list[str], settings) -> None:
    paper = document()
    paper = dataclasses.replace(paper, summary=dataclasses.replace(paper.summary, public_id="kept00000001"))
    for language in ("en", "zh-hans", "en"):
        assert papers.fiscal_pdf(paper, language) == b"%PDF"

    assert len(press) == 2
    location = storages["private"].path("documents")
    assert not location.startswith(str(settings.MEDIA_ROOT)) and not location.startswith(
        str(settings.STATIC_ROOT)
    )

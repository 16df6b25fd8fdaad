"""Descriptions are written like a letter, and whatever the letter cannot hold is kept as it came."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from commerce.backoffice.products.richtext import is_kept_by_editor
from commerce.catalog.models import ProductTranslation
from tests.commerce.backoffice.test_products import edit, new_product, typed
from tests.factories import make_channel, make_location, make_product

pytestmark = pytest.mark.django_db

SIMPLE = "<p>Washed <b>linen</b>,<br>woven in Suzhou.</p><ul><li>Soft</li><li>Cool</li></ul>"
IMPORTED = "<p>A <strong>fine</strong> cup, <em>really</em>.</p>"
TABLE = "<table><tbody><tr><td>Chest</td><td>52 cm</td></tr></tbody></table>"


@pytest.fixture(autouse=True)
def shop(db: None) -> None:
    make_channel()
    make_location()


def described(html: str) -> tuple[object, str]:
    product = make_product(translations={"en": {"name": "Linen shirt", "description": html}})
    return product, edit(product)


def stored() -> str:
    return ProductTranslation.objects.get(language="en").description


def letter(*blocks: tuple[str, str]) -> str:
    """What the editor sends: blocks of (type, text)."""
    made = [
        {"key": f"k{n}", "type": kind, "text": text, "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
        for n, (kind, text) in enumerate(blocks)
    ]
    return json.dumps({"blocks": made, "entityMap": {}})


@pytest.mark.parametrize("html", ["", SIMPLE, IMPORTED, "<h2>Care</h2><p>Cold.</p><hr>"])
def test_plain_texts_open_in_the_editor(owner: Client, html: str) -> None:
    _product, path = described(html)
    assert is_kept_by_editor(html)
    assert "data-draftail-input" in str(owner.get(path).context["form"]["description_en"])


@pytest.mark.parametrize(
    "html", [TABLE, '<p>A</p><img src="https://example.com/a.jpg" alt="A">', "<p>H<sub>2</sub>O</p>"]
)
def test_what_the_editor_would_lose_stays_html(owner: Client, html: str) -> None:
    _product, path = described(html)
    field = owner.get(path).context["form"]["description_en"]
    assert "textarea" in str(field)
    assert "more than the editor can show" in str(field.help_text)
    owner.post(path, typed(owner, path) | {"name_en": "Another name"})
    assert stored() == html


@pytest.mark.parametrize("html", [SIMPLE, IMPORTED, TABLE])
def test_saving_what_nobody_touched_keeps_every_letter(owner: Client, html: str) -> None:
    product, path = described(html)
    widget = owner.get(path).context["form"].fields["description_en"].widget
    data = typed(owner, path)
    assert owner.post(path, data | {"description_en": widget.format_value(html)}).status_code == 302
    assert stored() == html
    before = product.content_version
    product.refresh_from_db()
    assert product.content_version == before + 1, "its price, once"


def test_a_letter_becomes_html(owner: Client) -> None:
    data = new_product(owner, description_en=letter(("header-two", "Care"), ("unordered-list-item", "Cold")))
    assert owner.post("/admin/product/new/", data).status_code == 302
    assert stored() == "<h2>Care</h2><ul><li>Cold</li></ul>"


@pytest.mark.parametrize("sent", ["null", letter(("unstyled", "  ")), ""])
def test_an_emptied_letter_is_no_description(owner: Client, sent: str) -> None:
    _product, path = described(SIMPLE)
    owner.post(path, typed(owner, path) | {"description_en": sent})
    assert stored() == ""


def test_scripts_do_not_come_in_by_letter(owner: Client) -> None:
    data = new_product(owner, description_en=letter(("unstyled", "<script>alert(1)</script>Tea")))
    owner.post("/admin/product/new/", data)
    assert "<script" not in stored()
    data = new_product(owner, handle="two", description_en="<p onclick=x()>Tea</p><script>alert(1)</script>")
    owner.post("/admin/product/new/", data)
    assert ProductTranslation.objects.get(product__handle="two").description == "<p>Tea</p>"


@pytest.mark.parametrize(
    "sent",
    ["{", '{"blocks": 5}', '{"blocks": [{}]}', '{"a": 1}', '{"blocks": [7]}', '{"blocks": ' + "[" * 50_000],
)
def test_what_is_no_letter_is_refused_in_words(owner: Client, sent: str) -> None:
    answer = owner.post("/admin/product/new/", new_product(owner, description_en=sent))
    assert answer.status_code == 200
    assert "could not be read" in answer.content.decode()

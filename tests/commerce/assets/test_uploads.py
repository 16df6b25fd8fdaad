"""What comes in through the admin's upload screens, one by one or many at once, and through the choosers."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commerce.assets.models import ShopImage
from commerce.catalog import services as catalog
from commerce.catalog.types import MediaDraft
from tests.factories import make_channel, make_image, make_product, make_user, picture_bytes

pytestmark = pytest.mark.django_db

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
MEGABYTE = 1024 * 1024


@pytest.fixture
def editor(db: None) -> Client:
    make_channel()
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user("editor@example.com", is_superuser=True))
    return client


def bomb(side: int) -> bytes:
    """A PNG of a few kilobytes that claims `side` × `side` pixels, all of them black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\x00" * (1 + side // 8)
    body = zlib.compressobj(9)
    packed = b"".join(body.compress(row) for _ in range(min(side, 2_000))) + body.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


HOSTILE = {
    "a vector with a script": ("picture.svg", SVG),
    "a vector that calls itself a photograph": ("picture.jpg", SVG),
    "a page that calls itself a photograph": ("picture.png", b"<html><script>alert(1)</script></html>"),
    "a photograph that calls itself another": ("picture.png", picture_bytes()),
    "nothing": ("picture.jpg", b""),
    "a hundred megabytes": ("picture.jpg", picture_bytes() + b"\x00" * (100 * MEGABYTE)),
    "a bomb": ("picture.png", bomb(60_000)),
    "a large bomb": ("picture.png", bomb(12_000)),
}
hostile = pytest.mark.parametrize(("name", "content"), HOSTILE.values(), ids=HOSTILE.keys())


@hostile
def test_one_picture_that_cannot_be_used_is_refused_in_words(
    editor: Client, name: str, content: bytes
) -> None:
    sent = {"title": "Half an hour of thought", "file": SimpleUploadedFile(name, content)}
    answer = editor.post("/admin/images/add/", sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert "Half an hour of thought" in answer.content.decode()
    assert not ShopImage.objects.exists()


@hostile
def test_many_at_once_are_refused_one_by_one(editor: Client, name: str, content: bytes) -> None:
    ajax = {"x-requested-with": "XMLHttpRequest"}
    for title, file, is_fine in (("fine.jpg", picture_bytes(), True), (name, content, False)):
        upload = SimpleUploadedFile(title, file)
        answer = editor.post("/admin/images/multiple/add/", {"title": title, "files[]": upload}, headers=ajax)
        assert answer.status_code == 200
        said = answer.json()
        assert said["success"] is is_fine
        assert is_fine or said["error_message"]
    assert ShopImage.objects.count() == 1


@hostile
def test_the_chooser_in_a_page_refuses_them_too(editor: Client, name: str, content: bytes) -> None:
    sent = {
        "image-chooser-upload-title": "Tea",
        "image-chooser-upload-file": SimpleUploadedFile(name, content),
    }
    answer = editor.post("/admin/images/chooser/create/", sent)
    assert answer.status_code == 200
    assert answer.json()["step"] == "reshow_creation_form"
    assert not ShopImage.objects.exists()


def test_a_document_that_could_run_is_never_run_here(editor: Client) -> None:
    """Whatever is uploaded as a file is handed out to be kept, or fenced in."""
    for name, content in (("page.html", b"<script>alert(1)</script>"), ("picture.svg", SVG)):
        sent = {"title": name, "file": SimpleUploadedFile(name, content)}
        assert editor.post("/admin/documents/add/", sent).status_code == 302
        from commerce.assets.models import ShopDocument

        document = ShopDocument.objects.get(title=name)
        handed = Client().get(document.url)
        assert handed.headers["Content-Disposition"].startswith("attachment")
        kept = Client().get(document.file.url)
        assert "sandbox" in kept.headers["Content-Security-Policy"]
        assert kept.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_too_large_is_refused_in_words(editor: Client) -> None:
    film = SimpleUploadedFile("film.mp4", b"\x00" * (21 * MEGABYTE))
    answer = editor.post("/admin/documents/add/", {"title": "Film", "file": film})
    assert answer.status_code == 200
    assert "too big" in str(answer.context["form"].errors["file"])


class TestDeletingAPictureThatAProductShows:
    @pytest.fixture
    def image(self) -> ShopImage:
        image = make_image()
        catalog.set_media(product_id=make_product().pk, media=[MediaDraft(image_id=image.pk)])
        return image

    def said(self, answer: Any) -> str:
        return answer.content.decode()

    def test_on_its_screen(self, editor: Client, image: ShopImage) -> None:
        answer = editor.post(f"/admin/images/{image.pk}/delete/", follow=True)
        assert "a product shows it" in self.said(answer)
        assert ShopImage.objects.exists()

    def test_among_many(self, editor: Client, image: ShopImage) -> None:
        other = make_image(color=(1, 2, 3))
        path = f"/admin/bulk/assets/shopimage/delete/?id={image.pk}&id={other.pk}"
        answer = editor.post(path, follow=True)
        assert "a product shows it" in self.said(answer)
        assert ShopImage.objects.count() == 2

    def test_right_after_it_was_uploaded(self, editor: Client, image: ShopImage) -> None:
        ajax = {"x-requested-with": "XMLHttpRequest"}
        answer = editor.post(f"/admin/images/multiple/{image.pk}/delete/", headers=ajax)
        assert answer.status_code == 409
        assert "a product shows it" in answer.json()["error_message"]

    def test_one_that_nobody_shows_goes(self, editor: Client) -> None:
        image = make_image()
        assert editor.post(f"/admin/images/{image.pk}/delete/").status_code == 302
        assert not ShopImage.objects.exists()

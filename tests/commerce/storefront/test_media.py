"""Films are given in parts, as players ask for them (RFC 9110); everything else as before."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

pytestmark = pytest.mark.django_db
FILM = bytes(range(256)) * 1_000
SIZE = len(FILM)


@pytest.fixture
def film() -> str:
    return default_storage.url(default_storage.save("documents/film.mp4", ContentFile(FILM)))


def test_a_player_that_asks_for_two_bytes_first_as_safari_does_gets_them(client: Client, film: str) -> None:
    answer = client.get(film, headers={"range": "bytes=0-1"})
    assert answer.status_code == 206
    assert answer.getvalue() == FILM[:2]
    assert answer.headers["Content-Range"] == f"bytes 0-1/{SIZE}"
    assert answer.headers["Content-Length"] == "2"
    assert answer.headers["Content-Type"] == "video/mp4"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=100-199", 100, 199),
        ("bytes=255990-", 255_990, SIZE - 1),
        ("bytes=-10", SIZE - 10, SIZE - 1),
        ("bytes=-999999999", 0, SIZE - 1),
        ("bytes=10-999999999", 10, SIZE - 1),
        ("BYTES = 0-0", 0, 0),
    ],
)
def test_parts(client: Client, film: str, asked: str, first: int, last: int) -> None:
    answer = client.get(film, headers={"range": asked})
    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer.getvalue() == FILM[first : last + 1]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=999999999999-", "bytes=-0", "bytes=5-4"])
def test_a_part_that_the_file_has_not(client: Client, film: str, asked: str) -> None:
    answer = client.get(film, headers={"range": asked})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "asked",
    ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=0-1,5-6", "bytes=" + "9" * 99],
)
def test_what_cannot_be_read_as_one_part_gets_the_whole(client: Client, film: str, asked: str) -> None:
    answer = client.get(film, headers={"range": asked})
    assert answer.status_code == 200
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.getvalue() == FILM


def test_a_part_of_another_version_of_the_file_is_not_given(client: Client, film: str) -> None:
    known = client.get(film).headers["Last-Modified"]
    same = client.get(film, headers={"range": "bytes=0-1", "if-range": known})
    other = client.get(film, headers={"range": "bytes=0-1", "if-range": "Mon, 01 Jan 2024 00:00:00 GMT"})
    assert (same.status_code, other.status_code) == (206, 200)
    assert client.head(film, headers={"range": "bytes=0-1"}).status_code == 200

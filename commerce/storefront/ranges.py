"""Parts of files (RFC 9110, section 14). Players ask for a film piece by piece, and Safari plays none whose
server gives only the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

CHUNK = 64 * 1024
# One part; whoever asks for several gets the whole, as the standard allows.
_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})", re.ASCII | re.IGNORECASE)


class Part(NamedTuple):
    """From the first byte to the last, both included."""

    first: int
    last: int


def in_part(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The part of a file's response that the request asks for: 206, or 416 where the file has no such part.

    As it is where no part was asked for, in a form that cannot be read, or of another version of the file.
    """
    if not isinstance(response, FileResponse) or response.status_code != 200:
        return response
    response.headers["Accept-Ranges"] = "bytes"
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or found.groups() == ("", "") or not _is_same(request, response):
        return response
    size = int(response.headers["Content-Length"])
    part = part_of(found[1], found[2], size)
    if part is None:
        response.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    length = part.last - part.first + 1
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    response.headers["Content-Length"] = str(length)
    file: IO[bytes] = response.file_to_stream  # type: ignore[assignment]
    file.seek(part.first)
    response.streaming_content = _read(file, length)
    return response


def part_of(first: str, last: str, size: int) -> Part | None:
    """What `bytes=first-last` means of `size` bytes; None where there is nothing of it.

    >>> part_of("0", "1", 10), part_of("4", "", 10), part_of("", "3", 10), part_of("8", "99", 10)
    (Part(first=0, last=1), Part(first=4, last=9), Part(first=7, last=9), Part(first=8, last=9))
    """
    if not first:
        part = Part(max(size - int(last), 0), size - 1)
    else:
        part = Part(int(first), min(int(last or size), size - 1))
    return part if part.first <= part.last else None


def _is_same(request: HttpRequest, response: FileResponse) -> bool:
    """Whether the asker has the beginning of this very file (If-Range)."""
    known = request.headers.get("If-Range")
    return request.method == "GET" and (known is None or known == response.headers.get("Last-Modified"))


def _read(file: IO[bytes], length: int) -> Iterator[bytes]:
    while length > 0 and (data := file.read(min(CHUNK, length))):
        length -= len(data)
        yield data

"""Reading tables as shops really have them: with or without BOM, UTF-8, UTF-16 or GB18030."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from .errors import UnreadableFile
from .types import Row

CHUNK = 1 << 20
LONGEST_FIELD = 4 * 1024 * 1024


def digest(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def encoding_of(path: Path) -> str:
    """How the file is encoded. Raises UnreadableFile for what is neither UTF-8, UTF-16 nor GB18030."""
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as exc:
        raise UnreadableFile(_("{name} cannot be opened.").format(name=path.name)) from exc
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise UnreadableFile(
        _("{name} is neither UTF-8 nor GB18030. Save it as “CSV UTF-8” and try again.").format(name=path.name)
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                if "\x00" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def open_text(path: Path, encoding: str) -> Iterator[TextIO]:
    with path.open(encoding=encoding, newline="") as file:
        yield file


def rows(file: TextIO) -> Iterator[tuple[int, Row]]:
    """(line in the file, row by column name) for every row with anything in it.

    A row shorter than the header is filled up; memory does not grow with the file. Raises
    UnreadableFile for an empty file and for broken quoting.
    """
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(file, delimiter=_delimiter(file), strict=True)
    try:
        header = [name.strip() for name in next(reader)]
    except StopIteration:
        raise UnreadableFile(_("The file is empty.")) from None
    except csv.Error as exc:
        raise _broken(reader.line_num, exc) from exc
    line = reader.line_num
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            raise _broken(reader.line_num, exc) from exc
        first, line = line + 1, reader.line_num
        if any(value.strip() for value in values):
            padded = [*values, *[""] * (len(header) - len(values))]
            yield first, dict(zip(header, padded, strict=False))


def _broken(line: int, exc: csv.Error) -> UnreadableFile:
    text = _("Line {line} is not proper CSV: {reason}.").format(line=line, reason=exc)
    return UnreadableFile(text, data={"line": line})


def _delimiter(file: TextIO) -> str:
    """Comma, semicolon or tab: whichever the header has most of."""
    header = file.readline()
    file.seek(0)
    return max(",;\t", key=header.count)

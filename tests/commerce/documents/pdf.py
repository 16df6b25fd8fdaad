"""Just enough of a reader for PDFs as the press writes them: pages, embedded fonts, text, what it says of itself."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field


@dataclass
class Pdf:
    """`text` by page as a reader copies it, in the order of drawing; `fonts` that are embedded."""

    raw: bytes
    pages: list[str] = field(default_factory=list)
    fonts: set[str] = field(default_factory=set)
    catalog: str = ""
    metadata: str = ""

    @property
    def text(self) -> str:
        return "".join(self.pages)

    def says(self, words: str) -> bool:
        """Whether `words` stand there, wherever lines were broken."""
        return _bare(words) in _bare(self.text)


def read(raw: bytes) -> Pdf:
    assert raw.startswith(b"%PDF-1.7")
    objects = _objects(raw)
    maps = {name: _to_unicode(objects, number) for name, number in _fonts(objects)}
    pdf = Pdf(raw)
    for body in objects.values():
        if not re.search(rb"/Type /Page\b", body):
            continue
        content = re.search(rb"/Contents (\d+) 0 R", body)
        assert content
        pdf.pages.append(_text(_stream(objects[int(content[1])]), maps))
    for body in objects.values():
        if re.search(rb"/FontFile[23]? \d+ 0 R", body):
            name = re.search(rb"/FontName /([^\s/]+)", body)
            assert name
            pdf.fonts.add(name[1].decode())
        if b"/Type /Catalog" in body:
            pdf.catalog = body.decode("latin-1")
        if re.search(rb"/Subtype /XML", body):
            pdf.metadata = _stream(body).decode()
    return pdf


def _objects(raw: bytes) -> dict[int, bytes]:
    """All objects by number, those packed into object streams too."""
    found = {
        int(number): body for number, body in re.findall(rb"(?s)(?:^|\n)(\d+) 0 obj\n?(.*?)\nendobj", raw)
    }
    for body in list(found.values()):
        packed = re.search(rb"/Type /ObjStm", body) and _stream(body)
        if packed:
            first = int(re.search(rb"/First (\d+)", body)[1])  # type: ignore[index]
            head = [int(number) for number in packed[:first].split()]
            starts = [first + at for at in head[1::2]]
            for number, start, end in zip(head[::2], starts, [*starts[1:], len(packed)]):
                found[number] = packed[start:end].strip()
    return found


def _fonts(objects: dict[int, bytes]) -> list[tuple[bytes, int]]:
    found = [one for body in objects.values() for one in re.findall(rb"/Font <<(.*?)>>", body)]
    found += [
        body for body in objects.values() if re.fullmatch(rb"<<(?:\s*/\S+ \d+ 0 R)+\s*>>", body.strip())
    ]
    return [(name, int(number)) for one in found for name, number in re.findall(rb"/(\S+) (\d+) 0 R", one)]


def _to_unicode(objects: dict[int, bytes], number: int) -> dict[int, str]:
    link = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
    if not link:
        return {}
    table = _stream(objects[int(link[1])])
    pairs = re.findall(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", table)
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _stream(body: bytes) -> bytes:
    data = re.search(rb"(?s)stream\n(.*)\nendstream", body)
    assert data
    return zlib.decompress(data[1]) if b"/FlateDecode" in body else data[1]


def _text(content: bytes, maps: dict[bytes, dict[int, str]]) -> str:
    text, font = "", {}
    for name, shown in re.findall(rb"/(\S+) [\d.\-]+ Tf|((?:\[.*?\]|<[0-9a-fA-F]*>) ?T[jJ])", content):
        if name:
            font = maps.get(name, {})
            continue
        for part in re.findall(rb"<([0-9a-fA-F]+)>", shown):
            glyphs = [int(part[at : at + 4], 16) for at in range(0, len(part), 4)]
            text += "".join(font.get(glyph, "\ufffd") for glyph in glyphs)
        text += "\n"
    return text


def _bare(text: str) -> str:
    return "".join(text.split())

"""Forms of pages as a browser sends them, made from the blocks themselves, so that new ones are met too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

Sent = dict[str, str]
#: What is sent for a block that is no group of others.
Leaf = Callable[[blocks.Block], str]


def letter(text: str = "Words", **entity: Any) -> str:
    """What the editor of formatted text sends; with a link where `entity` is its data."""
    ranges = [{"offset": 0, "length": len(text), "key": 0}] if entity else []
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [],
             "entityRanges": ranges}  # fmt: skip
    entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": entity}} if entity else {}
    return json.dumps({"blocks": [block], "entityMap": entities})


def plain(block: blocks.Block) -> str:
    """Something harmless that fits: nothing chosen, the default where there is one."""
    if isinstance(block, blocks.RichTextBlock):
        return letter()
    if isinstance(block, blocks.ChooserBlock):
        return ""
    default = block.get_default()
    return "Words" if default in (None, "") and block.required else str(default or "")


def stream(block: Any, prefix: str, leaf: Leaf = plain, kinds: list[str] | None = None) -> Sent:
    """One section of each of `kinds`, or of every kind there is."""
    names = list(block.child_blocks) if kinds is None else kinds
    sent = {f"{prefix}-count": str(len(names))}
    for at, name in enumerate(names):
        part = f"{prefix}-{at}"
        sent |= {f"{part}-type": name, f"{part}-order": str(at), f"{part}-deleted": "", f"{part}-id": ""}
        sent |= dict(fields(block.child_blocks[name], f"{part}-value", leaf))
    return sent


def fields(block: Any, prefix: str, leaf: Leaf) -> Iterator[tuple[str, str]]:
    if isinstance(block, blocks.StreamBlock):
        yield from stream(block, prefix, leaf).items()
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from fields(child, f"{prefix}-{name}", leaf)
    elif isinstance(block, blocks.ListBlock):
        count = max(block.meta.min_num or 1, 1)
        yield f"{prefix}-count", str(count)
        for at in range(count):
            yield from ((f"{prefix}-{at}-order", str(at)), (f"{prefix}-{at}-deleted", ""))
            yield from fields(block.child_block, f"{prefix}-{at}-value", leaf)
    else:
        yield prefix, leaf(block)


def page_form(page: Page, leaf: Leaf = plain, kinds: list[str] | None = None, **changes: str) -> Sent:
    """The form of `page` with a section of each of `kinds` in each of its streams."""
    sent: Sent = {
        "title": page.title, "slug": page.slug, "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "published_on": "2026-11-28",
    }  # fmt: skip
    for field in streams_of(page):
        sent |= stream(field.stream_block, field.name, leaf, kinds)
    return sent | changes


def streams_of(page: Any) -> list[StreamField]:
    return [field for field in page._meta.get_fields() if isinstance(field, StreamField)]


def choosers(sent: Mapping[str, str], names: tuple[str, ...]) -> list[str]:
    return [name for name in sent if name.endswith(names)]

"""What a section type looks like, for the block picker: an example drawn by the theme that is worn."""

from __future__ import annotations

import re
from typing import Any

from django.utils import translation
from django.utils.safestring import mark_safe
from wagtail import blocks

_PICTURE = re.compile(r"<picture.*?</picture>", re.DOTALL)
_HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
EMPTY_FRAME = '<div class="frame"></div>'


class SectionBlock(blocks.StructBlock):
    """A section type. Its example has frames where pictures go, since it is about nobody's shop."""

    def get_preview_template(self, value: Any, context: Any = None) -> str:
        return "blocks/example.html"

    def get_preview_value(self) -> Any:
        return self.get_default()

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return {"html": example(self.name), **(parent_context or {})}


def example(kind: str) -> str:
    """A whole HTML page with nothing but the section. Empty for a kind without an example."""
    from themes.engine.contracts import HomeContext
    from themes.engine.fixtures import content, sections, shell, words
    from themes.engine.rendering import render_to_string  # the theme loads after models

    w = words.Words(translation.get_language() or "en")
    known = {section.type: section for section in (*content.sections(w), *sections.typical(w))}
    section = known.get(kind)
    if section is None:
        return ""
    context = HomeContext(shell=shell.shell(w, ""), title="", sections=(section,))
    html = _PICTURE.sub(EMPTY_FRAME, render_to_string("home.html", context))
    head, main = _HEAD.search(html), _MAIN.search(html)
    if head is None or main is None:
        return ""
    page = f"<!doctype html><html>{head.group()}<body class='home'>{main.group()}</body></html>"
    return mark_safe(page)  # drawn by the theme from our own examples

"""Descriptions as staff writes them: like a letter. HTML from elsewhere that the editor cannot keep whole
(tables, pictures, columns) stays HTML, so that opening and saving a product never costs a word of it."""

from __future__ import annotations

import json
import re
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.rich_text import expand_db_html

from commerce.backoffice.forms import TextField
from commerce.core.html import sanitize, to_text

FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "hr", "blockquote", "link"]
MAX_LENGTH = 100_000
EMPTY = "null"  # what the editor sends while it holds nothing
UNREADABLE = "\x00"
#: What Wagtail's converter raises on HTML or JSON it does not expect; it checks with assertions.
_CONFUSED = (AssertionError, AttributeError, KeyError, RecursionError, TypeError, ValueError)
_VOID = re.compile(r"<(br|hr|img)\b([^>]*?)/?>")
# Differences that no reader sees.
_SAME = (
    (re.compile(r"<(/?)strong>"), r"<\1b>"),
    (re.compile(r"<(/?)em>"), r"<\1i>"),
    (re.compile(r"<p>\s*</p>"), ""),
    (re.compile(r">\s+<"), "><"),
)


class LetterArea(DraftailRichTextArea):
    """Wagtail's editor, which sends what it holds as JSON; anything else that is sent is taken for HTML."""

    def __init__(self) -> None:
        super().__init__(features=FEATURES)

    def format_value(self, value: str | None) -> str:
        """`value` for the editor; words alone where its HTML is beyond the editor."""
        html = sanitize(value or "")
        try:
            return self.converter.from_database_format(_VOID.sub(r"<\1\2/>", html))
        except _CONFUSED:
            return self.converter.from_database_format(f"<p>{escape(to_text(html))}</p>")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        sent = data.get(name)
        if sent == EMPTY:
            return ""
        return self.html_of(sent) if sent and sent.lstrip().startswith("{") else sent

    def html_of(self, letter: str) -> str:
        """The HTML of what the editor sent, or UNREADABLE."""
        try:
            for block in json.loads(letter)["blocks"]:
                block["text"].strip()  # the converter takes what has no text for nothing, and says nothing
            return expand_db_html(self.converter.to_database_format(letter))
        except _CONFUSED:
            return UNREADABLE


class DescriptionField(forms.CharField):
    """Sanitized HTML; empty where nothing can be read. What was not touched stays `stored`, to the letter."""

    widget = LetterArea

    def __init__(self, stored: str = "", **options: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH, **options})
        self.stored = stored
        # The label points at the hidden field that travels; this names what one types into.
        area: Any = self.widget
        area.options["ariaLabel"] = str(self.label or "")

    def clean(self, value: Any) -> str:
        if value == UNREADABLE:
            raise forms.ValidationError(gettext("This text could not be read. Please write it again."))
        written = sanitize(super().clean(value))
        if is_same(written, self.stored):
            return self.stored
        return written if to_text(written) or "<hr" in written else ""


def description_field(stored: str, **options: Any) -> forms.Field:
    """The field for a description that reads `stored` so far."""
    if is_kept_by_editor(stored):
        return DescriptionField(stored, **options)
    note = _(
        "This text holds more than the editor can show, so here is its HTML. What is unsafe is taken out."
    )
    return TextField(max_length=MAX_LENGTH, rows=8, **{**options, "help_text": note})


def is_kept_by_editor(html: str) -> bool:
    """Whether the editor gives the text back as it was."""
    area = LetterArea()
    return is_same(area.html_of(area.format_value(html)), html)


def is_same(one: str, other: str) -> bool:
    """Whether two texts differ only in what no reader sees."""
    return _plain(one) == _plain(other)


def _plain(html: str) -> str:
    text = sanitize(html)
    for pattern, replacement in _SAME:
        text = pattern.sub(replacement, text)
    return text.strip()

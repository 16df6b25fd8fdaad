"""The one allow-list of HTML that people outside may bring in: product descriptions, rich text, imports."""

from __future__ import annotations

import html as entities
import re

import nh3

# fmt: off
TAGS = frozenset({
    "a", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em",
    "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre",
    "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u",
    "ul",
})
# fmt: on
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "col": {"span"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_SPACE = re.compile(r"\s+")
# What XML and PostgreSQL cannot hold, and halves of characters that cannot be written out.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

# A page has one h1 of its own: those of imported texts become h2.
_H1 = re.compile(r"(</?)h1(?=[\s>/])", re.IGNORECASE)


def sanitize(html: str) -> str:
    """`html` with allowed tags and attributes only; safe to put on a page as it is.

    Scripts, styles, classes, event handlers, frames and forms go; links to elsewhere get rel
    attributes that give nothing away. Doing it twice changes nothing.

    >>> sanitize('<p onclick="x()">Tea <script>steal()</script><a href="javascript:x">more</a></p>')
    '<p>Tea <a rel="noopener noreferrer nofollow">more</a></p>'
    """
    return nh3.clean(
        _H1.sub(r"\1h2", clean_text(html)),
        tags=set(TAGS),
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    ).strip()


def to_text(html: str) -> str:
    """What a reader sees of `html`, as one line of plain text.

    >>> to_text('<p>Green &amp; fresh</p><p>tea</p>')
    'Green & fresh tea'
    """
    spaced = re.sub(r"</?(?:p|br|li|div|h[1-6]|tr|td|th|dd|dt)\b", r" \g<0>", html, flags=re.IGNORECASE)
    bare = nh3.clean(clean_text(spaced), tags=set())
    return _SPACE.sub(" ", entities.unescape(bare)).strip()


def clean_text(text: str) -> str:
    """`text` without NUL, other control characters and lone surrogates, which no database stores.

    >>> clean_text('a\\x00b\\ud800c')
    'abc'
    """
    return _UNWRITABLE.sub("", text)

"""Letters as mails: the theme's HTML around them, and the same as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from markupsafe import Markup

from themes.engine.contracts import EmailContext, LinkData, ShopData
from themes.engine.rendering import render_to_string

from .types import Letter

_ROW = Markup(
    '<tr><td style="padding:6px 0;border-bottom:1px solid #e4dfd6">{}</td>'
    '<td style="padding:6px 0;border-bottom:1px solid #e4dfd6;text-align:right">{}</td></tr>'
)
_TABLE = Markup('<table role="presentation" width="100%" cellpadding="0" cellspacing="0">{}</table>')


def html(letter: Letter, shop: Mapping[str, str], language: str) -> str:
    """The letter in the theme's mail template. `shop` are the facts editors gave, with a name."""
    return render_to_string(
        "email/message.html",
        EmailContext(
            shop=ShopData(
                name=shop["name"],
                tagline=shop.get("tagline", ""),
                email=shop.get("email", ""),
                phone=shop.get("phone", ""),
            ),
            lang={"zh-hans": "zh-Hans"}.get(language, language),
            subject=letter.subject,
            heading=letter.heading,
            preheader=letter.preheader,
            body=_body(letter),
            action=LinkData(*letter.link) if letter.link else None,
            footer=shop.get("company", ""),
        ),
    )


def text(letter: Letter, shop: Mapping[str, str]) -> str:
    """The letter for readers of plain text."""
    parts = [letter.heading, *letter.paragraphs]
    if letter.rows:
        parts.append("\n".join(_line(*row) for row in letter.rows))
    parts += letter.closing
    if letter.link:
        parts.append(_line(*letter.link))
    parts.append(" · ".join(value for key in ("name", "email", "phone") if (value := shop.get(key, ""))))
    return "\n\n".join(parts) + "\n"


def _line(label: str, value: str) -> str:
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def _body(letter: Letter) -> Markup:
    """Everything is escaped by `format`; the tags are ours."""
    body = _paragraphs(letter.paragraphs)
    if letter.rows:
        rows = Markup().join(_ROW.format(label, value) for label, value in letter.rows)
        body += _TABLE.format(rows)
    return body + _paragraphs(letter.closing)


def _paragraphs(lines: Iterable[str]) -> Markup:
    return Markup().join(Markup("<p>{}</p>").format(line) for line in lines)

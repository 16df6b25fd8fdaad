"""Letters as mails: the theme's HTML around them, and the same as plain text."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from markupsafe import Markup

from themes.engine.contracts import EmailContext, LinkData, ShopData
from themes.engine.mails import render_mail

from .types import Letter


def html(letter: Letter, shop: Mapping[str, str], language: str) -> str:
    """The letter in the mail template of the theme that the shop wears now. `shop` are the facts editors
    gave, with a name."""
    return render_mail(
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
            # Everything is escaped by `format`; the tags are ours.
            body=Markup().join(Markup("<p>{}</p>").format(line) for line in letter.paragraphs),
            rows=letter.rows,
            total=letter.total,
            closing=letter.closing,
            action=LinkData(*letter.link) if letter.link else None,
            links=tuple(LinkData(*link) for link in letter.links),
            footer=shop.get("company", ""),
        )
    )


def text(letter: Letter, shop: Mapping[str, str]) -> str:
    """The letter for readers of plain text."""
    parts = [letter.heading, *letter.paragraphs]
    rows = [*letter.rows, *([letter.total] if letter.total else [])]
    if rows:
        parts.append("\n".join(_line(*row) for row in rows))
    parts += letter.closing
    parts += [_line(*link) for link in (letter.link, *letter.links) if link]
    parts.append(" · ".join(value for key in ("name", "email", "phone") if (value := shop.get(key, ""))))
    return "\n\n".join(parts) + "\n"


def _line(label: str, value: str) -> str:
    return _("%(label)s: %(value)s") % {"label": label, "value": value}

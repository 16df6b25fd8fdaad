"""What an editor should know about a stack of sections before shoppers see it. It forbids nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from commerce.backoffice.products.names import product_names
from commerce.channels.errors import NoChannel
from commerce.channels.queries import default_channel
from commerce.core import clock
from commerce.core.context import CommerceContext

from .gathering import Gathered, gather
from .sections import BUILDERS
from .stored import PICTURES, Stored, chosen, items, stored


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence for the editor; `block` is the id of the section it is about, empty for the whole page."""

    text: str
    section: str = ""
    block: str = ""


def findings(page: Page, stream: Any) -> list[Finding]:
    """What is missing, broken or not for sale on the page as it was last saved. A fixed number of queries."""
    found = [] if page.search_description else [Finding(_("There is no description for search engines."))]
    sections = [section for section in stored(stream) if section.kind in BUILDERS]
    ctx = _context(page)
    if sections and ctx is not None:
        found += _Checker(stream, sections, ctx).all()
    return found


def _context(page: Page) -> CommerceContext | None:
    try:
        channel = default_channel()
    except NoChannel:
        return None
    return CommerceContext(clock.now(), channel, page.locale.language_code, channel.currency)


class _Checker:
    def __init__(self, stream: Any, sections: list[Stored], ctx: CommerceContext) -> None:
        self.blocks = stream.stream_block.child_blocks
        self.sections = sections
        self.gathered: Gathered = gather(sections, ctx)
        wanted = chosen([section.value for section in sections])
        self.images = get_image_model().objects.in_bulk(wanted.images)
        self.names = product_names(sorted(wanted.products), ctx.language) if wanted.products else {}

    def all(self) -> Iterator[Finding]:
        for section in self.sections:
            label = str(self.blocks[section.kind].label)
            heading = section.value.get("heading") or section.value.get("label")
            name = f"{label}: {heading}" if heading else label
            for text in dict.fromkeys(self._of(section)):
                yield Finding(text, name, section.id.removeprefix("s-"))

    def _of(self, section: Stored) -> Iterator[str]:
        yield from self._gone(section.value)
        for part in _parts(section.value):
            yield from self._picture(part)
            yield from self._link(part)
        if BUILDERS[section.kind](section, self.gathered) is None or _is_blank(section):
            yield _("There is nothing to show: shoppers do not see this section.")

    def _gone(self, value: Mapping[str, Any]) -> Iterator[str]:
        wanted = chosen(value)
        if wanted.images - self.images.keys():
            yield _("A picture that was chosen does not exist any more.")
        if wanted.documents - self.gathered.documents.keys():
            yield _("A file that was chosen does not exist any more.")
        if wanted.pages - self.gathered.pages.keys():
            yield _("A link leads to a page that is not published or does not exist any more.")
        if wanted.categories - self.gathered.categories.keys():
            yield _("A category that was chosen is hidden or does not exist any more.")
        for number in sorted(wanted.products - self.gathered.cards.keys()):
            if number in self.names:
                yield _("“{product}” is not on sale: shoppers do not see it.").format(
                    product=self.names[number]
                )
            else:
                yield _("A product that was chosen does not exist any more.")

    def _picture(self, part: Mapping[str, Any]) -> Iterator[str]:
        for name in PICTURES:
            image = self.images.get(part.get(name) or 0)
            if image is not None and not part.get(f"{name}_alt") and not image.description:
                yield _("A picture says nothing to those who cannot see it: put it in words.")

    def _link(self, part: Mapping[str, Any]) -> Iterator[str]:
        if "url" not in part or not part.get("label"):
            return
        if not any(part.get(name) for name in ("page", "category", "product", "url")):
            yield _("The link “{label}” leads nowhere.").format(label=part["label"])


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every group of fields inside a section, itself first."""
    if isinstance(value, Mapping):
        yield value
        for each in value.values():
            yield from _parts(each)
    elif isinstance(value, list):
        for each in items(value):
            yield from _parts(each)


def _is_blank(section: Stored) -> bool:
    """Formatted text without any."""
    text = section.value.get("text")
    return section.kind == "rich_text" and not (text or "").replace("<p></p>", "").strip()

"""What an editor should know about a stack of sections before shoppers see it. It forbids nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from commerce.backoffice.products.names import product_names
from commerce.channels.errors import NoChannel
from commerce.channels.queries import default_channel
from commerce.core import clock
from commerce.core.context import CommerceContext

from .blocks import SectionsBlock
from .gathering import Gathered, gather
from .sections import BUILDERS
from .stored import PICTURES, Stored, chosen, items, stored

#: What findings are about, for those who look for one kind only.
DESCRIPTION, PICTURE, LINK = "description", "picture", "link"
PRODUCT, GONE, EMPTY = "product", "gone", "empty"
#: (kind, text)
Told = tuple[str, str]
_TYPES = SectionsBlock().child_blocks


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence for the editor; `block` is the id of the section it is about, empty for the whole page."""

    kind: str
    text: str
    section: str = ""
    block: str = ""


def findings(page: Page, *streams: Any) -> list[Finding]:
    """What is missing, broken or not for sale on the page as it was last saved. A fixed number of queries."""
    return findings_of({page: streams}, page.locale.language_code)[page]


def findings_of(stacks: Mapping[Page, Iterable[Any]], language: str) -> dict[Page, list[Finding]]:
    """`findings` of pages in one language with their streams; as many queries for many as for one."""
    sections = {page: _sections(streams) for page, streams in stacks.items()}
    every = list(chain.from_iterable(sections.values()))
    ctx = context_of_editors(language) if every else None
    checker = _Checker(every, ctx) if ctx is not None else None
    found = {}
    for page, own in sections.items():
        missing = [] if page.search_description else [
            Finding(DESCRIPTION, _("There is no description for search engines."))
        ]  # fmt: skip
        found[page] = [*missing, *(checker.of(own) if checker else ())]
    return found


def _sections(streams: Iterable[Any]) -> list[Stored]:
    return [section for stream in streams for section in stored(stream) if section.kind in BUILDERS]


def context_of_editors(language: str) -> CommerceContext | None:
    """What a shopper of the default channel would see now; None in a shop without channel."""
    try:
        channel = default_channel()
    except NoChannel:
        return None
    return CommerceContext(clock.now(), channel, language, channel.currency)


class _Checker:
    """Reads what all of `sections` have chosen, and then judges them one by one."""

    def __init__(self, sections: list[Stored], ctx: CommerceContext) -> None:
        self.gathered: Gathered = gather(sections, ctx)
        wanted = chosen([section.value for section in sections])
        self.images = get_image_model().objects.in_bulk(wanted.images)
        self.names = product_names(sorted(wanted.products), ctx.language) if wanted.products else {}

    def of(self, sections: Iterable[Stored]) -> Iterator[Finding]:
        for section in sections:
            label = str(_TYPES[section.kind].label)
            heading = section.value.get("heading") or section.value.get("label")
            name = f"{label}: {heading}" if heading else label
            for kind, text in dict.fromkeys(self._of(section)):
                yield Finding(kind, text, name, section.id.removeprefix("s-"))

    def _of(self, section: Stored) -> Iterator[Told]:
        yield from self._gone(section.value)
        for part in _parts(section.value):
            yield from self._picture(part)
            yield from self._link(part)
        if BUILDERS[section.kind](section, self.gathered) is None or _is_blank(section):
            yield EMPTY, _("There is nothing to show: shoppers do not see this section.")

    def _gone(self, value: Mapping[str, Any]) -> Iterator[Told]:
        wanted = chosen(value)
        if wanted.images - self.images.keys():
            yield GONE, _("A picture that was chosen does not exist any more.")
        if wanted.documents - self.gathered.documents.keys():
            yield GONE, _("A file that was chosen does not exist any more.")
        if wanted.pages - self.gathered.pages.keys():
            yield LINK, _("A link leads to a page that is not published or does not exist any more.")
        if wanted.categories - self.gathered.categories.keys():
            yield LINK, _("A category that was chosen is hidden or does not exist any more.")
        for number in sorted(wanted.products - self.gathered.cards.keys()):
            if number in self.names:
                said = _("“{product}” is not on sale: shoppers do not see it.")
                yield PRODUCT, said.format(product=self.names[number])
            else:
                yield PRODUCT, _("A product that was chosen does not exist any more.")

    def _picture(self, part: Mapping[str, Any]) -> Iterator[Told]:
        for name in PICTURES:
            image = self.images.get(part.get(name) or 0)
            if image is not None and not part.get(f"{name}_alt") and not image.description:
                yield PICTURE, _("A picture says nothing to those who cannot see it: put it in words.")

    def _link(self, part: Mapping[str, Any]) -> Iterator[Told]:
        if "url" not in part or not part.get("label"):
            return
        if not any(part.get(name) for name in ("page", "category", "product", "url")):
            yield LINK, _("The link “{label}” leads nowhere.").format(label=part["label"])


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

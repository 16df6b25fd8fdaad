"""What the editors' side answers to commerce. One batched call per kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Site

from cms.navigation.queries import menu
from cms.products.landings import landings
from cms.products.models import ProductPage
from commerce.core.compiled import Compiled
from commerce.core.context import CommerceContext
from commerce.core.editorial import Landing, MenuEntry, Overlay
from commerce.core.i18n import fallbacks
from commerce.core.kept import Kept

from .models import ShopFacts, StandardPage

WORDED = ("name", "tagline", "announcement", "company", "address", "hours")
PLAIN = (
    "announcement_url", "email", "phone", "vat", "icp", "icp_url", "public_security",
    "public_security_url", "licence_url",
)  # fmt: skip

#: What else may speak above every page, the last one first: its text and address, as in `shop_facts`.
announcers: list[Callable[[CommerceContext], Mapping[str, str]]] = []


class Editors:
    """The EditorialSource of a shop with Wagtail."""

    def overlays(self, product_ids: Iterable[int], context: CommerceContext) -> Mapping[int, Overlay]:
        from cms.blocks import sections  # views and theme load after apps

        field = ProductPage._meta.get_field("story")
        return {
            product_id: Overlay(
                page,
                revision,
                sections.build(field.to_python(story), context, opens_page=False),
                title,
                words,
            )
            for product_id, page, revision, story, title, words in _read_overlays(
                list(product_ids), context.language
            )
        }

    def revision_ids(self, product_ids: Iterable[int], context: CommerceContext) -> Mapping[int, int]:
        found = _read_revisions(list(product_ids), context.language)
        return {product_id: revision_id for product_id, revision_id in found if revision_id}

    def policy_revisions(self, context: CommerceContext) -> Mapping[str, int]:
        found = {page.policy: page.live_revision_id for page in _standing(context) if page.policy}
        return {policy: revision_id for policy, revision_id in found.items() if revision_id}

    def policy_links(self, context: CommerceContext) -> Mapping[str, tuple[str, str]]:
        return {page.policy: (page.title, page.url or "") for page in _standing(context) if page.policy}

    def menu(self, code: str, context: CommerceContext) -> tuple[MenuEntry, ...]:
        return menu(code, context)

    def menu_pages(self, context: CommerceContext) -> tuple[tuple[str, str], ...]:
        return tuple((page.title, page.url or "") for page in _standing(context) if page.show_in_menus)

    def category_landing(self, category_id: int, context: CommerceContext) -> Landing:
        from cms.blocks import sections  # views and theme load after apps

        stored = landings().get((category_id, context.language))
        if stored is None:
            return Landing()
        above, below = stored
        built = sections.build_stored([*above, *below], context, opens_page=False)
        first = {section.id for section in above}
        return Landing(
            tuple(section for section in built if section.id in first),
            tuple(section for section in built if section.id not in first),
        )

    def shop_facts(self, context: CommerceContext) -> Mapping[str, str]:
        texts = _standing_facts(presentation().facts, context)
        said = (announce(context) for announce in reversed(announcers))
        if announcement := next((each for each in said if each), None):
            texts |= {"announcement_url": "", **announcement}
        return {name: text for name, text in texts.items() if text}


@dataclass(frozen=True, slots=True)
class Presentation:
    """What surrounds every page: the shop's facts, and the live pages that are policies or in the menu."""

    facts: ShopFacts | None
    pages: tuple[StandardPage, ...]


def _read() -> Presentation:
    """Two or three queries; neither texts nor sections of the pages."""
    site = Site.objects.filter(is_default_site=True).first()
    pages = StandardPage.objects.live().filter(~Q(policy="") | Q(show_in_menus=True))
    return Presentation(
        facts=ShopFacts.for_site(site) if site else None,
        pages=tuple(pages.select_related("locale").defer("sections", "intro").order_by("path")),
    )


#: Every page needs it. Forgotten by `handlers` when an editor changes any of it.
presentation = Kept("home.presentation", _read)


def _standing_facts(facts: ShopFacts | None, context: CommerceContext) -> dict[str, str]:
    """What editors said once and for all."""
    if facts is None:
        return {}
    texts = {name: str(getattr(facts, name)) for name in PLAIN}
    for name in WORDED:
        suffixes = (language.replace("-", "_") for language in fallbacks(context.language))
        words = (getattr(facts, f"{name}_{suffix}", "") for suffix in suffixes)
        texts[name] = next((text for text in words if text), "")
    return texts


def _standing(context: CommerceContext) -> list[StandardPage]:
    """The pages in the context's language; what is not translated counts as not given there."""
    return [page for page in presentation().pages if page.locale.language_code == context.language]


def _live(product_ids: list[int], language: str):  # type: ignore[no-untyped-def]
    return ProductPage.objects.live().filter(product__in=product_ids, locale__language_code=language)


_read_overlays = Compiled(
    lambda product_ids, language: _live(product_ids, language).values_list(
        "product_id", "pk", "live_revision_id", "story", "seo_title", "search_description"
    )
)
_read_revisions = Compiled(
    lambda product_ids, language: _live(product_ids, language).values_list("product_id", "live_revision_id")
)

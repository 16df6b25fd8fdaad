"""What the editors' side answers to commerce. One batched call per kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wagtail.models import Locale, Site

from cms.products.models import ProductPage
from commerce.core.context import CommerceContext
from commerce.core.editorial import Overlay
from commerce.core.i18n import fallbacks

from .models import ShopFacts, StandardPage

WORDED = ("name", "tagline", "announcement", "company", "address", "hours")
PLAIN = (
    "announcement_url", "email", "phone", "vat", "icp", "icp_url", "public_security",
    "public_security_url", "licence_url",
)  # fmt: skip


class Editors:
    """The EditorialSource of a shop with Wagtail."""

    def overlays(self, product_ids: Iterable[int], context: CommerceContext) -> Mapping[int, Overlay]:
        from cms.blocks import sections  # views and theme load after apps

        pages = _live(product_ids, context)
        return {
            page.product_id: Overlay(
                page_id=page.pk,
                revision_id=page.live_revision_id,
                sections=sections.build(page.story, context),
                seo_title=page.seo_title,
                seo_description=page.search_description,
            )
            for page in pages
        }

    def revision_ids(self, product_ids: Iterable[int], context: CommerceContext) -> Mapping[int, int]:
        found = _live(product_ids, context).values_list("product_id", "live_revision_id")
        return {product_id: revision_id for product_id, revision_id in found if revision_id}

    def policy_revisions(self, context: CommerceContext) -> Mapping[str, int]:
        found = _policies(context).values_list("policy", "live_revision_id")
        return {policy: revision_id for policy, revision_id in found if revision_id}

    def policy_links(self, context: CommerceContext) -> Mapping[str, tuple[str, str]]:
        return {page.policy: (page.title, page.url or "") for page in _policies(context)}

    def menu(self, code: str, context: CommerceContext) -> tuple[tuple[str, str], ...]:
        if code != "footer":
            return ()
        pages = (
            StandardPage.objects.live().filter(show_in_menus=True, locale=_locale(context)).order_by("path")
        )
        return tuple((page.title, page.url or "") for page in pages)

    def shop_facts(self, context: CommerceContext) -> Mapping[str, str]:
        site = Site.objects.filter(is_default_site=True).first()
        facts = ShopFacts.for_site(site) if site else None
        if facts is None:
            return {}
        texts = {name: getattr(facts, name) for name in PLAIN}
        for name in WORDED:
            suffixes = (language.replace("-", "_") for language in fallbacks(context.language))
            words = (getattr(facts, f"{name}_{suffix}", "") for suffix in suffixes)
            texts[name] = next((text for text in words if text), "")
        return {name: text for name, text in texts.items() if text}


def _locale(context: CommerceContext) -> Locale | None:
    return Locale.objects.filter(language_code=context.language).first()


def _live(product_ids: Iterable[int], context: CommerceContext):  # type: ignore[no-untyped-def]
    return ProductPage.objects.live().filter(
        product__in=list(product_ids), locale__language_code=context.language
    )


def _policies(context: CommerceContext):  # type: ignore[no-untyped-def]
    """Policies in force in the context's language; what is not translated counts as not given there."""
    return StandardPage.objects.live().exclude(policy="").filter(locale__language_code=context.language)

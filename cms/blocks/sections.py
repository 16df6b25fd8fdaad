"""From stored blocks to theme sections. A fixed number of statements, whatever the number of blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext

from commerce.core import editorial
from commerce.core.context import CommerceContext
from commerce.core.html import to_text
from commerce.storefront.meta import html_lang
from commerce.storefront.paths import category_path
from themes.engine.contracts import (
    ArticleCard,
    ArticlesSection,
    BannerSection,
    CarouselSection,
    CategoryTile,
    CategoryTilesSection,
    CountdownSection,
    FaqSection,
    HeroSection,
    ImageData,
    ImageTextSection,
    LinkData,
    LookbookPicture,
    LookbookSection,
    NewsletterSection,
    ProductRailSection,
    Question,
    RichTextSection,
    SectionData,
    Slide,
    TrustBadge,
    TrustBadgesSection,
    VideoSection,
)

from .gathering import Gathered, gather, is_by_rule, rail_of
from .news import News
from .pictures import CAPTIONS, FILMS
from .stored import Stored, items, stored

MINUTES_A_DAY = 24 * 60


def build(stream: Any, ctx: CommerceContext, *, opens_page: bool = True) -> tuple[SectionData, ...]:
    """The sections of a StreamField value as the theme contract has them, in order. Where they do not open
    the page, it has its heading and its first picture already.

    What has nothing to show is left out: a row without live products, tiles of hidden categories, a countdown
    that is over. Chosen things that are gone are left out of their section.
    """
    return build_stored(stored(stream), ctx, opens_page=opens_page)


def build_stored(
    sections: Iterable[Stored], ctx: CommerceContext, *, opens_page: bool = True
) -> tuple[SectionData, ...]:
    """As `build`, of sections read before."""
    found = [section for section in sections if section.kind in BUILDERS]
    if not found:
        return ()
    gathered = gather(found, ctx)
    gathered.opens_page = opens_page
    built = (BUILDERS[section.kind](section, gathered) for section in found)
    return tuple(section for section in built if section is not None)


def structured(sections: Iterable[SectionData]) -> tuple[dict[str, object], ...]:
    """schema.org's FAQPage of all questions on the page; nothing where none are asked."""
    asked = (section.questions for section in sections if isinstance(section, FaqSection))
    questions = [question for each in asked for question in each]
    if not questions:
        return ()
    entities = [
        {
            "@type": "Question",
            "name": question.text,
            "acceptedAnswer": {"@type": "Answer", "text": to_text(str(question.answer))},
        }
        for question in questions
    ]
    return ({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entities},)


def _hero(section: Stored, gathered: Gathered) -> SectionData:
    value = section.value
    links = (gathered.link(link) for link in items(value.get("links")))
    return HeroSection(
        type="hero",
        id=section.id,
        heading=value["heading"],
        text=value.get("text") or "",
        eyebrow=value.get("eyebrow") or "",
        image=gathered.picture("hero", value.get("image"), value.get("image_alt") or ""),
        links=tuple(link for link in links if link is not None),
        layout=value.get("layout") or "split",
        is_first=section.at == 0 and gathered.opens_page,
    )


def _carousel(section: Stored, gathered: Gathered) -> SectionData | None:
    slides = tuple(
        Slide(
            heading=slide["heading"],
            text=slide.get("text") or "",
            image=gathered.picture("hero", slide.get("image"), slide.get("image_alt") or ""),
            link=gathered.link(slide.get("link")),
        )
        for slide in items(section.value.get("slides"))
    )
    if not slides:
        return None
    label = section.value["label"]
    return CarouselSection(
        type="carousel",
        id=section.id,
        label=label,
        slides=slides,
        is_first=section.at == 0 and gathered.opens_page,
    )


def _lookbook(section: Stored, gathered: Gathered) -> SectionData | None:
    pictures = []
    for each in items(section.value.get("pictures")):
        image = gathered.picture("half", each.get("image"), each.get("image_alt") or "")
        if image is not None:
            cards = [gathered.cards[id_] for id_ in items(each.get("products")) if id_ in gathered.cards]
            goods = tuple(LinkData(card.title, card.url) for card in cards)
            pictures.append(LookbookPicture(image, each.get("caption") or "", goods))
    if not pictures:
        return None
    return LookbookSection(
        type="lookbook",
        id=section.id,
        pictures=tuple(pictures),
        heading=section.value.get("heading") or "",
    )


def _banner(section: Stored, gathered: Gathered) -> SectionData:
    value = section.value
    return BannerSection(
        type="banner",
        id=section.id,
        heading=value["heading"],
        text=value.get("text") or "",
        image=gathered.picture("hero", value.get("image"), value.get("image_alt") or ""),
        link=gathered.link(value.get("link")),
    )


def _image_text(section: Stored, gathered: Gathered) -> SectionData:
    value = section.value
    return ImageTextSection(
        type="image_text",
        id=section.id,
        heading=value["heading"],
        html=gathered.html(value["text"]),
        image=gathered.picture("half", value.get("image"), value.get("image_alt") or ""),
        link=gathered.link(value.get("link")),
        side=value.get("side") or "start",
    )


def _video(section: Stored, gathered: Gathered) -> SectionData | None:
    value = section.value
    film = gathered.documents.get(value.get("film") or 0)
    captions = gathered.documents.get(value.get("captions") or 0)
    mime = FILMS.get(film.file_extension, "") if film is not None else ""
    url = "" if mime else value.get("url") or ""
    if not mime and not url:
        return None
    has_captions = captions is not None and captions.file_extension == CAPTIONS
    return VideoSection(
        type="video",
        id=section.id,
        heading=value.get("heading") or "",
        text=value.get("text") or "",
        poster=gathered.picture("half", value.get("poster"), value.get("poster_alt") or ""),
        src=film.file.url if film is not None and mime else "",
        mime=mime,
        captions=captions.file.url if captions is not None and has_captions else "",
        captions_lang=html_lang(gathered.ctx.language) if has_captions else "",
        url=url,
        host=(urlsplit(url).hostname or "").removeprefix("www."),
    )


def _rail(section: Stored, gathered: Gathered) -> SectionData | None:
    value = section.value
    ids = gathered.rails[rail_of(section)] if is_by_rule(section) else items(value.get("products"))
    live = [gathered.cards[number] for number in ids if number in gathered.cards]
    shown = tuple(live[: value.get("limit") or len(live)])
    if not shown:
        return None
    return ProductRailSection(
        type="product_rail",
        id=section.id,
        heading=value["heading"],
        cards=shown,
        text=value.get("text") or "",
        link=gathered.link(value.get("link")),
    )


def _tiles(section: Stored, gathered: Gathered) -> SectionData | None:
    refs = [gathered.categories.get(number) for number in items(section.value.get("categories"))]
    tiles = tuple(
        CategoryTile(
            ref.name,
            category_path(ref.slug, ref.public_id, gathered.ctx.language),
            gathered.decoration("tile", gathered.category_images.get(ref.id)),
        )
        for ref in refs
        if ref is not None
    )
    if not tiles:
        return None
    return CategoryTilesSection(
        type="category_tiles", id=section.id, heading=section.value["heading"], tiles=tiles
    )


def _countdown(section: Stored, gathered: Gathered) -> SectionData | None:
    value, now = section.value, gathered.ctx.now
    ends_at = parse_datetime(str(value.get("ends_at") or ""))
    over_text = value.get("over_text") or ""
    if ends_at is not None and is_naive(ends_at):
        ends_at = make_aware(ends_at)
    if ends_at is None or (ends_at <= now and not over_text):
        return None
    left = max(int((ends_at - now).total_seconds()), 0) // 60
    return CountdownSection(
        type="countdown",
        id=section.id,
        heading=value["heading"],
        ends_at=ends_at,
        now=now,
        text=value.get("text") or "",
        days=left // MINUTES_A_DAY,
        hours=left % MINUTES_A_DAY // 60,
        minutes=left % 60,
        is_over=ends_at <= now,
        over_text=over_text,
        link=gathered.link(value.get("link")),
    )


def _rich_text(section: Stored, gathered: Gathered) -> SectionData:
    return RichTextSection(
        type="rich_text",
        id=section.id,
        html=gathered.html(section.value["text"]),
        heading=section.value.get("heading") or "",
    )


def _faq(section: Stored, gathered: Gathered) -> SectionData | None:
    questions = tuple(
        Question(each["question"], gathered.html(each["answer"]))
        for each in items(section.value.get("questions"))
    )
    if not questions:
        return None
    heading = section.value.get("heading") or ""
    return FaqSection(type="faq", id=section.id, questions=questions, heading=heading)


def _articles(section: Stored, gathered: Gathered) -> SectionData | None:
    shown = gathered.news[: section.value.get("limit") or len(gathered.news)]
    if not shown:
        return None
    return ArticlesSection(
        type="articles",
        id=section.id,
        heading=section.value["heading"],
        articles=article_cards(shown, gathered.pictures.get("half", {})),
        link=gathered.link(section.value.get("link")),
    )


def article_cards(news: Iterable[News], pictures: Mapping[int, ImageData]) -> tuple[ArticleCard, ...]:
    """Articles as themes list them; a picture stands beside its title and adds nothing to read out."""
    return tuple(
        ArticleCard(
            title=each.title,
            url=each.url,
            published_on=each.published_on,
            intro=each.intro,
            author=each.author,
            image=replace(pictures[each.image_id], alt=each.image_alt)
            if each.image_id and each.image_id in pictures
            else None,
        )
        for each in news
    )


def _newsletter(section: Stored, gathered: Gathered) -> SectionData:
    with translation.override(gathered.ctx.language):
        action = reverse("newsletter:ask")
        consent = gettext("Send me the letter by e-mail. I can unsubscribe at any time.")
    return NewsletterSection(
        type="newsletter",
        id=section.id,
        heading=section.value["heading"],
        action=action,
        consent=consent,
        text=section.value.get("text") or "",
        privacy_url=editorial.source().policy_links(gathered.ctx).get("privacy", ("", ""))[1],
    )


def _badges(section: Stored, gathered: Gathered) -> SectionData | None:
    badges = tuple(
        TrustBadge(each.get("icon") or "truck", each["title"], each.get("text") or "")
        for each in items(section.value.get("badges"))
    )
    if not badges:
        return None
    heading = section.value.get("heading") or ""
    return TrustBadgesSection(type="trust_badges", id=section.id, badges=badges, heading=heading)


BUILDERS: dict[str, Callable[[Stored, Gathered], SectionData | None]] = {
    "hero": _hero,
    "carousel": _carousel,
    "lookbook": _lookbook,
    "banner": _banner,
    "image_text": _image_text,
    "video": _video,
    "product_rail": _rail,
    "category_tiles": _tiles,
    "countdown": _countdown,
    "rich_text": _rich_text,
    "faq": _faq,
    "articles": _articles,
    "newsletter": _newsletter,
    "trust_badges": _badges,
}

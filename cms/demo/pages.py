"""The sample shop's pages in both languages: front doors, about us, policies, and who runs the shop."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from cms.home.models import HomePage, ShopFacts, StandardPage

from .goods import SALE_DAYS, Stocked
from .journal import write_journal

WORDS = Path(__file__).parent / "words.toml"
LANGUAGES = ("zh-hans", "en")
SLIDES = ("linen-shirt", "bamboo-tea-tray", "bud-vase")
TILES = ("tea-and-table", "home", "wear", "bags")


def write_pages(stocked: Stocked) -> None:
    """Fill the front doors that the migrations made, and add the standard pages below them. Publishes all."""
    words = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    site = Site.objects.get(is_default_site=True)
    ShopFacts.objects.update_or_create(site=site, defaults=words["facts"])
    homes = {language: HomePage.objects.get(locale__language_code=language) for language in LANGUAGES}
    about: dict[str, Page] = {}
    for page in words["pages"]:
        made = _translated(page, homes)
        if page["slug"] == "about":
            about = made
    journals = write_journal(words["journal"], homes, stocked)
    for language, home in homes.items():
        text = words["home"][language]
        home.title, home.seo_title = text["title"], text["title"]
        home.search_description = text["description"]
        home.sections = stream(home, _front(text, stocked, about[language].pk, journals[language].pk))
        home.save_revision().publish()


def _translated(page: Mapping[str, Any], homes: Mapping[str, HomePage]) -> dict[str, Page]:
    """The page below each front door, one translation of the other."""
    made: dict[str, Page] = {}
    for language, home in homes.items():
        text = page[language]
        new = StandardPage(
            title=text["title"], slug=page["slug"], intro=text["intro"], search_description=text["intro"],
            policy=page.get("policy", ""), locale=home.locale, show_in_menus=True,
        )  # fmt: skip
        if made:
            new.translation_key = made[LANGUAGES[0]].translation_key
        new.sections = stream(new, [("rich_text", {"heading": "", "text": text["text"]})])
        made[language] = home.add_child(instance=new)
        new.save_revision().publish()
    return made


def _front(
    text: Mapping[str, Any], stocked: Stocked, about_id: int, journal_id: int
) -> list[tuple[str, dict[str, Any]]]:
    eyebrow, heading, words, action, hero_alt = text["hero"]
    story, story_words, story_action, story_alt = text["story"]
    newest, newest_words = text["rail"]
    ends, ends_words, ends_over = text["countdown"]
    news, all_news = text["news"]
    letter, letter_words = text["letter"]
    pot, vase = stocked.images["jingdezhen-celadon-teapot"][0], stocked.images["bud-vase"][0]
    teaware = stocked.categories["teaware"]
    return [
        ("hero", {
            "eyebrow": eyebrow, "heading": heading, "text": words, "image": pot, "image_alt": hero_alt,
            "links": [_item(link(action, category=teaware))], "layout": "split",
        }),
        ("product_rail", {
            "heading": newest, "text": newest_words, "products": [], "rule": "newest", "category": None,
            "limit": 8, "link": link(""),
        }),
        ("category_tiles", {
            "heading": text["tiles"], "categories": [_item(stocked.categories[slug]) for slug in TILES],
        }),
        ("countdown", {
            "heading": ends, "text": ends_words, "over_text": ends_over,
            "link": link(action, category=teaware),
            "ends_at": (timezone.now() + timedelta(days=SALE_DAYS)).isoformat(),
        }),
        ("product_rail", {
            "heading": text["sale"], "text": "", "products": [], "rule": "promotion", "category": None,
            "limit": 8, "link": link(""),
        }),
        ("carousel", {"label": text["week"], "slides": [
            _item({
                "heading": slide, "text": line, "image": stocked.images[handle][0], "image_alt": alt,
                "link": link(""),
            })
            for handle, (slide, line, alt) in zip(SLIDES, text["slides"], strict=True)
        ]}),
        ("image_text", {
            "heading": story, "text": story_words, "image": vase, "image_alt": story_alt, "side": "end",
            "link": link(story_action, page=about_id),
        }),
        ("trust_badges", {"heading": "", "badges": [
            _item({"icon": icon, "title": title, "text": line}) for icon, title, line in text["promises"]
        ]}),
        ("articles", {"heading": news, "limit": 3, "link": link(all_news, page=journal_id)}),
        ("faq", {"heading": text["questions"], "questions": [
            _item({"question": question, "answer": answer}) for question, answer in text["faq"]
        ]}),
        ("newsletter", {"heading": letter, "text": letter_words}),
    ]  # fmt: skip


def link(label: str, *, page: int | None = None, category: int | None = None) -> dict[str, Any]:
    return {"label": label, "page": page, "category": category, "url": ""}


def _item(value: Any) -> dict[str, Any]:
    """A list item as it is stored; without an id Wagtail takes the whole for an old bare value."""
    return {"type": "item", "id": str(uuid.uuid4()), "value": value}


def stream(page: Any, blocks: list[tuple[str, dict[str, Any]]], field: str = "sections") -> Any:
    """Blocks in their stored form, where choosers hold ids."""
    block = page._meta.get_field(field).stream_block
    return block.to_python([{"type": kind, "value": value} for kind, value in blocks])

"""What makes the mall another house, and what it keeps to all the same."""

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.themes.drawn import FIXTURES, html_of, soup_of
from themes.engine import discovery
from themes.engine.check import check_wearable
from themes.engine.contracts import ListingContext
from themes.engine.rendering import draw

THEME = Path("themes/mall")
BOTH = pytest.mark.parametrize("language", ["zh-hans", "en"])


def soup(language: str, name: str):  # type: ignore[no-untyped-def]
    return soup_of(language, name, "mall")


def test_it_may_be_worn_in_its_own_colors_and_in_red() -> None:
    assert check_wearable("mall") == check_wearable("mall", "red") == ()
    assert discovery.get("mall").presets["red"].name["zh-Hans"] == "大促红"


def test_its_sheets_stay_within_the_budget_and_come_from_here() -> None:
    sheets = sorted((THEME / "assets").glob("*.css"))
    weight = sum(len(gzip.compress(sheet.read_bytes(), 9)) for sheet in sheets)
    assert weight <= discovery.get("mall").manifest.budgets.css_kb * 1024
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    assert "@import" not in text and "url(" not in text and "@font-face" not in text
    assert "prefers-reduced-motion" in text and ":focus-visible" in text


@pytest.mark.parametrize("name", ["home-typical", "listing-typical", "product-typical", "cart-typical"])
def test_its_html_stays_within_the_budget(name: str) -> None:
    assert len(gzip.compress(html_of("zh-hans", name, "mall").encode(), 9)) <= 15 * 1024


def test_every_icon_that_is_asked_for_is_in_its_sprite() -> None:
    names = set(re.findall(r'<symbol id="([^"]+)"', (THEME / "assets/icons.svg").read_text()))
    for language, fixture in FIXTURES:
        asked = {use["href"].partition("#")[2] for use in soup(language, fixture.name).find_all("use")}
        assert asked <= names, fixture.name


@BOTH
def test_home_is_built_of_floors_below_a_front(language: str) -> None:
    page = soup(language, "home-typical")
    assert page.select_one(".front .front-menu a") and page.select_one(".front .hero h1")
    floors = page.select(".floors > .floor")
    assert floors and all(floor.select(".floor-goods .card") for floor in floors)
    assert len(page.select("h1")) == 1


@BOTH
def test_phones_have_four_places_at_the_lower_edge_and_need_no_script_for_them(language: str) -> None:
    bar = soup(language, "home-typical").select_one(".tab-bar")
    assert len(bar.find_all(["a", "button"])) == 4
    menu = bar.select_one("button")
    assert menu["popovertarget"] == "menu"
    assert bar.select_one(".cart-link .count").get_text() == "2"


def test_a_product_has_its_buy_bar_instead_of_the_tab_bar() -> None:
    page = soup("en", "product-typical")
    assert page.select_one(".tab-bar") is None
    bar = page.select_one(".buy-bar")
    assert bar.select_one(".bar-link") and bar.select_one(".cart-link")
    assert [button.get_text() for button in bar.select("button")] == ["Add to cart", "Buy now"]


@BOTH
def test_a_struck_price_states_its_basis(language: str) -> None:
    band = soup(language, "product-typical").select_one(".price-band")
    basis = {"zh-hans": "近 30 天最低价", "en": "Lowest price of the last 30 days"}[language]
    assert basis in band.select_one("s").get_text() and basis in band.select_one(".price-note").get_text()


@BOTH
def test_an_offer_counts_down_and_says_its_end_without_a_script_too(language: str) -> None:
    band = soup(language, "product-typical").select_one(".price-band")
    assert band.select_one("campaign-clock")["data-seconds"] == str(53 * 3600)
    assert band.select_one(".offer-time time")["datetime"]
    assert not soup(language, "product-sold-out").select(".offer-time")


def test_what_editors_put_around_a_category_stands_above_and_below_its_goods() -> None:
    page = soup("en", "listing-landing")
    parts = page.main.select(".floors, .results")
    assert [part["class"][0] for part in parts] == ["floors", "results", "floors"]
    assert all(part.find("section") for part in (parts[0], parts[2]))
    assert len(page.select("h1")) == 1


@pytest.mark.parametrize(
    "name", ["home-sections", "page-typical", "campaign-during", "listing-landing", "product-typical"]
)
def test_sections_that_move_have_their_script(name: str) -> None:
    assert soup("en", name).select_one("script[src*='/sections']")


def test_ways_to_order_are_links_and_filters_keep_the_one_chosen() -> None:
    context = next(fixture.context for _language, fixture in FIXTURES if fixture.name == "listing-filtered")
    assert isinstance(context, ListingContext)
    ways = tuple(
        replace(way, current=way.value == "price") for way in context.listing.sort_options if way.value
    )
    sorted_by_price = replace(context, listing=replace(context.listing, sort_options=ways))
    page = BeautifulSoup(draw("listing.html", sorted_by_price, theme="mall").html, "html.parser")
    assert [link.get("aria-current") for link in page.select(".order-bar nav a")].count("true") == 1
    kept = page.select_one("input[form=listing-form]")
    assert (kept["name"], kept["value"]) == ("sort", "price")


def test_a_card_is_one_link_names_its_button_and_says_when_sold_out() -> None:
    page = soup("zh-hans", "listing-typical")
    card = page.select_one(".card:has(.add-button)")
    assert len(card.find_all("a")) == 1
    assert (
        card.select_one(".card-title a").get_text(strip=True) in card.select_one(".add-button")["aria-label"]
    )
    gone = page.select(".card.is-sold-out")
    assert gone and all("已售罄" in one.get_text() and not one.select_one(".add-button") for one in gone)


def test_enter_in_a_quantity_updates_and_never_removes() -> None:
    form = soup("en", "cart-typical").select_one("#cart-form")
    buttons = [
        one for one in form.find_all("button") if one.get("form") is None and one.get("type") != "button"
    ]
    assert len(buttons) == 1, "the only submit button of the form is the update"


def test_its_promises_are_in_the_platforms_power() -> None:
    """A theme says nothing on behalf of a shop that does not run it: no guarantees, no days."""
    words = (THEME / "locales/zh-Hans.json").read_text()
    assert not re.search(r"正品|保证|保障|\d+\s*天|包邮|最低", words)

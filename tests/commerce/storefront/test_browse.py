"""Listings, search and product pages."""

import json
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from commerce.search.services import reindex
from tests import factories

from .conftest import Shop

FRAGMENT = {"X-Fragment": "listing-grid"}


def titles(page) -> list[str]:  # type: ignore[no-untyped-def]
    return [card.get_text(strip=True) for card in page.select(".card h2, .card h3")]


def documents(page) -> list[dict]:  # type: ignore[no-untyped-def,type-arg]
    return [json.loads(tag.string) for tag in page.find_all("script", type="application/ld+json")]


def category_path(shop: Shop) -> str:
    return f"c/{shop.shoes.slug}-{shop.shoes.public_id}/"


def product_path(shop: Shop) -> str:
    return f"p/cloud-trainer-{shop.trainer.public_id}/"


def test_all_products_are_listed_with_prices(shop: Shop) -> None:
    page = shop.get("c/")
    assert set(titles(page)) == {"Cloud trainer", "Linen shirt"}
    assert "399.00" in page.text and "199.00" in page.text
    assert page.find("link", rel="canonical")["href"] == "http://testserver/en/c/"
    assert {tag["hreflang"] for tag in page.find_all("link", rel="alternate")} == {
        "en",
        "zh-Hans",
        "x-default",
    }


def test_a_category_shows_what_is_below_it(shop: Shop) -> None:
    page = shop.get(category_path(shop))
    assert page.h1.text.strip() == "Shoes" and len(titles(page)) == 2
    assert {"BreadcrumbList", "ItemList"} <= {document["@type"] for document in documents(page)}


def test_a_category_moved_leads_to_its_present_name(shop: Shop) -> None:
    response = shop.client.get(f"/en/c/old-name-{shop.shoes.public_id}/?sort=price")
    assert response.status_code == 301
    assert response["Location"] == f"/en/{category_path(shop)}?sort=price"


def test_filters_have_addresses_and_are_not_indexed(shop: Shop) -> None:
    page = shop.get("c/?price_min=200&sort=price")
    assert titles(page) == ["Cloud trainer"]
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex, follow"
    assert page.find("input", attrs={"name": "price_min"})["value"] == "200"


@pytest.mark.parametrize(
    "query",
    [
        "sort=;drop&page=0",
        "price_min=abc&price_max=1e400",
        "price_min=-5",
        "page=x",
        "f_color=" + "x" * 500,
        "f_<script>=1",
        "f_color=red&f_color=red&f_nothing=1",
        "in_stock=maybe",
        "price_min=999999999999999999999",
        "q=%F0%9F%91%9F",
    ],
)
def test_a_senseless_filter_is_not_an_error(shop: Shop, query: str) -> None:
    assert shop.get(f"c/?{query}").h1 is not None


def test_a_page_past_the_last_is_not_there(shop: Shop) -> None:
    shop.get("c/?page=99", status=404)


def test_a_script_gets_the_grid_alone(shop: Shop) -> None:
    response = shop.client.get("/en/c/", headers=FRAGMENT)
    assert b"<html" not in response.content and b"Cloud trainer" in response.content
    assert "X-Fragment" in response["Vary"]


def test_long_listings_have_numbered_pages(shop: Shop) -> None:
    for _ in range(54):
        factories.make_product(price=5000)
    reindex()
    page = shop.get("c/?page=2")
    assert len(titles(page)) == 8
    assert page.find("link", rel="prev")["href"].endswith("/en/c/")
    assert page.find("link", rel="canonical")["href"].endswith("/en/c/?page=2")


def test_search_finds_in_both_languages(shop: Shop) -> None:
    assert "Cloud trainer" in titles(shop.get("search/?q=trainer"))
    chinese = shop.read(shop.client.get("/zh-hans/search/?q=跑步鞋"))
    assert "云朵跑步鞋" in titles(chinese)


def test_a_search_without_results_helps_on(shop: Shop) -> None:
    page = shop.get("search/?q=zzzzqqq")
    assert titles(page), "recommended products"
    assert page.find("a", href=f"/en/{category_path(shop)}") is not None


def test_an_empty_search_asks_for_words(shop: Shop) -> None:
    assert shop.get("search/").find("input", attrs={"name": "q"}) is not None


def test_a_product_tells_machines_what_it_costs(shop: Shop) -> None:
    page = shop.get(product_path(shop))
    product = next(document for document in documents(page) if document["@type"] == "Product")
    offer = product["offers"][0]
    assert (offer["price"], offer["priceCurrency"]) == ("399.00", "CNY")
    assert offer["availability"].endswith("InStock")
    assert page.find("meta", property="og:type")["content"] == "product"


def test_a_product_has_an_address_in_each_language(shop: Shop) -> None:
    page = shop.get(product_path(shop))
    other = page.find("link", hreflang="zh-Hans")["href"]
    answer = shop.client.get(other.removeprefix("http://testserver"))
    assert answer.status_code == 200 and "云朵跑步鞋" in answer.content.decode()


def test_every_variant_has_an_address(shop: Shop) -> None:
    sold_out = shop.shirt.variants.last()
    assert sold_out is not None
    path = f"p/linen-shirt-{shop.shirt.public_id}/"
    page = shop.get(f"{path}?variant={sold_out.public_id}")
    assert "Sold out" in page.select_one(".buy").text
    assert page.find("link", rel="canonical")["href"].endswith(path)
    chosen = [tag.text.strip() for tag in page.select("a.value[aria-current]")]
    assert len(chosen) == 2


def test_an_unknown_variant_shows_one_that_can_be_bought(shop: Shop) -> None:
    page = shop.get(f"p/linen-shirt-{shop.shirt.public_id}/?variant=nothing")
    assert page.find("input", attrs={"name": "variant"})["value"] == shop.shirt.variants.first().public_id


def test_a_product_page_shows_what_else_can_be_bought_of_its_category(shop: Shop) -> None:
    for number, stock in enumerate([0, 3, 3, 3, 3, 3]):
        product = factories.make_product(f"Sandal {number}", price=9900, categories=[shop.shoes])
        factories.make_stock(product.variants.get(), stock)
    reindex()
    page = shop.get(f"p/linen-shirt-{shop.shirt.public_id}/")
    beside = [tag.text.strip() for tag in page.select("[aria-labelledby=related] .card-title")]
    assert beside == ["Sandal 5", "Sandal 4", "Sandal 3", "Sandal 2"]
    assert page.select_one(".buy") is not None


def test_a_product_under_an_old_name_moves(shop: Shop) -> None:
    response = shop.client.get(f"/en/p/old-{shop.trainer.public_id}/")
    assert (response.status_code, response["Location"]) == (301, f"/en/{product_path(shop)}")


@pytest.mark.parametrize("path", ["p/x-000000000000/", "p/x/", "c/x-000000000000/", "nothing/here/"])
def test_what_is_not_there_has_a_page(shop: Shop, path: str) -> None:
    page = shop.get(path, status=404)
    assert page.h1 is not None and page.find("a", href="/en/c/") is not None


def test_a_product_that_is_not_listed_is_not_there(shop: Shop) -> None:
    hidden = factories.make_product("Secret", status="draft")
    shop.get(f"p/secret-{hidden.public_id}/", status=404)


def test_robots_and_sitemap(shop: Shop) -> None:
    robots = shop.client.get("/robots.txt").content.decode()
    assert "Disallow: /en/checkout/" in robots and "Sitemap: http://testserver/sitemap.xml" in robots
    index = shop.client.get("/sitemap.xml").getvalue().decode()
    assert "/sitemaps/en/products-1.xml" in index
    products = shop.client.get("/sitemaps/en/products-1.xml").getvalue().decode()
    assert f"http://testserver/en/{product_path(shop)}" in products
    assert shop.client.get("/sitemaps/zh-hans/categories-1.xml").status_code == 200
    assert shop.client.get("/sitemaps/xx/products-1.xml").status_code == 404
    assert shop.client.get("/favicon.ico").status_code == 302


def test_pictures_are_served_and_run_nothing(shop: Shop) -> None:
    image = factories.make_image()
    response = shop.client.get(image.file.url)
    assert response.status_code == 200 and "sandbox" in response.headers["Content-Security-Policy"]
    assert "immutable" in response.headers["Cache-Control"]
    assert shop.client.get("/media/../manage.py").status_code in (400, 404)


def test_suggestions_come_as_a_list_for_the_search_box(shop: Shop) -> None:
    response = shop.client.get("/en/search/?q=clou", headers={"X-Fragment": "search-suggestions"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store" and response["X-Robots-Tag"] == "noindex"
    page = BeautifulSoup(response.content, "html.parser")
    assert page.h1 is None
    options = {option.get_text(strip=True): option["href"] for option in page.select("[role=option]")}
    assert options["Cloud trainer"] == f"/en/{product_path(shop)}"
    assert options["cloud"] == "/en/search/?q=cloud"
    assert page.select_one("[role=listbox]")["aria-label"] and page.select_one("[data-announce]").text
    page = BeautifulSoup(
        shop.client.get("/en/search/?q=zzz", headers={"X-Fragment": "search-suggestions"}).content,
        "html.parser",
    )
    assert page.select("[role=option]") == [] and page.select_one("[data-announce]").text == ""


def test_an_offer_says_until_when(shop: Shop) -> None:
    """The end that comes first counts; an offer without an end makes no promise."""
    factories.make_promotion(shop.shoes, lane="open-ended")
    assert not shop.get(product_path(shop)).select(".buy .price-note time")
    ends = timezone.now() + timedelta(days=2)
    factories.make_promotion(shop.shoes, ends_at=ends, lane="short")
    factories.make_promotion(shop.shoes, ends_at=ends + timedelta(days=9), lane="long")
    (shown,) = shop.get(product_path(shop)).select(".buy .price-note time")
    assert datetime.fromisoformat(shown["datetime"]) == ends

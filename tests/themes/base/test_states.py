"""What a shopper reads in the states that are easy to forget."""

import pytest

from tests.themes.drawn import soup_of

BOTH = pytest.mark.parametrize("language", ["zh-hans", "en"])


@BOTH
def test_a_listing_says_how_many_there_are_and_how_to_have_fewer(language: str) -> None:
    soup = soup_of(language, "listing-filtered")
    assert "128" in soup.select_one(".total").get_text()
    assert len(soup.select(".active-filters a.chip")) == 2
    assert soup.select_one(".active-filters a.text-button")
    disabled = soup.select_one("#listing-form input[disabled]")
    assert disabled is not None, "a choice without products is shown, but cannot be chosen"


def test_filters_and_sort_send_one_form() -> None:
    soup = soup_of("en", "listing-typical")
    form = soup.select_one("#listing-form")
    assert form["method"] == "get"
    assert soup.select_one("select#sort")["form"] == "listing-form"
    assert form.select_one("button.show-results")


def test_adding_from_a_card_needs_no_script() -> None:
    soup = soup_of("en", "listing-typical")
    button = soup.select_one(".card .add-button")
    assert button["form"] == "quick-add" and button["name"] == "variant" and button["value"]
    form = soup.select_one("#quick-add")
    assert form["method"] == "post" and form["action"] == "/en/cart/lines/add/"


def test_a_card_is_one_link_and_names_its_button() -> None:
    card = soup_of("en", "listing-typical").select_one(".card")
    assert len(card.find_all("a")) == 1
    assert card.select_one(".card-title").get_text(strip=True) in card.select_one(".add-button")["aria-label"]


def test_sold_out_products_say_so_and_offer_no_button() -> None:
    soup = soup_of("zh-hans", "listing-typical")
    gone = soup.select(".card.is-sold-out")
    assert gone
    for card in gone:
        assert "已售罄" in card.get_text() and not card.select_one(".add-button")


@BOTH
def test_a_struck_price_states_its_basis(language: str) -> None:
    soup = soup_of(language, "product-typical")
    basis = {"zh-hans": "近 30 天最低价", "en": "Lowest price of the last 30 days"}[language]
    assert basis in soup.select_one(".buy .price s").get_text()
    assert basis in soup.select_one(".price-note").get_text()


def test_variants_are_links_and_say_why_one_is_missing() -> None:
    soup = soup_of("en", "product-typical")
    chosen = soup.select('.value[aria-current="true"]')
    assert [value.get_text(strip=True) for value in chosen] == ["Turquoise", "280 ml"]
    missing = soup.select_one('.value[aria-disabled="true"]')
    assert "Sold out" in missing.get_text() and not missing.get("href")
    assert all("variant=" in value["href"] for value in soup.select("a.value[href]"))


def test_a_product_that_cannot_be_bought_says_why_instead_of_a_button() -> None:
    soup = soup_of("en", "product-sold-out")
    assert not soup.select(".buy-bar button")
    assert "out of stock" in soup.select_one(".buy-bar").get_text()


def test_the_first_picture_of_a_product_does_not_wait() -> None:
    frames = soup_of("en", "product-typical").select(".frames img")
    assert frames[0]["fetchpriority"] == "high" and frames[0]["loading"] == "eager"
    assert {picture["loading"] for picture in frames[1:]} == {"lazy"}


def test_the_cart_announces_changes_and_keeps_lost_lines_apart() -> None:
    soup = soup_of("en", "cart-changed")
    lines = soup.select("#cart-form .cart-line")
    assert len(lines) == 2 and all(line.select_one(".line-notice.warning") for line in lines)
    assert len(soup.select(".invalid .cart-line")) == 2
    assert not soup.select(".invalid input[type=number]")
    assert soup.select_one("#clear-invalid")["method"] == "post"


def test_enter_in_a_quantity_updates_and_never_removes() -> None:
    form = soup_of("en", "cart-typical").select_one("#cart-form")
    buttons = [
        one for one in form.find_all("button") if one.get("form") is None and one.get("type") != "button"
    ]
    assert len(buttons) == 1, "the only submit button of the form is the update"
    removers = form.select("button[form^=remove-]")
    assert len(removers) == 3


def test_an_empty_cart_leads_back_to_the_shop() -> None:
    soup = soup_of("zh-hans", "cart-empty")
    assert soup.select_one(".empty a.button")["href"] == "/zh-hans/c/"
    assert not soup.select(".summary")


def test_guests_see_that_they_need_no_account() -> None:
    soup = soup_of("en", "checkout-guest")
    assert soup.select_one('input[name="email"]')["autocomplete"] == "email"
    assert soup.select_one(".step-head a")["href"].startswith("/en/account/login/")


def test_members_choose_an_address_or_write_another() -> None:
    soup = soup_of("en", "checkout-member")
    assert [one["value"] for one in soup.select('input[name="address"]')] == ["a1", "long", "new"]
    assert soup.select_one('input[name="address"][checked]')["value"] == "a1"
    assert not soup.select('input[name="email"]')
    assert not soup.select(".new-address [required]"), "fields that may be hidden must not stop the browser"
    assert soup_of("en", "checkout-guest").select("address-fields [required]")


def test_regions_follow_without_a_script() -> None:
    soup = soup_of("zh-hans", "checkout-guest")
    cascade = [one["name"] for one in soup.select("select[data-refresh]")]
    assert cascade == ["country", "region", "city"]
    button = soup.select_one("address-fields button")
    assert button["name"] == "refresh" and button.has_attr("formnovalidate")


def test_enter_in_the_checkout_places_the_order_and_never_reloads_the_address() -> None:
    form = soup_of("en", "checkout-guest").select_one("#checkout")
    first = next(one for one in form.find_all("button") if one.get("type") != "button")
    assert first["name"] == "place"


@BOTH
def test_a_refused_checkout_lists_what_to_correct_and_keeps_what_was_typed(language: str) -> None:
    soup = soup_of(language, "checkout-refused")
    links = [one["href"] for one in soup.select("#errors a")]
    assert links == ["#id_email", "#id_postcode", "#id_phone", "#id_terms"]
    for link in links:
        field = soup.select_one(link)
        assert field["aria-invalid"] == "true"
        assert soup.find(id=f"{field['id']}-error").get_text(strip=True)
    assert soup.select_one("#id_email")["value"] == "lin@"


def test_a_password_is_never_printed_back() -> None:
    for name in ("login", "login-refused", "register", "profile"):
        for field in soup_of("en", name).select("input[type=password]"):
            assert not field.get("value")
            assert field["autocomplete"] in {"current-password", "new-password"}


@BOTH
@pytest.mark.parametrize("state", ["paid", "confirmed", "waiting", "transfer", "failed", "canceled"])
def test_after_the_order_everyone_knows_the_number_and_the_next_step(language: str, state: str) -> None:
    soup = soup_of(language, f"result-{state}")
    assert "Q20261111-0042" in soup.select_one(".result-number").get_text()
    assert soup.select_one(f'.result a[href="/{language}/orders/abc/"]')


def test_only_a_waiting_result_asks_again() -> None:
    assert soup_of("en", "result-waiting").select_one("order-result")["data-url"]
    assert not soup_of("en", "result-paid").select_one("order-result").get("data-url")
    assert len(soup_of("en", "result-failed").select(".retry input[type=radio]")) == 3


def test_orders_have_tabs_with_counts() -> None:
    soup = soup_of("zh-hans", "orders-typical")
    assert "待付款 1" in [one.get_text(" ", strip=True) for one in soup.select(".tabs a")]
    assert soup.select_one('.tabs [aria-current="page"]').get_text(" ", strip=True) == "全部 7"


def test_tracking_shows_the_parcel_and_where_the_order_is() -> None:
    soup = soup_of("en", "tracking-shipped")
    assert soup.select_one('.timeline [aria-current="step"]').get_text(" ", strip=True).startswith("Shipped")
    assert "SF1234567890" in soup.select_one(".parcel").get_text()


def test_what_throws_something_away_asks_first() -> None:
    form = soup_of("en", "tracking-unpaid").select_one("form[data-confirm]")
    assert form["data-confirm"] == "Cancel this order?"


def test_a_search_without_result_is_never_empty() -> None:
    soup = soup_of("en", "search-nothing")
    assert soup.select_one(".corrected a").get_text() == "teapot"
    assert soup.select(".no-results .chip") and soup.select(".rail .card")

"""Staff looks at the shop as of another time; whoever looks can neither change anything nor be misled."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from cms.campaigns import services
from cms.campaigns.preview import links
from commerce.cart.models import Cart
from commerce.catalog.models import Brand
from commerce.core import clock
from commerce.search.services import reindex
from tests import factories as make

from .conftest import NOW, START, make_campaign, make_page, sleeping

HOST = "testserver"


@pytest.fixture
def marketer() -> Any:
    user = make.make_user("marketer@example.com", name="Ma Ke")
    codes = ["access_admin", "view_campaign", "change_campaign", "preview_shop"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return user


@pytest.fixture
def planned(marketer) -> Any:
    """In two days: a fifth off the lamps, another look, a landing page, an announcement."""
    lamps = make.make_category("Lamps", slug="lamps")
    make.make_product("Paper lamp", categories=[lamps], price=10_000)
    campaign = make_campaign(
        theme="base", preset="pine", page_id=make_page().pk, promotion_ids=[sleeping(lamps, percent=20).pk]
    )
    services.schedule(campaign_id=campaign.pk)
    reindex()
    return campaign


def preview(issuer: Any, **fields: Any) -> links.Preview:
    given = {
        "at": START + timedelta(hours=1),
        "host": HOST,
        "issuer": str(issuer.pk),
        "expires_at": timezone.now() + timedelta(hours=8),
    }
    return links.Preview(**given | fields)


def opened(issuer: Any, **fields: Any) -> Client:
    """A browser that followed a link."""
    client = Client(headers={"accept-language": "en"})
    answer = client.get("/preview/", {"link": links.sign(preview(issuer, **fields))})
    assert answer.status_code == 302
    return client


@pytest.mark.parametrize("page", ["/en/c/", "/en/search/?q=lamp", "product"])
def test_look_price_and_words_are_those_of_the_assumed_instant(client, planned, marketer, page):
    from commerce.catalog.models import Product
    from commerce.storefront.paths import product_path

    if page == "product":
        page = product_path("paper-lamp", Product.objects.get().public_id, "en")
        page = client.get(page).headers.get("Location", page)
    today = client.get(page).content.decode()
    assert "¥100.00" in today
    assert "¥80.00" not in today
    assert "Lanterns are lit" not in today

    answer = opened(marketer).get(page)
    body = answer.content.decode()
    assert "¥80.00" in body
    assert "Lanterns are lit" in body
    assert "html:root{" in body  # the preset's colors
    assert "Preview: the shop as of Nov. 3, 2026 13:00 (Asia/Shanghai)." in body
    assert "/preview/leave/?next=" in body
    assert '<meta name="robots" content="noindex, nofollow">' in body
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_landing_page_and_the_api_are_of_the_same_instant(client, planned, marketer):
    assert "teaser en" in client.get("/en/lunar/").content.decode()
    assert "10000" in client.get("/api/v1/products/").content.decode()
    browser = opened(marketer)
    assert "shelves en" in browser.get("/en/lunar/").content.decode()
    answer = browser.get("/api/v1/products/")
    assert "8000" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_another_theme_may_be_assumed(marketer):
    body = opened(marketer, theme="base", preset="pine").get("/en/c/").content.decode()
    assert "in the theme “Base · Pine”" in body
    assert "html:root{" in body


def test_a_draft_is_shown_as_if_it_were_scheduled_and_stays_a_draft(client, marketer):
    lamps = make.make_category("Lamps")
    make.make_product("Paper lamp", categories=[lamps], price=10_000)
    promotion = sleeping(lamps)
    campaign = make_campaign(promotion_ids=[promotion.pk], page_id=make_page().pk)
    reindex()

    browser = opened(marketer, campaign_id=campaign.pk)
    body = browser.get("/en/c/").content.decode()
    assert "¥80.00" in body
    assert "Lanterns are lit" in body
    assert "shelves en" in browser.get("/en/lunar/").content.decode()

    campaign.refresh_from_db()
    promotion.refresh_from_db()
    assert (campaign.state, promotion.is_active) == ("draft", False)
    assert "Lanterns are lit" not in client.get("/en/c/").content.decode()


@pytest.mark.parametrize(
    "path", ["/en/cart/lines/add/", "/en/checkout/", "/en/cart/update/", "/en/account/login/"]
)
def test_no_page_changes_anything(planned, marketer, path):
    variant = make.make_variant()
    make.make_stock(variant)
    answer = opened(marketer).post(path, {"variant": variant.public_id, "quantity": "1"})
    assert answer.status_code == 403
    assert "change nothing" in answer.content.decode()
    assert not Cart.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/v1/cart/", "/api/v1/cart/lines/", "/api/v1/checkout/orders/"])
def test_the_api_changes_nothing_either(planned, marketer, method, path):
    answer = getattr(opened(marketer), method)(path, {}, content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["code"] == "preview_read_only"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not Cart.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/en/checkout/",
        "/en/orders/x/",
        "/en/account/",
        "/en/checkout/result/x/",
        "/api/v1/checkout/",
        "/api/v1/orders/x/",
    ],
)
def test_what_is_personal_or_leads_to_money_is_not_in_a_preview(planned, marketer, path):
    assert opened(marketer).get(path).status_code == 403


def test_what_a_page_writes_by_being_looked_at_does_not_survive(planned, marketer, monkeypatch):
    from commerce.storefront.views import catalog

    draw = catalog.listing_context

    def writing(*args: Any, **kwargs: Any) -> Any:
        Brand.objects.create(name={"en": "Planted"}, slug="planted")
        return draw(*args, **kwargs)

    monkeypatch.setattr(catalog, "listing_context", writing)
    assert opened(marketer).get("/en/c/").status_code == 200
    assert not Brand.objects.filter(slug="planted").exists()
    Client().get("/en/c/")
    assert Brand.objects.filter(slug="planted").exists()


def test_counts_are_neither_kept_nor_taken_from_what_is_kept(planned, monkeypatch):
    from commerce.search.queries import browse, kept
    from commerce.search.types import ProductFilter

    monkeypatch.setattr(kept, "MANY", 0)
    ctx = make.make_context()
    browse(ProductFilter(), ctx)
    asked: list[str] = []
    monkeypatch.setattr(kept.cache, "get", lambda key, *args: asked.append(key))
    monkeypatch.setattr(kept.cache, "set", lambda key, *args: asked.append(key))
    with clock.assume(START):
        browse(ProductFilter(), ctx.at(START))
    assert asked == []
    browse(ProductFilter(), ctx)
    assert asked


def tampered(token: str) -> str:
    return ("B" if token[0] == "A" else "A") + token[1:]


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("", "not one of ours"),
        ("nonsense", "not one of ours"),
        ("x" * 5000, "not one of ours"),
        ("预览", "not one of ours"),
    ],
)
def test_what_is_no_link_is_told(client, link, says):
    answer = client.get("/preview/", {"link": link}, headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert says in answer.content.decode()
    assert links.COOKIE not in answer.cookies


def test_nothing_in_a_link_can_be_changed(client, marketer):
    token = links.sign(preview(marketer))
    assert client.get("/preview/", {"link": tampered(token)}).status_code == 403
    client.cookies[links.COOKIE] = tampered(token)
    answer = client.get("/en/c/")
    assert answer.status_code == 403
    assert "not one of ours" in answer.content.decode()
    assert answer.cookies[links.COOKIE]["max-age"] == 0


def test_a_link_expires_while_one_looks(marketer, shop):
    browser = opened(marketer, expires_at=NOW + timedelta(hours=1))
    assert browser.get("/en/c/").status_code == 200
    shop.move_to(NOW + timedelta(hours=1))
    browser.cookies[links.COOKIE] = links.sign(preview(marketer, expires_at=NOW + timedelta(hours=1)))
    answer = browser.get("/en/c/")
    assert answer.status_code == 403
    assert "has expired" in answer.content.decode()
    assert answer.cookies[links.COOKIE]["max-age"] == 0


def test_a_link_of_another_shop_is_refused(client, marketer):
    answer = client.get("/preview/", {"link": links.sign(preview(marketer, host="other.example"))})
    assert answer.status_code == 403
    assert links.COOKIE not in answer.cookies


def test_a_link_whose_campaign_is_gone_is_told(marketer):
    campaign = make_campaign()
    browser = opened(marketer, campaign_id=campaign.pk)
    campaign.delete()
    answer = browser.get("/en/c/")
    assert answer.status_code == 403
    assert "There is no such campaign." in answer.content.decode()
    assert answer.cookies[links.COOKIE]["max-age"] == 0


def test_a_link_lasts_as_long_as_the_right_of_whoever_issued_it(marketer):
    browser = opened(marketer)
    marketer.user_permissions.remove(Permission.objects.get(codename="preview_shop"))
    assert browser.get("/en/c/").status_code == 403

    again = make.make_user("second@example.com", is_active=True)
    again.user_permissions.add(Permission.objects.get(codename="preview_shop"))
    browser = opened(again)
    again.is_active = False
    again.save()
    assert "no longer valid" in browser.get("/en/c/").content.decode()


def test_links_lead_nowhere_else(marketer):
    client = Client()
    answer = client.get("/preview/", {"link": links.sign(preview(marketer, path="//evil.example/"))})
    assert answer.headers["Location"] == "/"
    assert client.get("/preview/leave/?next=https://evil.example/").headers["Location"] == "/"


def test_leaving_leads_back_to_the_page_of_today(planned, marketer):
    browser = opened(marketer)
    answer = browser.get("/preview/leave/?next=/en/c/")
    assert answer.headers["Location"] == "/en/c/"
    assert "¥100.00" in browser.get("/en/c/").content.decode()


def test_a_link_is_made_in_the_admin_by_the_shops_clock(marketer, planned):
    client = Client(headers={"accept-language": "en"})
    client.force_login(marketer)
    screen = f"/admin/campaign/preview/?campaign={planned.pk}"
    assert 'value="2026-11-03 12:00"' in client.get(screen).content.decode()
    typed = {"at": "2026-11-03 13:00", "look": "", "path": "/en/lunar/", "hours": "8"}
    answer = client.post(screen, typed)
    link = answer.context["link"]
    assert Client().get(link).headers["Location"] == "/en/lunar/"
    assert links.read(link.partition("link=")[2].replace("%3A", ":"), HOST).at == START + timedelta(hours=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "yesterday"},
        {"path": "https://evil.example/"},
        {"path": "//evil.example"},
        {"hours": "1000"},
        {"look": "gone"},
    ],
)
def test_a_link_with_nonsense_is_not_made(marketer, wrong):
    client = Client()
    client.force_login(marketer)
    typed = {"at": "2026-11-03 13:00", "look": "", "path": "/en/", "hours": "8"}
    answer = client.post("/admin/campaign/preview/", typed | wrong)
    assert answer.status_code == 422
    assert "link" not in answer.context


def test_the_menu_leads_there_whoever_may(marketer):
    client = Client(headers={"accept-language": "en"})
    client.force_login(marketer)
    assert "/admin/campaign/preview/" in client.get("/admin/").content.decode()
    marketer.user_permissions.remove(Permission.objects.get(codename="preview_shop"))
    assert "/admin/campaign/preview/" not in client.get("/admin/").content.decode()


def test_whoever_may_not_makes_no_link():
    user = make.make_user("packer@example.com")
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client = Client()
    client.force_login(user)
    assert client.post("/admin/campaign/preview/", {}).status_code in (302, 403)
    assert client.get("/admin/campaign/preview/?campaign=1").status_code in (302, 403)


def test_the_admin_stays_in_the_present(marketer):
    browser = opened(marketer)
    browser.force_login(marketer)
    assert browser.get("/admin/campaign/").status_code == 200


def test_browsers_let_the_banner_and_the_presets_colors_through(planned, marketer):
    answer = opened(marketer).get("/en/c/")
    nonces = set(re.findall(r'<style nonce="([^"]*)"', answer.content.decode()))
    [nonce] = nonces
    assert f"'nonce-{nonce}'" in answer.headers["Content-Security-Policy"]

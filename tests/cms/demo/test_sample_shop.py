"""The sample shop opens with one command, sells, and is left alone afterwards."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Workflow

from cms.demo import goods, people, shop
from cms.demo.forms import FORMS, photograph
from cms.home.models import HomePage, StandardPage
from commerce.catalog.models import Category, Product
from commerce.channels.queries import default_channel
from commerce.core import editorial
from commerce.quotes.queries import list_prices
from commerce.search.queries import browse
from commerce.search.types import ProductFilter
from tests.factories import make_context


@pytest.fixture
def quick_pictures(monkeypatch):
    """One small picture per product: drawing is shown elsewhere."""
    from io import BytesIO

    from PIL import Image

    def photograph(form, color, accent, backdrop):
        def jpeg(size):
            out = BytesIO()
            Image.new("RGB", size, color).save(out, format="JPEG")
            return out.getvalue()

        return jpeg((40, 50)), jpeg((50, 60))

    monkeypatch.setattr(goods, "photograph", photograph)


@pytest.fixture
def sample(db, quick_pictures, settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path
    call_command("seed", "--profile", "demo")
    return capsys.readouterr().out


def test_the_shop_opens_with_everything_on_the_shelf(sample):
    ctx = make_context(default_channel(), language="zh-hans")
    shelf = browse(ProductFilter(page_size=48), ctx)
    assert shelf.total == Product.objects.count() >= 24
    assert {facet.code for facet in shelf.facets} >= {"brand", "material", "color", "origin"}
    assert ctx.currency == "CNY" and ctx.channel.prices_include_tax


def test_every_category_has_a_picture(sample):
    assert not Category.objects.filter(image=None).exists()


def test_words_in_both_languages_find_the_running_shoes(sample):
    for language, text in (("zh-hans", "跑步鞋"), ("en", "shoe")):
        found = browse(ProductFilter(text=text), make_context(default_channel(), language=language))
        handles = set(Product.objects.filter(pk__in=found.product_ids).values_list("handle", flat=True))
        assert "mens-running-shoes" in handles


def test_teaware_is_on_sale(sample):
    ctx = make_context(default_channel(), language="zh-hans")
    pot = Product.objects.get(handle="jingdezhen-celadon-teapot")
    price = list_prices({pot.pk: list(pot.variants.values_list("pk", flat=True))}, ctx)[pot.pk]
    assert (price.amount, price.was, price.label) == (39_780, 46_800, "品茶季 85 折")


def test_front_doors_and_policies_are_written_in_both_languages(sample, client):
    for home in HomePage.objects.all():
        assert len(home.sections) == 11
    policies = editorial.source().policy_revisions(make_context(default_channel(), language="en"))
    assert set(policies) == {"terms", "privacy", "returns"}
    assert StandardPage.objects.live().filter(slug="about").count() == 2


def test_the_logins_are_written_down_and_work(sample, tmp_path, client):
    logins = json.loads((tmp_path / "logins.json").read_text())
    assert [login["role"] for login in logins] == ["owner", "editor", "marketer", "staff", "shopper"]
    assert (tmp_path / "logins.json").stat().st_mode & 0o077 == 0
    for login in logins:
        assert login["password"] in sample
        assert client.login(username=login["email"], password=login["password"])
    staff = get_user_model().objects.get(email="staff@example.com")
    assert staff.has_perm("wagtailadmin.access_admin") and not staff.has_perm("customers.change_user")


def test_what_a_marketer_writes_goes_to_an_editor(sample):
    (workflow,) = Workflow.objects.active()
    home = HomePage.objects.get(locale__language_code="zh-hans")
    assert home.get_workflow() == workflow
    (task,) = workflow.tasks
    users = get_user_model().objects
    actions = {
        role: [name for name, *_ in task.specific.get_actions(home, users.get(email=f"{role}@example.com"))]
        for role in ("editor", "marketer")
    }
    assert "approve" in actions["editor"]
    assert not actions["marketer"]


def test_a_second_time_changes_nothing(sample, capsys):
    before = list(Product.objects.order_by("pk").values())
    call_command("seed", "--profile", "demo")
    assert "nothing was changed" in capsys.readouterr().out
    assert list(Product.objects.order_by("pk").values()) == before


def test_a_changed_password_is_not_said_any_more(sample, capsys, tmp_path):
    user = get_user_model().objects.get(email="owner@example.com")
    user.set_password("something of my own")
    user.save()
    call_command("seed", "--profile", "demo")
    assert "ceramic-owner" not in capsys.readouterr().out
    assert people.still_valid(shop.LOGINS)[0].role == "editor"


def test_the_drawings_are_the_same_every_time():
    first = photograph("teapot", "#7c8f7a", "#d9c7a3", "#e8e2d6")
    assert first == photograph("teapot", "#7c8f7a", "#d9c7a3", "#e8e2d6")
    assert first[0] != first[1]


def test_every_product_has_a_form_both_languages_and_known_terms():
    wares, terms = goods.read()
    for each in wares:
        assert each["form"][0] in FORMS
        assert each["en"]["name"] and each["zh-hans"]["description"]
        assert each["category"] in terms["categories"] and each["brand"] in terms["brands"]
        for code, value in each["attributes"].items():
            choices = terms["attributes"][code].get("choices")
            assert choices is None or value in choices


@pytest.mark.django_db
def test_the_shop_for_tests_is_the_same_for_the_same_seed(capsys):
    call_command("seed", "--profile", "test", "--size", "12", "--seed", "7")
    made = json.loads(capsys.readouterr().out)
    assert made["product_count"] == 12
    assert [channel["currency"] for channel in made["channels"]] == ["CNY", "JPY", "KWD"]
    assert {login["role"] for login in made["credentials"]} == {"owner", "staff", "shopper"}
    assert made["products"][2]["variants"][0]["sku"] == "T000003-RED-S"
    with pytest.raises(CommandError):
        call_command("seed", "--profile", "test")


@pytest.mark.django_db
def test_sizes_may_be_short():
    from cms.demo.rehearsal import size_of

    assert [size_of(text) for text in ("40", "1k", "10K", "1m")] == [40, 1_000, 10_000, 1_000_000]
    with pytest.raises(CommandError):
        call_command("seed", "--profile", "test", "--size", "many")


@pytest.mark.django_db
def test_nobody_loses_a_shop_by_a_slip_of_the_hand(monkeypatch):
    monkeypatch.setattr("builtins.input", lambda prompt: "yes")
    monkeypatch.setattr(shop, "close_shop", lambda: pytest.fail("the shop was emptied"))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("seed", "--profile", "demo", "--reset")

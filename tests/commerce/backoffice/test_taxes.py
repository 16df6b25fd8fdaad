"""Taxes set up by the owner: categories, zones with their rates, and a place to try them."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from commerce.tax.models import TaxCategory, TaxRate, TaxZone
from commerce.tax.queries import rates
from tests import factories as make

pytestmark = pytest.mark.django_db

ZONES, CATEGORIES = "/admin/tax/zones/", "/admin/tax/categories/"


def zone_data(**changes: Any) -> dict[str, Any]:
    standard = TaxCategory.objects.get(is_default=True)
    rows = {
        "rates-TOTAL_FORMS": "3",
        "rates-INITIAL_FORMS": "0",
        "rates-0-category": standard.pk,
        "rates-0-percent": "13",
        "rates-0-name_en": "VAT",
        "rates-1-category": standard.pk,
        "rates-2-category": standard.pk,
    }
    return {"name_en": "China", "countries": ["CN"], "priority": 0} | rows | changes


def typed(client: Client, path: str) -> dict[str, Any]:
    """What the screen shows, as a browser would send it back."""
    form = client.get(path).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    if hasattr(form, "rates"):
        shown |= {f"rates-{name}": value for name, value in form.rates.management_form.initial.items()}
        fields = [field for row in form.rates.forms for field in row]
        shown |= {f.html_name: _shown(f) for f in fields if f.value() is not None}
    return shown


def _shown(field: Any) -> Any:
    value = field.form.initial.get(field.name, field.value())
    local = timezone.localtime(value, ZoneInfo("Asia/Shanghai")) if hasattr(value, "strftime") else None
    return local.strftime("%Y-%m-%d %H:%M") if local else value


@pytest.fixture
def standard(db: None) -> TaxCategory:
    make.make_channel()
    return make.make_tax_rate(13, country="FR").category


def test_empty_lists_say_how_to_begin(owner: Client) -> None:
    assert "No tax zones yet" in owner.get(ZONES).content.decode()
    assert "No tax categories yet" in owner.get(CATEGORIES).content.decode()


def test_the_first_category_is_the_default_and_there_is_always_one(owner: Client) -> None:
    assert owner.post(f"{CATEGORIES}new/", {"name_en": "Standard"}).status_code == 302
    first = TaxCategory.objects.get()
    assert first.is_default
    said = owner.post(f"{CATEGORIES}edit/{first.pk}/", {"name_en": "Standard"}).content.decode()
    assert "Make another category the default" in said
    owner.post(f"{CATEGORIES}new/", {"name_en": "Books", "is_default": "on"})
    assert [row.code for row in TaxCategory.objects.filter(is_default=True)] == ["books"]


def test_a_zone_is_made_with_its_rates(owner: Client, standard: TaxCategory) -> None:
    assert owner.post(f"{ZONES}new/", zone_data(**{"rates-0-percent": "8.875"})).status_code == 302
    assert rates(make.make_context(), "CN")[None].rate_ppm == 88_750
    zone = TaxZone.objects.get(code="china")
    assert 'value="8.875"' in owner.get(f"{ZONES}edit/{zone.pk}/").content.decode()
    assert "8.875%" in owner.get(ZONES).content.decode()


def test_a_rate_follows_another_at_an_instant(owner: Client, standard: TaxCategory) -> None:
    rows = {
        "rates-0-valid_until": "2030-01-01 00:00",
        "rates-1-percent": "9",
        "rates-1-valid_from": "2030-01-01 00:00",
    }
    assert owner.post(f"{ZONES}new/", zone_data(**rows)).status_code == 302
    assert sorted(TaxRate.objects.filter(zone__code="china").values_list("rate_ppm", flat=True)) == [
        90_000,
        130_000,
    ]
    asked = {"country": "CN", "at": "2029-12-31 23:59"}
    assert "13%" in owner.get(f"{ZONES}try/", asked).content.decode()
    assert "9%" in owner.get(f"{ZONES}try/", asked | {"at": "2030-01-01 00:00"}).content.decode()
    assert "no tax is due" in owner.get(f"{ZONES}try/", asked | {"country": "US"}).content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"rates-1-percent": "9"}, "Row 2 overlaps row 1"),
        ({"rates-0-percent": "101"}, "less than or equal to 100"),
        ({"rates-0-percent": "-1"}, "greater than or equal to 0"),
        ({"rates-0-percent": "much"}, "Enter a number."),
        (
            {"rates-0-valid_from": "2030-01-02 00:00", "rates-0-valid_until": "2030-01-01 00:00"},
            "Row 1 ends before it begins.",
        ),
        ({"rates-1-name_en": "VAT"}, "Please fill this in."),
        ({"countries": []}, "This field is required."),
        ({"countries": ["XX"]}, "Select a valid choice"),
        ({"name_en": ""}, "at least one language"),
        ({"rates-0-category": "999"}, "Select a valid choice"),
    ],
)
def test_a_zone_that_cannot_be_is_refused_and_keeps_what_was_typed(
    owner: Client, standard: TaxCategory, change: dict[str, Any], says: str
) -> None:
    answer = owner.post(
        f"{ZONES}new/", zone_data(name_zh_hans="" if "name_en" in change else "我的", **change)
    )
    assert says in answer.content.decode()
    assert "我的" in answer.content.decode() or "name_en" in change
    assert not TaxZone.objects.filter(code="china").exists()


def test_saving_untouched_changes_nothing(owner: Client, standard: TaxCategory) -> None:
    owner.post(f"{ZONES}new/", zone_data(**{"rates-0-valid_from": "2030-01-01 00:00"}))
    zone = TaxZone.objects.get(code="china")
    path, columns = f"{ZONES}edit/{zone.pk}/", ("rate_ppm", "valid_from", "valid_until", "name")
    before = TaxZone.objects.values().get(pk=zone.pk), zone.rates.values(*columns).get()
    assert owner.post(path, typed(owner, path)).status_code == 302
    assert (TaxZone.objects.values().get(pk=zone.pk), zone.rates.values(*columns).get()) == before


def test_what_is_in_use_is_not_deleted_and_the_reason_is_said(owner: Client, standard: TaxCategory) -> None:
    said = owner.post(f"{CATEGORIES}delete/{standard.pk}/", follow=True).content.decode()
    assert "This is the default tax category." in said
    other = make.make_tax_rate(9, category="reduced").category
    said = owner.post(f"{CATEGORIES}delete/{other.pk}/", follow=True).content.decode()
    assert "still use this tax category" in said
    zone = TaxZone.objects.get(code="fr")
    assert "still has rates" in owner.post(f"{ZONES}delete/{zone.pk}/", follow=True).content.decode()
    emptied = typed(owner, f"{ZONES}edit/{zone.pk}/") | {"rates-0-percent": ""}
    owner.post(f"{ZONES}edit/{zone.pk}/", emptied)
    owner.post(f"{ZONES}delete/{zone.pk}/")
    assert not TaxZone.objects.filter(code="fr").exists()


@pytest.mark.parametrize("knocks", ["editor", "staff"])
def test_others_than_the_owner_have_no_business_here(
    knocks: str, standard: TaxCategory, request: pytest.FixtureRequest
) -> None:
    client = request.getfixturevalue(knocks)
    for path in (ZONES, CATEGORIES, f"{ZONES}try/", f"{CATEGORIES}edit/{standard.pk}/"):
        assert client.get(path)["Location"] == "/admin/"

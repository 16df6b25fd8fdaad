"""Delivery set up by the owner: zones, methods with fees by weight, and a parcel to try them with."""

from typing import Any

import pytest
from django.test import Client

from commerce.orders.models import Order
from commerce.shipping.models import ShippingMethod, ShippingZone
from commerce.shipping.queries import options
from tests import factories as make

pytestmark = pytest.mark.django_db

ZONES, METHODS = "/admin/delivery/zones/", "/admin/delivery/methods/"
TABLE = {
    "rates-TOTAL_FORMS": "3",
    "rates-INITIAL_FORMS": "0",
    "rates-0-least": "0",
    "rates-0-most": "1000",
    "rates-0-fee": "8",
    "rates-1-least": "1001",
    "rates-1-most": "",
    "rates-1-fee": "12.50",
}


def typed(client: Client, path: str) -> dict[str, Any]:
    """What the screen shows, as a browser would send it back."""
    form = client.get(path).context["form"]
    fields = [*form, *getattr(form, "rates", [])]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    if hasattr(form, "rates"):
        shown |= {f"rates-{name}": value for name, value in form.rates.management_form.initial.items()}
        shown |= {f.html_name: f.value() for row in form.rates.forms for f in row if f.value() is not None}
    assert fields
    return shown


def method_data(row: ShippingZone, **changes: Any) -> dict[str, Any]:
    names = {"name_en": "Standard", "name_zh_hans": "标准快递", "zone": row.pk}
    return names | {"min_days": 2, "max_days": 4, "position": 0, "is_active": "on"} | TABLE | changes


@pytest.fixture
def zone() -> ShippingZone:
    return make.make_shipping_method().zone


def offered(country: str = "CN", region: str = "", weight: int = 500, subtotal: int = 5000) -> dict[str, int]:
    ctx = make.make_context()
    found = options(ctx, country=country, region=region, weight_grams=weight, subtotal=subtotal)
    return {option.code: option.amount for option in found}


def test_empty_lists_say_how_to_begin(owner: Client) -> None:
    assert "No delivery zones yet" in owner.get(ZONES).content.decode()
    assert "No delivery methods yet" in owner.get(METHODS).content.decode()


def test_a_zone_and_a_method_are_made_and_shoppers_are_offered_it(owner: Client) -> None:
    channel = make.make_channel()
    data = {
        "name_en": "Far west",
        "name_zh_hans": "西部",
        "channel": channel.id,
        "countries": ["CN"],
        "regions": ["西藏自治区"],
        "is_active": "on",
    }
    assert owner.post(f"{ZONES}new/", data).status_code == 302
    zone = ShippingZone.objects.get()
    assert (zone.code, zone.countries, zone.regions) == ("far-west", ["CN"], ["西藏自治区"])
    assert owner.post(f"{METHODS}new/", method_data(zone, free_over="99")).status_code == 302
    method = ShippingMethod.objects.get()
    assert (method.code, method.free_over_amount) == ("standard", 9900)
    assert offered(region="西藏自治区") == {"standard": 800}
    assert offered(region="西藏自治区", weight=1001) == {"standard": 1250}
    assert offered(region="西藏自治区", subtotal=9900) == {"standard": 0}
    assert offered(region="浙江省") == {}


def test_countries_and_provinces_read_in_the_readers_language(owner: Client, zone: ShippingZone) -> None:
    english = owner.get(f"{ZONES}edit/{zone.pk}/").content.decode()
    assert "Germany" in english
    assert "Zhejiang" in english
    chinese = owner.get(f"{ZONES}edit/{zone.pk}/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "德国" in chinese
    assert "浙江省" in chinese


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"rates-1-least": "1500"}, "There is a gap: row 1 reaches up to 1000 g and row 2 begins at 1500 g."),
        ({"rates-1-least": "900"}, "Row 2 begins at 900 g and overlaps row 1, up to 1000 g."),
        ({"rates-0-most": ""}, "Row 2 overlaps row 1, which has no end."),
        ({"rates-0-least": "2000"}, "Row 1 ends before it begins."),
        ({"rates-0-fee": ""}, "Please fill this in."),
        ({"rates-0-fee": "8.001"}, "This currency has no such small parts."),
        ({"rates-0-fee": "cheap"}, "Enter a number."),
        (
            {f"rates-{row}-{part}": "" for row in (0, 1) for part in ("least", "most", "fee")},
            "at least one fee",
        ),
    ],
)
def test_a_table_that_cannot_be_names_the_row_and_keeps_what_was_typed(
    owner: Client, zone: ShippingZone, rows: dict[str, str], says: str
) -> None:
    answer = owner.post(f"{METHODS}new/", method_data(zone, name_en="My words", **rows))
    assert says in answer.content.decode()
    assert "My words" in answer.content.decode()
    assert ShippingMethod.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name_en": "", "name_zh_hans": ""}, "at least one language"),
        ({"min_days": 5}, "must not be less"),
        ({"code": "standard"}, "This code is in use."),
        ({"free_over": "-1"}, "greater than or equal to 0"),
        ({"zone": "999"}, "Select a valid choice"),
    ],
)
def test_a_method_that_cannot_be_is_refused(
    owner: Client, zone: ShippingZone, change: dict[str, Any], says: str
) -> None:
    answer = owner.post(f"{METHODS}new/", method_data(zone, **change))
    assert says in answer.content.decode()
    assert ShippingMethod.objects.count() == 1


def test_saving_untouched_changes_nothing(owner: Client, zone: ShippingZone) -> None:
    def all_rows() -> Any:
        method = ShippingMethod.objects.get()
        return (
            ShippingZone.objects.values().get(),
            ShippingMethod.objects.values().get(),
            list(method.rates.values_list("min_weight_grams", "max_weight_grams", "amount")),
        )

    before = all_rows()
    for path in (f"{ZONES}edit/{zone.pk}/", f"{METHODS}edit/{ShippingMethod.objects.get().pk}/"):
        assert owner.post(path, typed(owner, path)).status_code == 302
    assert all_rows() == before


def test_a_zone_or_method_switched_off_is_not_offered_any_more(owner: Client, zone: ShippingZone) -> None:
    assert offered() == {"standard": 1000}
    path = f"{ZONES}edit/{zone.pk}/"
    off = {name: value for name, value in typed(owner, path).items() if name != "is_active"}
    assert owner.post(path, off).status_code == 302
    assert offered() == {}


def test_what_is_in_use_is_not_deleted_and_the_reason_is_said(owner: Client, zone: ShippingZone) -> None:
    method = zone.methods.get()
    order = make.make_order()
    Order.objects.filter(pk=order.id).update(shipping_method_code=method.code)
    said = owner.post(f"{METHODS}delete/{method.pk}/", follow=True).content.decode()
    assert "Switch it off instead." in said
    said = owner.post(f"{ZONES}delete/{zone.pk}/", follow=True).content.decode()
    assert "This zone still has delivery methods." in said
    assert ShippingMethod.objects.exists()
    Order.objects.update(shipping_method_code="")
    owner.post(f"{METHODS}delete/{method.pk}/")
    owner.post(f"{ZONES}delete/{zone.pk}/")
    assert not ShippingZone.objects.exists()


def test_a_parcel_is_tried_out(owner: Client, zone: ShippingZone) -> None:
    asked = {"channel": zone.channel_id, "country": "CN", "weight_grams": 500, "total": "20"}
    body = owner.get(f"{ZONES}try/", asked).content.decode()
    assert "¥10.00" in body or "10.00" in body
    assert f"{METHODS}edit/{zone.methods.get().pk}/" in body
    assert "Nothing. No active zone" in owner.get(f"{ZONES}try/", asked | {"country": "DE"}).content.decode()
    wrong = owner.get(f"{ZONES}try/", asked | {"total": "many", "weight_grams": "-1", "region": "x"})
    assert wrong.status_code == 200


def test_the_log_says_what_was_changed(owner: Client, zone: ShippingZone) -> None:
    from wagtail.models import ModelLogEntry

    path = f"{METHODS}edit/{zone.methods.get().pk}/"
    owner.post(path, typed(owner, path) | {"rates-0-fee": "12", "max_days": 9})
    changes = ModelLogEntry.objects.get(action="wagtail.edit").data["changes"]
    assert {"field": "Days at most", "before": "3", "after": "9"} in changes
    assert {"field": "Fees by weight", "before": "0–… g: 10.00", "after": "0–… g: 12"} in changes


@pytest.mark.parametrize("knocks", ["editor", "staff"])
def test_others_than_the_owner_have_no_business_here(
    knocks: str, zone: ShippingZone, request: pytest.FixtureRequest
) -> None:
    client = request.getfixturevalue(knocks)
    method = zone.methods.get()
    for path in (ZONES, METHODS, f"{ZONES}try/", f"{ZONES}edit/{zone.pk}/", f"{METHODS}edit/{method.pk}/"):
        assert client.get(path)["Location"] == "/admin/"
    client.post(f"{METHODS}delete/{method.pk}/")
    assert ShippingMethod.objects.exists()

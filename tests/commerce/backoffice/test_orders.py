"""The order queue, one order's page, and what staff does with it."""

import io

import openpyxl
import pytest
from django.test import Client

from commerce.checkout import services as checkout
from commerce.orders import queries as orders
from commerce.orders.models import Order
from commerce.orders.types import Actor, OrderFacts
from commerce.payments.models import PaymentEvent, Refund
from commerce.shipping.models import ShippingMethod
from tests.factories import (
    make_category,
    make_customer,
    make_order,
    make_product,
    make_promotion,
    make_shipping_method,
    make_variant,
)

pytestmark = pytest.mark.django_db
STAFF = Actor("staff", "someone")


def paid_order(quantity: int = 2, **fields: object) -> OrderFacts:
    order = make_order({make_variant(name="Linen shirt"): quantity}, **fields)
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T-1", actor=STAFF)
    return orders.facts(order.id)


def page(client: Client, order: OrderFacts) -> str:
    response = client.get(f"/admin/order/{order.id}/")
    assert response.status_code == 200
    return response.content.decode()


def form_of(client: Client, order: OrderFacts, action: str) -> dict[str, object]:
    """What the action's page proposes, as a browser would send it."""
    response = client.get(f"/admin/order/{order.id}/{action}/")
    assert response.status_code == 200
    form = response.context["form"]
    return {field.html_name: field.value() for field in form if field.value() is not None}


def test_the_queue_is_empty_in_a_useful_way(staff: Client) -> None:
    assert "No orders yet" in staff.get("/admin/order/").content.decode()


def test_orders_are_found_by_number_mail_phone_and_name(staff: Client) -> None:
    wanted, other = make_order(), make_order(email="someone@else.test")
    number = Order.objects.get(pk=wanted.id).number
    for text in (number, "lin@example.com", "+86 138 0013 8000", "13800138000", "Lin Mei"):
        body = staff.get("/admin/order/results/", {"q": text}).content.decode()
        assert number in body, text
    body = staff.get("/admin/order/results/", {"q": "someone@else.test"}).content.decode()
    assert number not in body
    assert other.number in body
    assert "No order matches" in staff.get("/admin/order/results/", {"q": "nowhere"}).content.decode()


def test_the_queue_filters_by_state(staff: Client) -> None:
    unpaid, paid = make_order(), paid_order()
    body = staff.get("/admin/order/results/", {"status": ["confirmed"]}).content.decode()
    assert paid.number in body
    assert unpaid.number not in body
    nonsense = staff.get("/admin/order/results/", {"status": "nonsense", "placed_at_from": "not a day"})
    assert nonsense.status_code == 200


def test_exports_hold_no_formulas(staff: Client) -> None:
    order = make_order(note="=HYPERLINK(1)")
    Order.objects.filter(pk=order.id).update(email="@sum.test", phone="+8613800138000")
    csv = b"".join(staff.get("/admin/order/?export=csv").streaming_content).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in csv
    assert "'@sum.test" in csv
    assert "'+8613800138000" in csv
    assert order.number in csv
    answer = staff.get("/admin/order/?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]


def test_an_export_survives_characters_that_no_file_holds(staff: Client) -> None:
    order = make_order()
    Order.objects.filter(pk=order.id).update(note="a\x0bb")
    assert staff.get("/admin/order/?export=xlsx").status_code == 200


def test_the_page_tells_everything_about_an_order(staff: Client) -> None:
    shoes = make_category("Shoes")
    make_promotion(shoes, percent=20, name={"en": "Autumn sale"})
    customer = make_customer(name="Wang Fang")
    order = make_order({make_product("Trail shoe", categories=[shoes]).variants.get(): 1})
    Order.objects.filter(pk=order.id).update(customer=customer)
    body = page(staff, order)
    for words in (
        order.number, "Trail shoe", "Autumn sale", "Promotion “Autumn sale”", "Unit price from", "Bank transfer",
        "lin@example.com", "文三路 1 号", "Order placed", "Wang Fang", "Theme", "To pay",
    ):  # fmt: skip
        assert words in body, words


def test_a_page_of_an_unknown_order_is_not_found(staff: Client) -> None:
    assert staff.get("/admin/order/999/").status_code == 404
    assert staff.get("/admin/order/999/ship/").status_code == 404
    assert staff.get(f"/admin/order/{make_order().id}/explode/").status_code == 404


def test_staff_ships_a_part_and_then_the_rest(staff: Client) -> None:
    order = paid_order(quantity=2)
    form = form_of(staff, order, "ship")
    line = next(name for name in form if str(name).startswith("line-"))
    assert form[line] == 2
    answer = staff.post(
        f"/admin/order/{order.id}/ship/",
        form | {"carrier": "sf", "tracking_number": "SF1234567890123", line: "1"},
    )
    assert answer.status_code == 302
    assert orders.facts(order.id).status == "partially_shipped"
    form = form_of(staff, order, "ship")
    assert form[line] == 1
    staff.post(
        f"/admin/order/{order.id}/ship/", form | {"carrier": "sf", "tracking_number": "SF1234567890124"}
    )
    assert orders.facts(order.id).status == "shipped"
    assert "SF1234567890124" in page(staff, order)


def test_a_second_click_ships_nothing_more(staff: Client) -> None:
    order = paid_order(quantity=2)
    form = form_of(staff, order, "ship")
    line = next(name for name in form if str(name).startswith("line-"))
    data = form | {"carrier": "sf", "tracking_number": "SF1234567890123", line: "1"}
    for _click in range(2):
        staff.post(f"/admin/order/{order.id}/ship/", data)
    assert orders.line_facts(order.id)[0].shipped_quantity == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"tracking_number": "Mr. Smith"}, "does not look like a tracking number"),
        ({"carrier": "pigeon"}, "pigeon is not one of the available choices"),
        ({"carrier": ""}, "This field is required"),
        ({"line": "99"}, "less than or equal to 2"),
        ({"line": "-1"}, "greater than or equal to 0"),
        ({"line": "0"}, "Choose what goes into the parcel"),
        ({"tracking_number": "SF12345\x0067890123"}, "Null characters are not allowed"),
    ],
)
def test_a_refused_parcel_says_why_and_keeps_what_was_typed(
    staff: Client, change: dict[str, str], says: str
) -> None:
    order = paid_order(quantity=2)
    form = form_of(staff, order, "ship")
    line = next(name for name in form if str(name).startswith("line-"))
    data = form | {"carrier": "sf", "tracking_number": "SF1234567890123"}
    data |= {line if name == "line" else name: value for name, value in change.items()}
    answer = staff.post(f"/admin/order/{order.id}/ship/", data)
    assert answer.status_code in (400, 422)
    if answer.status_code == 422:
        assert says in answer.content.decode()
        assert str(form["key"]) in answer.content.decode()
    assert orders.facts(order.id).status == "confirmed"


def test_deliver_and_complete(staff: Client) -> None:
    order = paid_order()
    form = form_of(staff, order, "ship")
    staff.post(f"/admin/order/{order.id}/ship/", form | {"carrier": "other", "tracking_number": "ABCD1234"})
    staff.post(f"/admin/order/{order.id}/deliver/", form_of(staff, order, "deliver"))
    assert orders.facts(order.id).status == "delivered"
    staff.post(f"/admin/order/{order.id}/complete/", form_of(staff, order, "complete"))
    assert orders.facts(order.id).status == "completed"


def test_what_does_not_fit_the_state_is_explained(staff: Client) -> None:
    order = make_order()
    body = staff.get(f"/admin/order/{order.id}/deliver/").content.decode()
    assert "does not fit the order's state" in body.replace("&#x27;", "'")
    answer = staff.post(f"/admin/order/{order.id}/deliver/", {"key": "k"})
    assert answer.status_code == 422
    assert orders.facts(order.id).status == "pending_payment"


def test_canceling_asks_first_and_keeps_the_reason(staff: Client) -> None:
    order = paid_order()
    form = form_of(staff, order, "cancel")
    assert orders.facts(order.id).status == "confirmed"
    staff.post(f"/admin/order/{order.id}/cancel/", form | {"reason": "sold twice"})
    assert orders.facts(order.id).status == "canceled"
    body = page(staff, order)
    assert "sold twice" in body
    assert "Staff" in body


def test_money_is_for_the_owner(staff: Client) -> None:
    order = paid_order()
    for action in ("refund", "mark-paid"):
        answer = staff.get(f"/admin/order/{order.id}/{action}/")
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
        staff.post(
            f"/admin/order/{order.id}/{action}/", {"amount": "1", "reason": "r", "reference": "r", "key": "k"}
        )
    assert not Refund.objects.exists()
    assert f"/admin/order/{order.id}/refund/" not in page(staff, order)


def test_the_owner_records_a_transfer_once(owner: Client) -> None:
    order = make_order()
    form = form_of(owner, order, "mark-paid")
    for _click in range(2):
        owner.post(f"/admin/order/{order.id}/mark-paid/", form | {"reference": "bank statement 7"})
    assert orders.facts(order.id).captured_amount == order.total_amount
    assert orders.facts(order.id).status == "confirmed"
    assert PaymentEvent.objects.count() == 1


def test_the_owner_refunds_once_and_marks_it_sent(owner: Client) -> None:
    order = paid_order()
    form = form_of(owner, order, "refund")
    for _click in range(2):
        owner.post(f"/admin/order/{order.id}/refund/", form | {"amount": "5.00", "reason": "a stain"})
    refund = Refund.objects.get()
    assert refund.amount == 500
    assert "Mark as sent" in page(owner, order)
    url = f"/admin/order/{order.id}/refunds/{refund.public_id}/sent/"
    assert owner.post(url, {"key": "k", "reference": "transfer 9"}).status_code == 302
    assert orders.facts(order.id).refunded_amount == 500
    assert owner.get(f"/admin/order/{make_order().id}/refunds/{refund.public_id}/sent/").status_code == 404


@pytest.mark.parametrize("amount", ["0", "-5", "1e400", "NaN", "0.001", "999999999", "", "a lot"])
def test_a_sum_that_cannot_be_given_back_is_refused(owner: Client, amount: str) -> None:
    order = paid_order()
    form = form_of(owner, order, "refund")
    answer = owner.post(f"/admin/order/{order.id}/refund/", form | {"amount": amount, "reason": "why not"})
    assert answer.status_code == 422
    assert "why not" in answer.content.decode()
    assert not Refund.objects.exists()


def test_a_forged_request_changes_nothing(staff: Client) -> None:
    order = paid_order()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = staff.cookies
    assert strict.post(f"/admin/order/{order.id}/cancel/", {"key": "k"}).status_code == 403
    assert orders.facts(order.id).status == "confirmed"


def test_the_history_names_what_staff_did(staff: Client) -> None:
    order = paid_order()
    staff.post(f"/admin/order/{order.id}/cancel/", form_of(staff, order, "cancel"))
    body = staff.get(f"/admin/order/history/{order.id}/").content.decode()
    assert "Canceled the order" in body


def test_the_page_costs_a_bounded_number_of_queries(staff: Client, django_assert_max_num_queries) -> None:
    order = make_order({make_variant(name=f"Thing {number}"): 1 for number in range(6)})
    page(staff, order)
    with django_assert_max_num_queries(45):
        page(staff, order)


def test_the_list_costs_the_same_however_long(staff: Client, django_assert_max_num_queries) -> None:
    for _order in range(4):
        make_order()
    staff.get("/admin/order/")
    with django_assert_max_num_queries(20):
        staff.get("/admin/order/")


# --- packing, money limits and notes


def test_packing_shows_where_to_and_proposes_the_carrier_the_customer_chose(staff: Client) -> None:
    make_shipping_method()
    ShippingMethod.objects.update(carrier="sf")
    order = paid_order(note="Ring twice")
    form = form_of(staff, order, "ship")
    assert form["carrier"] == "sf"
    body = staff.get(f"/admin/order/{order.id}/ship/").content.decode()
    for words in ("Lin Mei · +86 138 0013 8000", "文三路 1 号", "China", "Ring twice"):
        assert words in body, words


def test_money_forms_say_how_much_there_is(owner: Client) -> None:
    order = make_order()
    assert "CN¥110.00 is still owed" in owner.get(f"/admin/order/{order.id}/mark-paid/").content.decode()
    checkout.mark_paid(order_id=order.id, amount=order.total_amount, reference="T-1", actor=STAFF)
    checkout.refund(order_id=order.id, amount=1_000, reason="sorry", actor=STAFF, key="r")
    body = owner.get(f"/admin/order/{order.id}/refund/").content.decode()
    assert "At most CN¥100.00 can be given back" in body


def test_staff_leaves_a_note_for_colleagues_and_for_nobody_else(staff: Client, shopper: Client) -> None:
    order = make_order()
    form = form_of(staff, order, "note")
    for _click in range(2):
        answer = staff.post(f"/admin/order/{order.id}/note/", form | {"note": "Called, wants it\non Friday"})
        assert answer.status_code == 302
    body = page(staff, order)
    assert body.count("Called, wants it<br>on Friday") == 1
    assert "Staff" in body
    assert "Added a note" in staff.get(f"/admin/order/history/{order.id}/").content.decode()
    assert "Called" not in shopper.get(f"/en/orders/{order.token}/").content.decode()


@pytest.mark.parametrize("note", ["", "   ", "x" * 2001])
def test_a_note_that_says_nothing_or_too_much_is_not_kept(staff: Client, note: str) -> None:
    order = make_order()
    form = form_of(staff, order, "note")
    assert staff.post(f"/admin/order/{order.id}/note/", form | {"note": note}).status_code == 422
    assert "q-words" not in page(staff, order)


def test_the_page_names_languages_as_people_do(staff: Client) -> None:
    assert "language English" in page(staff, make_order())


def test_too_much_money_is_asked_about_before_it_is_believed(owner: Client) -> None:
    order = make_order()
    path = f"/admin/order/{order.id}/mark-paid/"
    data = form_of(owner, order, "mark-paid") | {"amount": "1100.00", "reference": "B-1"}
    answer = owner.post(path, data)
    assert "CN¥990.00 more than is owed" in answer.content.decode()
    assert not PaymentEvent.objects.exists()
    shown = {field.html_name: field.value() for field in answer.context["form"]}
    other = owner.post(path, shown | {"amount": "1100.01"})
    assert other.status_code == 422, "another figure is another question"
    assert owner.post(path, shown).status_code == 302
    assert Refund.objects.get().amount == 99_000


def test_the_timeline_tells_who_handled_money_and_parcels(owner: Client) -> None:
    order = make_order()
    paid = form_of(owner, order, "mark-paid") | {"reference": "BANK-77"}
    owner.post(f"/admin/order/{order.id}/mark-paid/", paid)
    parcel = form_of(owner, order, "ship") | {"carrier": "sf", "tracking_number": "SF1234567890123"}
    owner.post(f"/admin/order/{order.id}/ship/", parcel)
    back = form_of(owner, order, "refund") | {"amount": "5", "reason": "a scratch"}
    owner.post(f"/admin/order/{order.id}/refund/", back)
    body = page(owner, order)
    for words in ("CN¥110.00 · BANK-77", "CN¥5.00 · a scratch", "SF Express SF1234567890123"):
        assert words in body, words


def test_the_history_names_who_recorded_the_money(owner: Client) -> None:
    order = make_order()
    paid = form_of(owner, order, "mark-paid") | {"reference": "BANK-77"}
    owner.post(f"/admin/order/{order.id}/mark-paid/", paid)
    history = orders.order_view(order.id, "en").history
    (confirmed,) = (entry for entry in history if entry.command == "confirm")
    assert confirmed.actor.kind == "staff"
    assert "payment provider" not in page(owner, order)


def test_cash_at_the_door_is_followed_to_the_end(owner: Client) -> None:
    order = make_order(payment_method="cash_on_delivery")
    assert order.status == "confirmed", "nothing to wait for: the money comes with the parcel"
    parcel = form_of(owner, order, "ship") | {"carrier": "sf", "tracking_number": "SF1234567890123"}
    owner.post(f"/admin/order/{order.id}/ship/", parcel)
    owner.post(f"/admin/order/{order.id}/deliver/", form_of(owner, order, "deliver"))
    early = owner.post(f"/admin/order/{order.id}/complete/", form_of(owner, order, "complete"))
    assert early.status_code == 422, "the courier has the money still"
    cash = form_of(owner, order, "mark-paid") | {"reference": "courier's list 7"}
    owner.post(f"/admin/order/{order.id}/mark-paid/", cash)
    owner.post(f"/admin/order/{order.id}/complete/", form_of(owner, order, "complete"))
    after = orders.facts(order.id)
    assert (after.status, after.payment_status) == ("completed", "paid")
    assert "payment provider" not in page(owner, order)

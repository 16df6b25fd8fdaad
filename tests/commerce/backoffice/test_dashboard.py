"""The first screen of the admin: today beside yesterday, two weeks at a glance, what waits."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commerce.backoffice.chart import bars
from commerce.backoffice.sales import last_days
from commerce.orders.models import Order
from tests import factories as make

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")


def place(*, at: datetime, total: int, status: str = "confirmed", currency: str = "CNY") -> None:
    order = make.make_order()
    Order.objects.filter(pk=order.id).update(
        placed_at=at, total_amount=total, status=status, currency=currency
    )


def test_a_day_is_the_shops_own(db: None) -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    place(at=datetime(2026, 3, 1, 15, 59, tzinfo=UTC), total=100)  # 23:59 in Shanghai
    place(at=datetime(2026, 3, 1, 16, 0, tzinfo=UTC), total=200)  # midnight there
    place(at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC), total=300, currency="EUR")
    place(at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC), total=400, status="pending_payment")
    place(at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC), total=500, status="canceled")
    days = last_days(now, SHANGHAI)
    assert len(days) == 14
    assert (days[-2].orders, dict(days[-2].sales)) == (1, {"CNY": 100})
    assert (days[-1].orders, dict(days[-1].sales)) == (3, {"CNY": 200, "EUR": 300})
    assert days[0].orders == 0


def test_bars_never_leave_the_drawing() -> None:
    drawn = bars([0, 1, 1000, -5], width=100, height=50)
    assert [bar.height for bar in drawn] == [0.0, 1.0, 50.0, 0.0]
    assert all(bar.x >= 0 and bar.x + bar.width <= 100 and 0 <= bar.y <= 50 for bar in drawn)
    assert bars([], width=100, height=50) == ()


def test_staff_sees_today_beside_yesterday_and_the_days_as_a_table(staff: Client) -> None:
    place(at=timezone.now(), total=12_300)
    place(at=timezone.now() - timedelta(days=1), total=4_500)
    body = staff.get("/admin/").content.decode()
    for part in (
        "¥123.00",
        "yesterday CN¥45.00",
        "yesterday 1",
        "<svg",
        "2 orders in the last 14 days",
        "<table",
    ):
        assert part in body, part


def test_a_new_shop_is_told_so(owner: Client) -> None:
    body = owner.get("/admin/").content.decode()
    assert "No orders in the last 14 days." in body
    assert "Orders appear here as soon as somebody buys something." in body


def test_an_editor_sees_no_money(editor: Client) -> None:
    place(at=timezone.now(), total=12_300)
    body = editor.get("/admin/").content.decode()
    assert "q-sales" not in body
    assert "pages in review" in body


def test_the_screen_costs_the_same_however_much_is_sold(owner: Client) -> None:
    def cost() -> int:
        owner.get("/admin/")
        with CaptureQueriesContext(connection) as asked:
            owner.get("/admin/")
        return len(asked)

    place(at=timezone.now(), total=100)
    once = cost()
    for number in range(6):
        place(at=timezone.now() - timedelta(days=number), total=100)
    assert cost() == once

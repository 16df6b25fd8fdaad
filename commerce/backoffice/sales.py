"""Orders and sales of the last days, by the shop's own clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from commerce.channels.errors import NoChannel
from commerce.channels.queries import default_channel
from commerce.core.formats import format_money
from commerce.core.money import Money
from commerce.orders.models import Order

from .chart import bars
from .views import admin_language

DAYS = 14
WIDTH, HEIGHT = 560, 120


@dataclass(frozen=True, slots=True)
class Day:
    """Orders placed on a day that were not canceled, and what the paid ones came to, in minor units."""

    on: date
    orders: int = 0
    sales: Mapping[str, int] = field(default_factory=dict)


def clock() -> ZoneInfo:
    """The shop's own: the default channel's."""
    try:
        return ZoneInfo(default_channel().time_zone)
    except NoChannel:
        return ZoneInfo("UTC")


def last_days(now: datetime, zone: ZoneInfo, days: int = DAYS) -> list[Day]:
    """The last `days` days up to today, the oldest first; days without orders, too. One statement."""
    today = now.astimezone(zone).date()
    listed = [today - timedelta(days=back) for back in reversed(range(days))]
    since = datetime.combine(listed[0], time.min, zone)
    rows = (
        Order.objects.filter(placed_at__gte=since)
        .exclude(status="canceled")
        .order_by()
        .annotate(on=TruncDate("placed_at", tzinfo=zone))
        .values("on", "currency")
        .annotate(number=Count("pk"), paid=Sum("total_amount", filter=~Q(status="pending_payment")))
    )
    orders: dict[date, int] = defaultdict(int)
    sales: dict[date, dict[str, int]] = defaultdict(dict)
    for row in rows:
        orders[row["on"]] += row["number"]
        if row["paid"]:
            sales[row["on"]][row["currency"]] = row["paid"]
    return [Day(on, orders[on], sales[on]) for on in listed]


def money(sales: Mapping[str, int]) -> list[str]:
    """Sums as the reader writes them, one per currency."""
    language = admin_language()
    return [format_money(Money(amount, currency), language) for currency, amount in sorted(sales.items())]


class Sales(Component):
    """Today beside yesterday, and a small chart of the last fourteen days. One statement."""

    order = 5
    template_name = "backoffice/sales.html"

    def __init__(self, request: Any) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = self.request.user
        if not (user.has_perm("orders.view_order") or user.has_perm("orders.change_order")):
            return {"is_shown": False}
        days = last_days(timezone.now(), clock())
        today, yesterday = days[-1], days[-2]
        figures = [day.orders for day in days]
        return {
            "is_shown": True,
            "has_any": any(figures),
            "orders": (today.orders, yesterday.orders),
            "sales": figures_of(today, yesterday),
            "today_url": f"{reverse('order:index')}?placed_at_from={today.on:%Y-%m-%d}",
            "days": [
                (date_format(day.on, "SHORT_DATE_FORMAT"), day.orders, money(day.sales)) for day in days
            ],
            "bars": bars(figures, width=WIDTH, height=HEIGHT),
            "width": WIDTH,
            "height": HEIGHT,
            "most": max(figures),
            "summary": _("%(number)d orders in the last %(days)d days")
            % {"number": sum(figures), "days": DAYS},
        }


def figures_of(today: Day, yesterday: Day) -> list[tuple[str, str, str]]:
    """(currency, today, yesterday) for each currency that somebody paid in on either day."""
    language = admin_language()

    def written(day: Day, currency: str) -> str:
        return format_money(Money(day.sales.get(currency, 0), currency), language)

    currencies = sorted({*today.sales, *yesterday.sales})
    return [(code, written(today, code), written(yesterday, code)) for code in currencies]

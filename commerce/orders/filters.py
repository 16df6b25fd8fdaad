"""Filters of order lists, from a query string."""

from __future__ import annotations

import django_filters

from .models import Order
from .states import Status


class OrderFilter(django_filters.FilterSet):
    """`?status=…&placed_after=…&placed_before=…`; instants in ISO 8601."""

    status = django_filters.MultipleChoiceFilter(choices=Status.choices())
    placed_after = django_filters.IsoDateTimeFilter(field_name="placed_at", lookup_expr="gte")
    placed_before = django_filters.IsoDateTimeFilter(field_name="placed_at", lookup_expr="lt")

    class Meta:
        model = Order
        fields: tuple[str, ...] = ()

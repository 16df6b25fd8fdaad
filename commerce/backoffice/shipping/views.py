"""Screens of a zone and a method, and a parcel to try them with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from commerce.backoffice import trying
from commerce.backoffice.views import (
    ServiceCreateView,
    ServiceDeleteView,
    ServiceEditView,
    StaysMixin,
    admin_language,
)
from commerce.channels.queries import ref
from commerce.core.context import CommerceContext
from commerce.core.formats import format_money
from commerce.core.i18n import pick
from commerce.core.money import Money
from commerce.shipping import queries
from commerce.shipping import services as shipping
from commerce.shipping.models import ShippingMethod, ShippingZone

from .forms import ParcelForm, grams


def zone_name(zone: ShippingZone) -> str:
    return pick(zone.name, admin_language()) or zone.code


def method_name(method: ShippingMethod) -> str:
    return pick(method.name, admin_language()) or method.code


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A method of a zone with its fees in words."""

    name: str
    url: str
    fees: tuple[tuple[str, str], ...]
    is_active: bool


def methods_of(zone: ShippingZone) -> list[MethodRow]:
    """In the order in which shoppers see them. Two queries."""
    currency, language = zone.channel.currency, admin_language()
    return [
        MethodRow(
            name=method_name(method),
            url=reverse("delivery_method:edit", args=[method.pk]),
            fees=tuple(
                (
                    grams(rate.min_weight_grams, rate.max_weight_grams),
                    format_money(Money(rate.amount, currency), language),
                )
                for rate in method.rates.all()
            ),
            is_active=method.is_active,
        )
        for method in zone.methods.prefetch_related("rates")
    ]


class TryButton(trying.TryButton):
    try_name = "delivery_zone:try"


class ZoneNamed:
    def log_title(self, instance: ShippingZone) -> str:
        return zone_name(instance)


class ZoneCreateView(ZoneNamed, StaysMixin, ServiceCreateView):
    """Leads on to the zone, where methods are added."""


class ZoneEditView(TryButton, ZoneNamed, ServiceEditView):
    template_name = "backoffice/delivery_zone.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        add = f"{reverse('delivery_method:add')}?zone={self.object.pk}"
        return super().get_context_data(**kwargs) | {
            "methods": methods_of(self.object),
            "add_method_url": add,
        }


class ZoneDeleteView(ZoneNamed, ServiceDeleteView):
    """Only a zone without methods."""

    done = _("The zone is deleted.")

    def destroy(self) -> None:
        shipping.delete_zone(zone_id=self.object.pk)


class MethodNamed:
    template_name = "backoffice/delivery_method.html"

    def log_title(self, instance: ShippingMethod) -> str:
        return method_name(instance)


class MethodCreateView(MethodNamed, ServiceCreateView):
    def get_initial(self) -> dict[str, Any]:
        zone = self.request.GET.get("zone", "")
        return {**super().get_initial(), **({"zone": zone} if zone.isdecimal() else {})}


class MethodEditView(TryButton, MethodNamed, ServiceEditView):
    pass


class MethodDeleteView(ServiceDeleteView):
    """Only a method that no order chose."""

    done = _("The delivery method is deleted.")

    def log_title(self, instance: ShippingMethod) -> str:
        return method_name(instance)

    def destroy(self) -> None:
        shipping.delete_method(method_id=self.object.pk)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a shopper would read, and where it is set up."""

    name: str
    fee: str
    days: str
    zone: str
    url: str


class TryView(trying.TryView):
    """Which methods take a parcel, and what the shopper would pay."""

    model = ShippingZone
    form_class = ParcelForm
    page_title = _("Try the delivery out")
    parent = ("delivery_zone:index", _("Delivery zones"))
    introduction = _("A parcel that nobody sends: see what a shopper would be offered.")
    form_heading = _("The parcel")
    answers_heading = _("What the shopper is offered")
    no_answer = _(
        "Nothing. No active zone of this channel reaches the place, or no row of its methods holds the "
        "weight."
    )
    not_asked = _("Describe the parcel and press “Show”.")
    columns = [
        TitleColumn("name", label=_("Method"), get_url=lambda offer: offer.url),
        Column("fee", label=_("Fee"), classname="q-number"),
        Column("days", label=_("Days"), classname="q-number"),
        Column("zone", label=_("Zone")),
    ]

    def zones(self) -> QuerySet[ShippingZone]:
        return ShippingZone.objects.filter(is_active=True).order_by("channel_id", "pk")

    def initial(self) -> dict[str, Any]:
        return {"weight_grams": 1000, "total": 100}

    def answers(self, **parcel: Any) -> list[Offer]:
        """Methods that take the parcel. One query beside what is kept."""
        language, channel = admin_language(), ref(parcel["channel"])
        context = CommerceContext(
            now=timezone.now(), channel=channel, language=language, currency=channel.currency
        )
        found = queries.options(
            context,
            country=parcel["country"],
            region=parcel["region"],
            weight_grams=parcel["weight_grams"],
            subtotal=parcel["total"],
        )
        codes = [option.code for option in found]
        methods = ShippingMethod.objects.filter(code__in=codes).select_related("zone")
        rows = {row.code: row for row in methods}
        return [
            Offer(
                name=option.name,
                fee=format_money(Money(option.amount, option.currency), language)
                if option.amount
                else gettext("free"),
                days="–".join(dict.fromkeys((str(option.min_days), str(option.max_days)))),
                zone=zone_name(rows[option.code].zone),
                url=reverse("delivery_method:edit", args=[rows[option.code].pk]),
            )
            for option in found
            if option.code in rows
        ]

"""Screens of a tax category and a tax zone, and a place to try them with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from commerce.backoffice import trying
from commerce.backoffice.views import (
    ServiceCreateView,
    ServiceDeleteView,
    ServiceEditView,
    StaysMixin,
    admin_language,
)
from commerce.channels.queries import default_channel
from commerce.core.context import CommerceContext
from commerce.core.i18n import pick
from commerce.tax import queries
from commerce.tax import services as tax
from commerce.tax.models import TaxCategory, TaxZone
from commerce.tax.types import TaxRule

from .forms import WhereForm
from .rows import percent_of


def category_name(category: TaxCategory) -> str:
    return pick(category.name, admin_language()) or category.code


def zone_name(zone: TaxZone) -> str:
    return pick(zone.name, admin_language()) or zone.code


class TryButton(trying.TryButton):
    try_name = "tax_zone:try"


class CategoryNamed:
    def log_title(self, instance: TaxCategory) -> str:
        return category_name(instance)


class CategoryCreateView(CategoryNamed, ServiceCreateView):
    pass


class CategoryEditView(CategoryNamed, ServiceEditView):
    pass


class CategoryDeleteView(CategoryNamed, ServiceDeleteView):
    """Only a category that nothing uses."""

    done = _("The tax category is deleted.")

    def destroy(self) -> None:
        tax.delete_category(category_id=self.object.pk)


class ZoneNamed:
    def log_title(self, instance: TaxZone) -> str:
        return zone_name(instance)


class ZoneCreateView(ZoneNamed, StaysMixin, ServiceCreateView):
    template_name = "backoffice/tax_zone.html"


class ZoneEditView(TryButton, ZoneNamed, StaysMixin, ServiceEditView):
    template_name = "backoffice/tax_zone.html"


class ZoneDeleteView(ZoneNamed, ServiceDeleteView):
    """Only a zone without rates."""

    done = _("The tax zone is deleted.")

    def destroy(self) -> None:
        tax.delete_zone(zone_id=self.object.pk)


@dataclass(frozen=True, slots=True)
class Answer:
    """A category and what is due on it, in words."""

    category: str
    percent: str
    label: str


class TryView(trying.TryView):
    """Which rate each category has in a place on a day."""

    model = TaxZone
    form_class = WhereForm
    page_title = _("Try the tax rates out")
    parent = ("tax_zone:index", _("Tax zones"))
    introduction = _("Goods sent somewhere on a day: see which rate counts.")
    form_heading = _("Where and when")
    answers_heading = _("Rates there")
    no_answer = _("No zone has a rate for this place at this time: no tax is due there.")
    not_asked = _("Choose a place and press “Show”.")
    columns = [
        Column("category", label=_("Tax category")),
        Column("percent", label=_("Percent"), classname="q-number"),
        Column("label", label=_("Name")),
    ]

    def zones(self) -> QuerySet[TaxZone]:
        return TaxZone.objects.order_by("-priority", "pk")

    def answers(self, **asked: Any) -> list[Answer]:
        """One per category, the default first; none if nothing is due. One query beside what is kept."""
        channel, language = default_channel(), admin_language()
        context = CommerceContext(
            now=asked["at"], channel=channel, language=language, currency=channel.currency
        )
        rates = queries.rates(context, asked["country"], asked["region"])
        categories = TaxCategory.objects.order_by("-is_default", "code")
        return [answer_for(row, rates.get(row.pk)) for row in categories] if rates else []


def answer_for(category: TaxCategory, rate: TaxRule | None) -> Answer:
    if rate is None:
        return Answer(category_name(category), "–", "")
    return Answer(category_name(category), f"{percent_of(rate.rate_ppm)}%", rate.label)

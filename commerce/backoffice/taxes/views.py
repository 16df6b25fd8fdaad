"""Screens of a tax category and a tax zone, and a place to try them with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

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

from .forms import WhereForm
from .rows import percent_of


def category_name(category: TaxCategory) -> str:
    return pick(category.name, admin_language()) or category.code


def zone_name(zone: TaxZone) -> str:
    return pick(zone.name, admin_language()) or zone.code


class TryButton:
    """A button that leads to the place to try rates with."""

    request: Any

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        found = list(super().header_more_buttons)  # type: ignore[misc]
        return [*found, Button(gettext("Try it out"), url=reverse("tax_zone:try"), icon_name="view")]


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
    """A category and what is due on it; `percent` empty: nothing."""

    category: str
    percent: str
    label: str


class TryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Which rate each category has in a place on a day: the shop's own answer."""

    model = TaxZone
    any_permission_required = ["view", "add", "change", "delete"]
    template_name = "backoffice/tax_try.html"
    page_title = _("Try the tax rates out")
    header_icon = "view"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("tax_zone:index"), "label": gettext("Tax zones")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = make_form(self.request)
        is_asked = form.is_bound and form.is_valid()
        answers = answers_for(**form.cleaned_data) if is_asked else []
        return super().get_context_data(**kwargs) | {
            "form": form,
            "media": form.media,
            "is_asked": is_asked,
            "answers": answers,
            "has_tax": any(answer.percent for answer in answers),
        }


def make_form(request: HttpRequest) -> WhereForm:
    zones = TaxZone.objects.order_by("-priority", "pk")
    offered = list(dict.fromkeys(country for zone in zones for country in zone.countries))
    return WhereForm(
        request.GET or None, offered=offered, initial={"country": offered[0] if offered else None}
    )


def answers_for(country: str, region: str, at: datetime) -> list[Answer]:
    """One per category, the default first. One query beside what is kept."""
    channel, language = default_channel(), admin_language()
    context = CommerceContext(now=at, channel=channel, language=language, currency=channel.currency)
    rates = queries.rates(context, country, region)
    return [
        Answer(
            category_name(row),
            percent_of(rates[row.pk].rate_ppm) if row.pk in rates else "",
            rates[row.pk].label if row.pk in rates else "",
        )
        for row in TaxCategory.objects.order_by("-is_default", "code")
    ]

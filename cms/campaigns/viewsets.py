"""Campaigns in the admin: a list, a form for drafts, and the screens around them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button

from cms.dress import look_words
from commerce.backoffice.columns import EditColumn, InstantColumn, ToneColumn
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.views import ServiceCreateView, ServiceEditView, StaysMixin
from commerce.backoffice.viewsets import ServiceViewSet

from . import states
from .forms import CampaignForm
from .models import Campaign
from .preview import links
from .preview.admin import PreviewView
from .views import CalendarView, CampaignView, CloseView, ScheduleView, WithdrawView
from .words import STANDINGS, TONES, stand, standing


class CampaignFilterSet(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(label=_("State"), choices=list(STANDINGS.items()), method="stands")

    class Meta:
        model = Campaign
        fields = ["site"]

    def stands(self, queryset: QuerySet[Campaign], name: str, value: str) -> QuerySet[Campaign]:
        return queryset.filter(stand(value, timezone.now()))


class CampaignIndexView(GuidedList, IndexView):
    default_ordering = "-starts_at"
    nothing_yet = _("No campaigns yet")
    add_first = _("Plan the first campaign.")
    how_to_begin = _("A theme, promotions and a landing page that begin and end together, by the clock.")
    nothing_found = _("No campaign matches. Search by name, or clear the filters.")

    def search_queryset(self, queryset: QuerySet[Campaign]) -> QuerySet[Campaign]:
        return queryset.filter(name__icontains=self.search_query)

    @property
    def header_more_buttons(self) -> list[Any]:
        url = reverse("campaign:calendar")
        found = [Button(gettext("Calendar"), url=url, icon_name="date", priority=10)]
        if self.request.user.has_perm(links.PERMISSION):
            url = reverse("campaign:preview")
            found.append(Button(gettext("Preview as of…"), url=url, icon_name="view", priority=20))
        return found


class SavedByService:
    """The service has logged it already."""

    form: Any
    request: Any

    def save_instance(self) -> Any:
        return self.form.save(str(self.request.user.pk))


class CampaignCreateView(SavedByService, StaysMixin, ServiceCreateView):
    success_message = _("The draft is saved. Check and schedule it when it is complete.")


class CampaignEditView(SavedByService, StaysMixin, ServiceEditView):
    """Drafts are written here; whatever is scheduled is looked at."""

    success_message = _("The draft is saved. Check and schedule it when it is complete.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.get_object().state != states.DRAFT:
            return redirect("campaign:show", kwargs["pk"])
        return super().get(request, *args, **kwargs)

    @property
    def header_buttons(self) -> list[Any]:
        url = reverse("campaign:show", args=[self.object.pk])
        return [*super().header_buttons, Button(gettext("Check and schedule"), url=url, icon_name="date")]


class CampaignViewSet(ServiceViewSet):
    model = Campaign
    name = "campaign"
    icon = "date"
    menu_label = _("Campaigns")
    menu_order = 125
    add_to_admin_menu = True
    form_class = CampaignForm
    index_view_class = CampaignIndexView
    add_view_class = CampaignCreateView
    edit_view_class = CampaignEditView
    filterset_class = CampaignFilterSet
    search_fields = ["name"]
    list_display = [
        EditColumn("name", label=_("Name"), url_name="campaign:edit"),
        ToneColumn(
            "standing",
            label=_("State"),
            accessor=lambda row: standing(row, timezone.now()),
            words=STANDINGS.__getitem__,
            tone=TONES.__getitem__,
        ),
        Column(
            "theme",
            label=_("Theme"),
            accessor=lambda row: row.theme and look_words(row.theme, row.preset),
            classname="q-wide",
        ),
        InstantColumn("starts_at", label=_("Starts"), sort_key="starts_at"),
        InstantColumn("over_at", label=_("Ends"), classname="q-wide"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("calendar/", CalendarView.as_view(), name="calendar"),
            path("calendar/<int:year>/<int:month>/", CalendarView.as_view(), name="calendar_month"),
            path("show/<int:pk>/", CampaignView.as_view(), name="show"),
            path("schedule/<int:pk>/", ScheduleView.as_view(), name="schedule"),
            path("withdraw/<int:pk>/", WithdrawView.as_view(), name="withdraw"),
            path("preview/", PreviewView.as_view(), name="preview"),
            path("close/<int:pk>/", CloseView.as_view(), name="close"),
        ]

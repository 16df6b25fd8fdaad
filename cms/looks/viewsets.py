"""Theme windows in the admin: what is worn now, what is to come, what is over."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from cms.dress import look_words
from commerce.backoffice.columns import EditColumn, InstantColumn, ToneColumn
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.views import ServiceCreateView, ServiceEditView
from commerce.backoffice.viewsets import ServiceViewSet
from commerce.core.errors import CommerceError
from themes.engine.models import ThemeWindow

from . import services
from .forms import WindowForm

STATES = {
    "planned": pgettext_lazy("theme window", "Planned"),
    "open": pgettext_lazy("theme window", "Open"),
    "over": pgettext_lazy("theme window", "Over"),
}
TONES = {"planned": "waiting", "open": "good", "over": "neutral"}


def state_of(window: ThemeWindow) -> str:
    """planned, open or over, now."""
    now = timezone.now()
    if window.starts_at > now:
        return "planned"
    return "over" if window.ends_at is not None and window.ends_at <= now else "open"


def are(state: str) -> Q:
    """Windows that are planned, open or over, now."""
    now = timezone.now()
    is_over = Q(ends_at__lte=now)
    return {
        "planned": Q(starts_at__gt=now),
        "open": Q(starts_at__lte=now) & ~is_over,
        "over": is_over,
    }[state]


def window_title(window: ThemeWindow) -> str:
    starts = date_format(timezone.localtime(window.starts_at), "SHORT_DATETIME_FORMAT")
    return f"{look_words(window.theme, window.preset)} · {starts}"


def overlapping(window: ThemeWindow) -> QuerySet[ThemeWindow]:
    """Other windows of the site that are open at some time of this one."""
    others = ThemeWindow.objects.filter(site_id=window.site_id).exclude(pk=window.pk)
    others = others.exclude(ends_at__lte=window.starts_at)
    return others if window.ends_at is None else others.filter(starts_at__lt=window.ends_at)


def overlap_words(window: ThemeWindow) -> str:
    return "; ".join(window_title(other) for other in overlapping(window)[:3])


class WindowFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=list(STATES.items()), method="in_state")

    class Meta:
        model = ThemeWindow
        fields = ["site"]

    def in_state(self, queryset: QuerySet[ThemeWindow], name: str, value: str) -> QuerySet[ThemeWindow]:
        return queryset.filter(are(value))


class WindowIndexView(GuidedList, IndexView):
    default_ordering = "-starts_at"
    nothing_yet = _("No theme windows yet")
    add_first = _("Open the first window.")
    how_to_begin = _(
        "Another theme or preset from an instant until another; then the site's own theme again."
    )
    nothing_found = _("No theme window matches. Search by note, or clear the filters.")

    def search_queryset(self, queryset: QuerySet[ThemeWindow]) -> QuerySet[ThemeWindow]:
        return queryset.filter(Q(note__icontains=self.search_query) | Q(theme__icontains=self.search_query))


class TellsOverlap:
    """Says after saving which other windows are open at the same time, since one of them will not be seen."""

    form: Any
    request: Any

    def save_instance(self) -> Any:
        window = super().save_instance()  # type: ignore[misc]
        if others := overlap_words(window):
            text = gettext("It overlaps with %(others)s. The higher priority wins, then the later start.")
            messages.warning(self.request, text % {"others": others})
        return window

    def log_title(self, instance: ThemeWindow) -> str:
        return window_title(instance)


class WindowCreateView(TellsOverlap, ServiceCreateView):
    pass


class WindowEditView(TellsOverlap, ServiceEditView):
    @property
    def header_more_buttons(self) -> list[Any]:
        if state_of(self.object) == "over":
            return []
        url = reverse("themewindow:close", args=[self.object.pk])
        return [Button(gettext("Close now"), url=url, icon_name="cross", priority=10)]


class CloseView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks, then closes the window at this instant."""

    model = ThemeWindow
    permission_required = "change"
    template_name = "backoffice/confirm.html"
    page_title = _("Close the theme window now")
    header_icon = "cross"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.window = get_object_or_404(ThemeWindow, pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("themewindow:index"), "label": gettext("Theme windows")},
            {"url": "", "label": window_title(self.window)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "question": window_title(self.window),
            "note": gettext("The shop wears its own theme, or the next window's, from the next page on."),
            "label": gettext("Close now"),
            "back_url": reverse("themewindow:index"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        title = window_title(self.window)
        try:
            closed = services.close_window(window_id=self.window.pk)
        except CommerceError as refusal:
            messages.error(request, str(refusal.message))
            return redirect("themewindow:edit", self.window.pk)
        if closed:
            log(instance=self.window, action="qilou.look.close", title=title)
            messages.success(request, gettext("The theme window is closed."))
        else:
            messages.info(request, gettext("The theme window was over already."))
        return redirect("themewindow:index")


class WindowViewSet(ServiceViewSet):
    model = ThemeWindow
    name = "themewindow"
    icon = "time"
    menu_label = _("Theme windows")
    menu_order = 6
    add_to_settings_menu = True
    form_class = WindowForm
    index_view_class = WindowIndexView
    add_view_class = WindowCreateView
    edit_view_class = WindowEditView
    filterset_class = WindowFilterSet
    search_fields = ["note", "theme"]
    list_display = [
        EditColumn(
            "look",
            label=_("Theme"),
            accessor=lambda row: look_words(row.theme, row.preset),
            url_name="themewindow:edit",
        ),
        ToneColumn(
            "state", label=_("State"), accessor=state_of, words=STATES.__getitem__, tone=TONES.__getitem__
        ),
        InstantColumn("starts_at", label=_("Starts"), sort_key="starts_at"),
        InstantColumn("ends_at", label=_("Ends"), sort_key="ends_at"),
        Column("priority", label=_("Priority"), classname="q-number"),
        Column("overlaps", label=_("Overlaps with"), accessor=overlap_words, classname="q-wide"),
        Column("note", label=_("Note"), classname="q-wide"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("close/<int:pk>/", CloseView.as_view(), name="close")]

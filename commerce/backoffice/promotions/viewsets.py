"""Promotions: what runs, what is planned, what is over."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
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

from commerce.backoffice.categories.viewsets import category_name
from commerce.backoffice.changes import change
from commerce.backoffice.columns import EditColumn, InstantColumn, ToneColumn
from commerce.backoffice.exports import SafeExport
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.searching import named_like
from commerce.backoffice.views import ServiceCreateView, ServiceEditView, admin_language
from commerce.backoffice.viewsets import ServiceViewSet
from commerce.core.formats import format_ppm
from commerce.core.i18n import pick
from commerce.promotions import services as promotions
from commerce.promotions.models import Promotion

from .forms import PPM_PER_PERCENT, PromotionForm

STATES = {
    "off": pgettext_lazy("promotion", "Off"),
    "planned": pgettext_lazy("promotion", "Planned"),
    "running": pgettext_lazy("promotion", "Running"),
    "over": pgettext_lazy("promotion", "Over"),
}
TONES = {"off": "neutral", "planned": "waiting", "running": "good", "over": "neutral"}


def state_of(promotion: Promotion) -> str:
    """off, planned, running or over, now."""
    now = timezone.now()
    if promotion.ends_at is not None and promotion.ends_at <= now:
        return "over"
    if not promotion.is_active:
        return "off"
    return "planned" if promotion.starts_at > now else "running"


def are(state: str) -> Q:
    """Promotions that are off, planned, running or over, now."""
    now = timezone.now()
    is_over = Q(ends_at__lte=now)
    return {
        "over": is_over,
        "off": ~is_over & Q(is_active=False),
        "planned": Q(is_active=True, starts_at__gt=now),
        "running": Q(is_active=True, starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now)),
    }[state]


def promotion_name(promotion: Promotion) -> str:
    return pick(promotion.name, admin_language()) or promotion.public_id


class PromotionFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=list(STATES.items()), method="in_state")

    class Meta:
        model = Promotion
        fields = ["channel"]

    def in_state(self, queryset: QuerySet[Promotion], name: str, value: str) -> QuerySet[Promotion]:
        return queryset.filter(are(value))


class PromotionIndexView(GuidedList, SafeExport, IndexView):
    default_ordering = "-starts_at"
    nothing_yet = _("No promotions yet")
    add_first = _("Add the first promotion.")
    how_to_begin = _("A percentage off a category, from a day until a day, in every price shoppers see.")
    nothing_found = _("No promotion matches. Search by name, or clear the filters.")
    export_columns = {
        "name": (_("Name"), promotion_name),
        "state": (_("State"), lambda row: str(STATES[state_of(row)])),
        "percent": (_("Percent off"), lambda row: Decimal(row.percent_ppm) / PPM_PER_PERCENT),
        "category": (_("Category"), lambda row: category_name(row.category)),
        "channel": (_("Channel"), lambda row: str(row.channel or _("all channels"))),
        "starts_at": (_("Starts"), lambda row: row.starts_at),
        "ends_at": (_("Ends"), lambda row: row.ends_at),
    }

    def get_base_queryset(self) -> QuerySet[Promotion]:
        return super().get_base_queryset().select_related("category", "channel")

    def search_queryset(self, queryset: QuerySet[Promotion]) -> QuerySet[Promotion]:
        return queryset.filter(named_like(self.search_query, "category__slug"))


class PromotionCreateView(ServiceCreateView):
    def log_title(self, instance: Promotion) -> str:
        return promotion_name(instance)


class PromotionEditView(ServiceEditView):
    def log_title(self, instance: Promotion) -> str:
        return promotion_name(instance)

    @property
    def header_more_buttons(self) -> list[Any]:
        if state_of(self.object) not in ("running", "planned"):
            return []
        url = reverse("promotion:end", args=[self.object.pk])
        return [Button(gettext("End now"), url=url, icon_name="cross", priority=10)]


class EndView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks, then closes the window at this instant."""

    model = Promotion
    permission_required = "change"
    template_name = "backoffice/confirm.html"
    page_title = _("End the promotion now")
    header_icon = "cross"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("promotion:index"), "label": gettext("Promotions")},
            {"url": "", "label": promotion_name(self.promotion)},
        ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.promotion = get_object_or_404(Promotion, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = gettext("Prices return to normal at once. Orders already placed keep theirs.")
        return super().get_context_data(**kwargs) | {
            "question": promotion_name(self.promotion),
            "note": note,
            "label": gettext("End now"),
            "back_url": reverse("promotion:index"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if promotions.end_promotion(promotion_id=self.promotion.pk):
            ended = change(_("Ends"), self.promotion.ends_at, timezone.now())
            log(
                instance=self.promotion,
                action="qilou.promotion.end",
                title=promotion_name(self.promotion),
                data={"changes": [ended]},
            )
            messages.success(request, gettext("The promotion is over."))
        else:
            messages.info(request, gettext("The promotion was over already."))
        return redirect("promotion:index")


class PromotionViewSet(ServiceViewSet):
    model = Promotion
    name = "promotion"
    icon = "pick"
    menu_label = _("Promotions")
    menu_order = 30
    form_class = PromotionForm
    index_view_class = PromotionIndexView
    add_view_class = PromotionCreateView
    edit_view_class = PromotionEditView
    filterset_class = PromotionFilterSet
    search_fields = ["public_id"]
    list_display = [
        EditColumn("name", label=_("Name"), accessor=promotion_name, url_name="promotion:edit"),
        ToneColumn(
            "state", label=_("State"), accessor=state_of, words=STATES.__getitem__, tone=TONES.__getitem__
        ),
        Column(
            "percent",
            label=_("Discount"),
            accessor=lambda row: format_ppm(row.percent_ppm, admin_language()),
            classname="q-number",
        ),
        Column(
            "category",
            label=_("Category"),
            accessor=lambda row: category_name(row.category),
            classname="q-wide",
        ),
        Column(
            "channel",
            label=_("Channel"),
            accessor=lambda row: row.channel or _("all channels"),
            classname="q-wide",
        ),
        InstantColumn("starts_at", label=_("Starts"), sort_key="starts_at", classname="q-wide"),
        InstantColumn("ends_at", label=_("Ends"), sort_key="ends_at"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("end/<int:pk>/", EndView.as_view(), name="end")]

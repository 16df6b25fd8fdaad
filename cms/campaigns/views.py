"""Screens around a campaign: what will happen and what speaks against it, its commands, the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Site

from cms.dress import look_words
from commerce.core.errors import CommerceError, Text
from commerce.promotions.queries import promotion_facts

from . import checks, services, states
from .calendar import month
from .errors import CampaignNotReady
from .forms import promotion_words
from .models import Campaign
from .queries import landing_page, said, staff_language, zone_of
from .words import STANDINGS, TONES, standing

#: Years of the calendar.
FIRST_YEAR, LAST_YEAR = 2000, 2200


class CampaignScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen about one campaign."""

    model = Campaign
    permission_required = "change"
    header_icon = "date"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.campaign = get_object_or_404(Campaign.objects.select_related("site", "page"), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.campaign.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("campaign:index"), "label": gettext("Campaigns")},
            {"url": "", "label": self.campaign.name},
        ]


class CampaignView(CampaignScreen):
    """What the campaign brings, how it stands, and for a draft what keeps it from being scheduled."""

    template_name = "campaigns/campaign.html"
    permission_required = "view"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, now = self.campaign, timezone.now()
        word = standing(campaign, now)
        reasons = kwargs.pop("reasons", None)
        if reasons is None:
            reasons = checks.reasons(campaign, now) if campaign.state == states.DRAFT else []
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "standing": STANDINGS[word],
            "tone": TONES[word],
            "is_draft": campaign.state == states.DRAFT,
            "may_withdraw": word == "planned",
            "may_close": word in ("planned", "running"),
            "may_change": self.user_has_permission("change"),
            "may_preview": self.request.user.has_perm("campaigns.preview_shop"),
            "facts": facts(campaign),
            "errors": [reason for reason in reasons if not reason.is_warning],
            "warnings": [reason for reason in reasons if reason.is_warning],
        }


class ScheduleView(CampaignView):
    """Writes the windows; a refusal shows the reasons."""

    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            is_done = services.schedule(
                campaign_id=self.campaign.pk, accepted=request.POST.getlist("accepted")
            )
        except CampaignNotReady as refusal:
            messages.error(request, str(refusal.message))
            self.campaign.refresh_from_db()
            return self.render_to_response(self.get_context_data(reasons=refusal.reasons), status=422)
        except CommerceError as refusal:
            messages.error(request, str(refusal.message))
            return redirect("campaign:show", self.campaign.pk)
        if is_done:
            messages.success(request, gettext("The campaign is scheduled. It begins and ends by itself."))
        else:
            messages.info(request, gettext("The campaign was scheduled already."))
        return redirect("campaign:show", self.campaign.pk)


class CommandView(CampaignScreen):
    """Asks, then does it."""

    template_name = "backoffice/confirm.html"
    label: Text = ""
    note: Text = ""
    done: Text = ""
    too_late: Text = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "question": self.campaign.name,
            "note": self.note,
            "label": self.label,
            "back_url": reverse("campaign:show", args=[self.campaign.pk]),
        }

    def command(self) -> bool:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            is_done = self.command()
        except CommerceError as refusal:
            messages.error(request, str(refusal.message))
        else:
            if is_done:
                messages.success(request, str(self.done))
            else:
                messages.info(request, str(self.too_late))
        return redirect("campaign:edit", self.campaign.pk)


class CloseView(CommandView):
    label = _("Close now")
    note = _(
        "The theme, the promotions and the announcement end at once, and the shop is what it is without "
        "them. Orders already placed keep their prices. A closed campaign cannot be opened again."
    )
    done = _("The campaign is closed; the shop is as it is without it.")
    too_late = _("The campaign was over already.")

    def command(self) -> bool:
        return services.close(campaign_id=self.campaign.pk)


class WithdrawView(CommandView):
    label = _("Back to draft")
    note = _("The campaign will not begin until you schedule it again. Its promotions are switched off.")
    done = _("The campaign is a draft again.")
    too_late = _("The campaign was a draft already.")

    def command(self) -> bool:
        return services.withdraw(campaign_id=self.campaign.pk)


class CalendarView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """All campaigns of a month."""

    model = Campaign
    permission_required = "view"
    template_name = "campaigns/calendar.html"
    page_title = _("Calendar")
    header_icon = "date"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("campaign:index"), "label": gettext("Campaigns")},
            {"url": "", "label": gettext("Calendar")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        site = Site.objects.filter(is_default_site=True).first()
        zone = zone_of(site) if site else ZoneInfo("UTC")
        today = now.astimezone(zone).date()
        shown = self._asked() or today.replace(day=1)
        found = month(shown.year, shown.month, now, zone)
        for day in (day for week in found.weeks for day in week):
            for entry in day.entries:
                entry.campaign.standing_words = STANDINGS[standing(entry.campaign, now)]  # type: ignore[attr-defined]
        return super().get_context_data(**kwargs) | {
            "month": found,
            "zone": str(zone),
            "weekdays": [day.on for day in found.weeks[0]],
            "may_add": self.user_has_permission("add"),
        }

    def _asked(self) -> date | None:
        if "year" not in self.kwargs:
            return None
        if not FIRST_YEAR <= self.kwargs["year"] <= LAST_YEAR or not 1 <= self.kwargs["month"] <= 12:
            raise Http404
        return date(self.kwargs["year"], self.kwargs["month"], 1)


def facts(campaign: Campaign) -> list[tuple[str, list[str]]]:
    """What the campaign brings, as headed lines."""
    language = staff_language()
    page = landing_page(campaign, language)
    promotions = promotion_facts(campaign.promotions.values_list("pk", flat=True), language)
    end = said(campaign.ends_at, campaign)
    if campaign.over_at != campaign.ends_at:
        closed = said(campaign.over_at, campaign)
        end = gettext("%(end)s, closed at %(closed)s") % {"end": end, "closed": closed}
    window = [gettext("From %(time)s") % {"time": said(campaign.starts_at, campaign)}]
    window.append(gettext("Until %(time)s") % {"time": end})
    window.append(gettext("By the shop's clock, %(zone)s.") % {"zone": zone_of(campaign.site).key})
    said_above = [text for text in (campaign.announcement_zh_hans, campaign.announcement_en) if text]
    return [
        (gettext("Window"), window),
        (gettext("Theme"), [look_words(campaign.theme, campaign.preset)] if campaign.theme else []),
        (gettext("Promotions"), [promotion_words(each, language) for each in promotions]),
        (gettext("Announcement"), said_above),
        (gettext("Landing page"), [page.title] if page else []),
    ]

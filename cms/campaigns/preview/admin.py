"""“Preview as of…”: the screen that issues links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import Site

from cms.dress import look_choices, look_value, split_look
from commerce.core.errors import CommerceError

from .. import clock, states
from ..forms import WallTimeField
from ..models import Campaign
from ..queries import landing_page, staff_language, zone_of
from . import links

HOURS = (1, 8, 24, links.LONGEST_HOURS)


class PreviewForm(forms.Form):
    """As of when, in which theme, where to begin, and for how long the link is good."""

    at = WallTimeField(label=_("As of"))
    look = forms.ChoiceField(label=_("Theme"), required=False)
    path = forms.CharField(
        label=_("Begin at"),
        max_length=300,
        help_text=_("A page of this shop, such as /en/c/."),
    )
    hours = forms.TypedChoiceField(label=_("The link is good for"), coerce=int)

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site = site
        self.fields["at"].help_text = gettext("By the shop's clock, %(zone)s.") % {"zone": zone_of(site).key}
        self.fields["look"].choices = look_choices(pgettext("preview", "What is worn then"))  # type: ignore[attr-defined]
        self.fields["hours"].choices = [  # type: ignore[attr-defined]
            (hours, gettext("%(hours)d hours") % {"hours": hours} if hours > 1 else gettext("1 hour"))
            for hours in HOURS
        ]

    def clean_at(self) -> Any:
        try:
            return clock.instant_of(self.cleaned_data["at"], zone_of(self.site))
        except CommerceError as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal

    def clean_path(self) -> str:
        path: str = self.cleaned_data["path"]
        if not path.startswith("/") or path.startswith("//") or "\\" in path:
            raise forms.ValidationError(_("Start with / for a page of this shop."))
        return path


class PreviewView(WagtailAdminTemplateMixin, TemplateView):
    """For those who may look at the shop as of another time; `?campaign=`: as if that were scheduled."""

    template_name = "campaigns/preview.html"
    page_title = _("Preview as of…")
    header_icon = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(links.PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        wanted = request.GET.get("campaign", "")
        is_number = wanted.isascii() and wanted.isdigit() and len(wanted) <= 18
        found = Campaign.objects.select_related("site", "page").filter(pk=int(wanted) if is_number else 0)
        self.campaign = found.first()
        self.site = self.campaign.site if self.campaign else Site.objects.get(is_default_site=True)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("campaign:index"), "label": gettext("Campaigns")},
            {"url": "", "label": gettext("Preview as of…")},
        ]

    def make_form(self, data: Any = None) -> PreviewForm:
        zone, campaign = zone_of(self.site), self.campaign
        at = max(timezone.now(), campaign.starts_at) if campaign else timezone.now()
        page = landing_page(campaign, staff_language()) if campaign else None
        initial = {
            "at": clock.wall_of(at, zone).replace(second=0, microsecond=0),
            "path": (page.url if page else "") or "/",
            "hours": HOURS[1],
        }
        if campaign and campaign.state == states.DRAFT and campaign.theme:
            initial["look"] = look_value(campaign.theme, campaign.preset)
        return PreviewForm(data, site=self.site, initial=initial)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.make_form()
        return super().get_context_data(**kwargs) | {
            "form": form,
            "media": form.media,
            "campaign": self.campaign,
            "is_draft": bool(self.campaign and self.campaign.state == states.DRAFT),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        preview = self.issue(form.cleaned_data)
        link = f"{reverse('preview:enter')}?{urlencode({'link': links.sign(preview)})}"
        log(
            instance=self.campaign or self.site,
            action="qilou.campaign.preview",
            title=str(form.cleaned_data["at"]),
        )
        context = self.get_context_data(form=form)
        return self.render_to_response(
            context | {"link": request.build_absolute_uri(link), "expires_at": preview.expires_at}
        )

    def issue(self, data: dict[str, Any]) -> links.Preview:
        theme, preset = split_look(data["look"])
        return links.Preview(
            at=data["at"],
            host=self.request.get_host(),
            issuer=str(self.request.user.pk),
            expires_at=timezone.now() + timedelta(hours=data["hours"]),
            path=data["path"],
            theme=theme,
            preset=preset,
            campaign_id=self.campaign.pk if self.campaign else None,
        )

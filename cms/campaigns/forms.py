"""One campaign, as a marketer writes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import Site

from cms.dress import look_choices, look_value, split_look
from commerce.backoffice.forms import ServiceForm
from commerce.backoffice.widgets import PageChooser
from commerce.core.errors import CommerceError
from commerce.core.formats import format_ppm
from commerce.promotions.queries import latest_promotions, promotion_facts
from commerce.promotions.types import PromotionFacts

from . import clock, services
from .models import Campaign, CampaignPage
from .queries import staff_language, zone_of

#: So many of the latest promotions are offered.
MOST_PROMOTIONS = 60


class WallTimeField(forms.DateTimeField):
    """A day and time as the shop's clock shows it, without zone: the form knows which clock is meant."""

    widget = AdminDateTimeInput

    def prepare_value(self, value: Any) -> Any:
        return value

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, datetime):
            return value.replace(tzinfo=None)
        # Django would read it by the reader's clock, who may sit elsewhere.
        for text in (str(value).strip(),) if value else ():
            for style in self.input_formats or ():
                try:
                    return self.strptime(text, style).replace(tzinfo=None)
                except (ValueError, TypeError):
                    continue
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return None


class CampaignForm(ServiceForm):
    """Drafts may lack anything but a name and a window; what else is missing is said when it is scheduled."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("For those who work here; shoppers do not see it.")
    )
    site = forms.ModelChoiceField(label=_("Site"), queryset=Site.objects.all(), empty_label=None)
    starts_at = WallTimeField(label=_("Starts"))
    ends_at = WallTimeField(label=_("Ends"))
    look = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        help_text=_("What the shop wears meanwhile. Empty: what it wears anyway."),
    )
    promotions = forms.MultipleChoiceField(
        label=_("Promotions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They run with the campaign; times of their own are replaced when it is scheduled."),
    )
    announcement_zh_hans = forms.CharField(label=_("Announcement (Chinese)"), max_length=160, required=False)
    announcement_en = forms.CharField(
        label=_("Announcement (English)"),
        max_length=160,
        required=False,
        help_text=_("Stands above every page meanwhile, in place of the shop's own."),
    )
    announcement_url = forms.CharField(
        label=_("Announcement leads to"),
        max_length=200,
        required=False,
        help_text=_("A page of this shop, such as /en/c/, or a whole address. Empty: to the landing page."),
    )
    page = forms.ModelChoiceField(
        label=_("Landing page"),
        queryset=CampaignPage.objects.all(),
        required=False,
        widget=PageChooser(target_models=[CampaignPage]),
        help_text=_("A campaign page in any language; its translations belong to it."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = Site.objects.filter(is_default_site=True).first()
        if self.instance is None and site is not None:
            self.initial.setdefault("site", site.pk)
        if Site.objects.count() == 1:
            self.fields["site"].widget = forms.HiddenInput()
        clock_site = self.instance.site if self.instance else site
        if clock_site is not None:
            note = gettext("By the shop's clock, %(zone)s.") % {"zone": zone_of(clock_site).key}
            self.fields["starts_at"].help_text = self.fields["ends_at"].help_text = note
        worn = look_value(self.instance.theme, self.instance.preset) if self.instance else ""
        cast(forms.ChoiceField, self.fields["look"]).choices = look_choices(
            pgettext("theme", "No change"), worn
        )
        cast(forms.ChoiceField, self.fields["promotions"]).choices = self._promotions()

    def initial_of(self, campaign: Campaign) -> dict[str, Any]:
        zone = zone_of(campaign.site)
        return {
            "name": campaign.name,
            "site": campaign.site_id,
            "starts_at": clock.wall_of(campaign.starts_at, zone),
            "ends_at": clock.wall_of(campaign.ends_at, zone),
            "look": look_value(campaign.theme, campaign.preset),
            "promotions": [str(pk) for pk in campaign.promotions.values_list("pk", flat=True)],
            "announcement_zh_hans": campaign.announcement_zh_hans,
            "announcement_en": campaign.announcement_en,
            "announcement_url": campaign.announcement_url,
            "page": campaign.page_id,
            "revision": campaign.revision,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("site"):
            return data
        zone = zone_of(data["site"])
        for name in ("starts_at", "ends_at"):
            if data.get(name) is None:
                continue
            try:
                data[name] = clock.instant_of(data[name], zone)
            except CommerceError as refusal:
                self.add_error(name, str(refusal.message))
        return data

    def save(self, actor_id: str) -> Campaign:
        data = self.cleaned_data
        theme, preset = split_look(data["look"])
        written = {
            "name": data["name"],
            "site_id": data["site"].pk,
            "starts_at": data["starts_at"],
            "ends_at": data["ends_at"],
            "theme": theme,
            "preset": preset,
            "announcement_zh_hans": data["announcement_zh_hans"],
            "announcement_en": data["announcement_en"],
            "announcement_url": data["announcement_url"],
            "page_id": data["page"].pk if data["page"] else None,
            "promotion_ids": [int(pk) for pk in data["promotions"]],
        }
        if self.instance is None:
            return Campaign.objects.get(pk=services.create_campaign(**written))
        services.update_campaign(campaign_id=self.instance.pk, revision=data["revision"] or 0, **written)
        return Campaign.objects.get(pk=self.instance.pk)

    def _promotions(self) -> list[tuple[str, str]]:
        language = staff_language()
        chosen = self.instance.promotions.values_list("pk", flat=True) if self.instance else []
        offered = {each.id: each for each in latest_promotions(MOST_PROMOTIONS, language)}
        offered |= {each.id: each for each in promotion_facts(chosen, language)}
        return [(str(each.id), promotion_words(each, language)) for each in offered.values()]


def promotion_words(promotion: PromotionFacts, language: str) -> str:
    return f"{promotion.name} (−{format_ppm(promotion.percent_ppm, language)} · {promotion.lane})"

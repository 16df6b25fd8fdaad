"""Campaigns as the shop and its staff ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.formats import date_format, time_format
from wagtail.models import Site

from commerce.channels.errors import NoChannel
from commerce.channels.queries import channel_for_host
from commerce.core import clock
from commerce.core.context import CommerceContext
from commerce.core.i18n import pick
from commerce.core.kept import Kept

from . import states
from .errors import UnknownCampaign
from .models import Campaign, CampaignPage
from .types import Announced


def get_campaign(campaign_id: int) -> Campaign:
    """Raises UnknownCampaign."""
    found = Campaign.objects.select_related("site", "page").filter(pk=campaign_id).first()
    if found is None:
        raise UnknownCampaign(data={"campaign": campaign_id})
    return found


def zone_of(site: Site) -> ZoneInfo:
    """The shop's zone: that of the channel which sells at this site; UTC before there is a channel."""
    try:
        return ZoneInfo(channel_for_host(site.hostname).time_zone)
    except NoChannel:
        return ZoneInfo("UTC")


def languages_of(site: Site) -> tuple[str, ...]:
    """The languages in which the shop speaks at this site, the channel's own first."""
    known = tuple(code for code, _name in settings.LANGUAGES)
    try:
        channel = channel_for_host(site.hostname)
    except NoChannel:
        return known
    return tuple(code for code in channel.languages if code in known) or known


def landing_page(campaign: Campaign, language: str) -> CampaignPage | None:
    """The campaign's page in `language`, else in the one it has. One query."""
    if campaign.page is None:
        return None
    others = CampaignPage.objects.filter(translation_key=campaign.page.translation_key)
    return others.filter(locale__language_code=language).first() or campaign.page


def campaigns_in(first: datetime, last: datetime) -> QuerySet[Campaign]:
    """Campaigns whose window touches the span from `first` up to `last` (UTC), the earliest first."""
    return (
        Campaign.objects.filter(starts_at__lt=last, ends_at__gt=first)
        .exclude(Q(closed_at__isnull=False) & Q(closed_at__lte=first))
        .select_related("site")
        .order_by("starts_at", "pk")
    )


def announcement(context: CommerceContext) -> Mapping[str, str]:
    """What the campaign in force says above every page of the context's channel: text and address, or
    nothing. Of several the one that began last."""
    said = [
        each
        for each in (_read() if clock.is_assumed() else _announced())
        if each.channel == context.channel.code and each.starts_at <= context.now < each.ends_at
    ]
    if not said:
        return {}
    last = max(said, key=lambda each: each.starts_at)
    return {
        "announcement": pick(last.texts, context.language),
        "announcement_url": last.urls.get(context.language, ""),
    }


def _read() -> tuple[Announced, ...]:
    """Those that say something. Two queries. Without an address of its own it leads to the landing page."""
    rows = Campaign.objects.exclude(state=states.DRAFT)
    rows = rows.exclude(announcement_en="", announcement_zh_hans="").select_related("site", "page")
    landing = _landing_urls(row.page.translation_key for row in rows if row.page)
    found = []
    for row in rows:
        try:
            channel = channel_for_host(row.site.hostname).code
        except NoChannel:
            continue
        texts = {"zh-hans": row.announcement_zh_hans, "en": row.announcement_en}
        urls = landing.get(row.page.translation_key, {}) if row.page else {}
        if row.announcement_url:
            urls = dict.fromkeys(texts, row.announcement_url)
        found.append(Announced(channel, row.starts_at, row.over_at, texts, urls))
    return tuple(found)


def _landing_urls(keys: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """Addresses of landing pages by language, by translation key. One query, none without keys."""
    wanted = set(keys)
    pages = CampaignPage.objects.live().filter(translation_key__in=wanted).select_related("locale")
    found: dict[UUID, dict[str, str]] = {}
    for page in pages if wanted else ():
        found.setdefault(page.translation_key, {})[page.locale.language_code] = page.url or ""
    return found


#: Every page asks. Forgotten by the services that change a campaign.
_announced = Kept("campaigns.announced", _read)


def forget() -> None:
    """Read the announcements again when next asked."""
    _announced.forget()


def month_span(year: int, month: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """A month of the zone's calendar as a span of instants (UTC)."""
    first = datetime(year, month, 1, tzinfo=zone)
    later = first + timedelta(days=32)
    return first.astimezone(UTC), datetime(later.year, later.month, 1, tzinfo=zone).astimezone(UTC)


def staff_language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def said(at: datetime, campaign: Campaign) -> str:
    """An instant by the shop's clock, as the reader writes days."""
    wall = at.astimezone(zone_of(campaign.site))
    return f"{date_format(wall, 'DATE_FORMAT')} {time_format(wall, 'H:i')}"

"""What stands between a campaign and its schedule: every reason, with a code and words.

A theme is worn by one campaign at a time, so two that overlap on it are refused: who would win is nothing a
marketer can see. Two that take something off the same goods are a warning that may be accepted: lanes are
made to add up, and within one lane the better offer wins, which is often just what is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import combinations

from django.conf import settings
from django.utils.translation import gettext as _

from commerce.catalog.queries import ancestor_ids
from commerce.core.formats import format_money
from commerce.promotions.queries import promotion_facts, promotions_between
from commerce.promotions.types import PromotionFacts
from themes.engine import check, discovery, windows
from themes.engine.models import ThemeWindow

from . import clock, simulation, states
from .models import Campaign
from .queries import languages_of, said, staff_language, zone_of
from .types import Reason


def reasons(campaign: Campaign, now: datetime) -> list[Reason]:
    """Everything that speaks against scheduling the campaign at `now`, errors first."""
    found = [reason for look in CHECKS for reason in look(campaign, now)]
    return sorted(found, key=lambda reason: reason.is_warning)


def check_window(campaign: Campaign, now: datetime) -> Iterator[Reason]:
    if campaign.ends_at <= campaign.starts_at:
        yield Reason("ends_before_start", _("The campaign ends before it begins. Choose a later end."))
        return
    if campaign.starts_at <= now:
        yield Reason("starts_in_past", _("The beginning has passed. Choose a time to come."))
    zone = zone_of(campaign.site)
    for subject, at in (("starts_at", campaign.starts_at), ("ends_at", campaign.ends_at)):
        try:
            clock.instant_of(clock.wall_of(at, zone), zone)
        except clock.TwoSuchTimes as refusal:
            yield Reason(refusal.code, refusal.message, subject=subject)
    if clock.shifts(campaign.starts_at, campaign.ends_at, zone):
        yield Reason(
            "clock_changes_within",
            _("The clocks change while the campaign runs; it lasts an hour more or less than the days say."),
            is_warning=True,
        )


def check_content(campaign: Campaign, now: datetime) -> Iterator[Reason]:
    says = campaign.announcement_en or campaign.announcement_zh_hans
    if not (campaign.theme or says or campaign.page_id or campaign.promotions.exists()):
        yield Reason(
            "nothing_happens",
            _("Nothing would happen. Choose a theme, promotions, an announcement or a landing page."),
        )
    if says:
        for code in languages_of(campaign.site):
            if not getattr(campaign, f"announcement_{code.replace('-', '_')}", ""):
                text = _("The announcement is missing in %(language)s.")
                yield Reason("announcement_untranslated", text % {"language": _name(code)}, subject=code)


def check_theme(campaign: Campaign, now: datetime) -> Iterator[Reason]:
    slug = campaign.theme
    if not slug:
        return
    if not discovery.exists(slug):
        yield Reason("theme_missing", _("The theme “%(theme)s” is not installed.") % {"theme": slug})
    elif not windows.is_wearable(slug):
        text = _("The theme “%(theme)s” was taken off, since its pages failed.")
        yield Reason("theme_taken_off", text % {"theme": slug})
    elif campaign.preset and campaign.preset not in discovery.get(slug).presets:
        text = _("The theme “%(theme)s” has no preset “%(preset)s”.")
        yield Reason("preset_missing", text % {"theme": slug, "preset": campaign.preset})
    elif not passes(slug, campaign.preset):
        text = _("The theme “%(theme)s” does not pass its checks; some pages would fail.")
        yield Reason("theme_fails", text % {"theme": slug})


def check_theme_is_free(campaign: Campaign, now: datetime) -> Iterator[Reason]:
    if not campaign.theme:
        return
    others = ThemeWindow.objects.filter(site=campaign.site_id, starts_at__lt=campaign.ends_at)
    others = others.exclude(pk=campaign.theme_window_id or 0).exclude(ends_at__lte=campaign.starts_at)
    names = dict(Campaign.objects.filter(theme_window__in=others).values_list("theme_window", "name"))
    for window in others.order_by("starts_at"):
        text = _(
            "“%(name)s” wears the theme “%(theme)s” from %(start)s to %(end)s. "
            "Two looks cannot be worn at once."
        )
        yield Reason(
            "theme_overlap",
            text
            % {
                "name": names.get(window.pk) or window.note or _("Another theme window"),
                "theme": window.theme,
                "start": said(window.starts_at, campaign),
                "end": said(window.ends_at, campaign) if window.ends_at else "…",
            },
            subject=str(window.pk),
        )


def check_promotions(campaign: Campaign, now: datetime) -> Iterator[Reason]:
    """Each is there, sleeps, and belongs to nobody else."""
    promotions = _promotions(campaign)
    taken = dict(
        Campaign.objects.filter(state=states.SCHEDULED, promotions__in=[each.id for each in promotions])
        .exclude(pk=campaign.pk)
        .filter(ends_at__gt=now)
        .values_list("promotions", "name")
    )
    for each in promotions:
        said = {"promotion": each.name, "campaign": taken.get(each.id, "")}
        subject = str(each.id)
        if each.id in taken:
            text = _("The promotion “%(promotion)s” belongs to “%(campaign)s”. A promotion has one window.")
            yield Reason("promotion_taken", text % said, subject=subject)
        elif each.is_over(now):
            text = _("The promotion “%(promotion)s” is over. Make a new one.")
            yield Reason("promotion_over", text % said, subject=subject)
        elif each.is_running(now):
            text = _("The promotion “%(promotion)s” runs already. End it or leave it out of the campaign.")
            yield Reason("promotion_running", text % said, subject=subject)


def check_lanes(campaign: Campaign, now: datetime) -> Iterator[Reason]:
    """Within the campaign no two promotions may get in each other's way unseen."""
    promotions = _promotions(campaign)
    above = ancestor_ids(each.category_id for each in promotions)
    for one, other in combinations(promotions, 2):
        if one.lane == other.lane and one.meets(other) and _touch(one, other, above):
            text = _(
                "“%(one)s” and “%(other)s” are for the same goods and in the same lane “%(lane)s”: only the "
                "better one would apply. Put one of them into another lane, or leave it out."
            )
            said = {"one": one.name, "other": other.name, "lane": one.lane}
            yield Reason("promotions_share_lane", text % said, subject=f"{one.id}-{other.id}")


def check_neighbors(campaign: Campaign, now: datetime) -> Iterator[Reason]:
    """Promotions outside the campaign that touch the same goods meanwhile."""
    ours = _promotions(campaign)
    if not ours or campaign.ends_at <= campaign.starts_at:
        return
    own_ids = {each.id for each in ours}
    awake = promotions_between(campaign.starts_at, campaign.ends_at, staff_language())
    others = [each for each in awake if each.id not in own_ids]
    above = ancestor_ids(each.category_id for each in (*ours, *others))
    for one in ours:
        for other in others:
            if not (one.meets(other) and _touch(one, other, above)):
                continue
            text = (
                _("“%(other)s” is for the same goods as “%(one)s” meanwhile: of both the better one applies.")
                if one.lane == other.lane
                else _("“%(other)s” is for the same goods as “%(one)s” meanwhile: both add up.")
            )
            said = {"one": one.name, "other": other.name}
            yield Reason("same_goods", text % said, is_warning=True, subject=f"{one.id}-{other.id}")


def check_page(campaign: Campaign, now: datetime) -> Iterator[Reason]:
    """The landing page is live in every language, and has something on its shelves."""
    if campaign.page is None:
        return
    pages = {
        page.locale.language_code: page
        for page in campaign.page.get_translations(inclusive=True).select_related("locale").specific()
    }
    for code in languages_of(campaign.site):
        page, said = pages.get(code), {"language": _name(code)}
        if page is None:
            text = _("The landing page is not translated into %(language)s.")
            yield Reason("page_untranslated", text % said, subject=code)
        elif not page.live:
            text = _("The landing page in %(language)s is not published.")
            yield Reason("page_not_published", text % said, subject=code)
        elif not page.shelves:
            text = _("The landing page in %(language)s shows nothing while the campaign runs.")
            yield Reason("page_empty", text % said, subject=code)
    others = Campaign.objects.filter(
        page__translation_key=campaign.page.translation_key, state=states.SCHEDULED, ends_at__gt=now
    )
    for other in others.exclude(pk=campaign.pk):
        text = _("The landing page tells of “%(name)s”. A page tells of one campaign at a time.")
        yield Reason("page_taken", text % {"name": other.name}, subject=str(other.pk))


def check_prices(campaign: Campaign, now: datetime) -> Iterator[Reason]:
    """What the campaign touches is priced as it would be, and nothing may become cheaper than the channel
    allows. One product speaks for all."""
    if campaign.ends_at <= campaign.starts_at:
        return
    for worst in simulation.below_floor(campaign, staff_language()):
        text = _(
            "“%(product)s” would cost %(price)s from %(start)s, %(percent)s %% of its list price %(list)s. "
            "The channel “%(channel)s” allows no less than %(floor)s %%: lower the promotions, or the limit."
        )
        values = {
            "product": worst.name,
            "price": format_money(worst.price, staff_language()),
            "list": format_money(worst.list_price, staff_language()),
            "percent": worst.percent,
            "start": said(worst.at, campaign),
            "channel": worst.channel,
            "floor": worst.floor_percent,
        }
        yield Reason("below_price_floor", text % values, subject=worst.channel)


CHECKS: tuple[Callable[[Campaign, datetime], Iterator[Reason]], ...] = (
    check_window,
    check_content,
    check_theme,
    check_theme_is_free,
    check_promotions,
    check_lanes,
    check_neighbors,
    check_prices,
    check_page,
)


def passes(slug: str, preset: str = "") -> bool:
    """Whether a theme may be worn in a preset. Seconds the first time, since all its pages are drawn."""
    return not check.check_wearable(slug, preset)


def _promotions(campaign: Campaign) -> tuple[PromotionFacts, ...]:
    return promotion_facts(campaign.promotions.values_list("pk", flat=True), staff_language())


def _touch(one: PromotionFacts, other: PromotionFacts, above: dict[int, frozenset[int]]) -> bool:
    """Whether some goods are in both categories: they are the same, or one lies below the other."""
    return one.category_id in _line(other, above) or other.category_id in _line(one, above)


def _line(promotion: PromotionFacts, above: dict[int, frozenset[int]]) -> frozenset[int]:
    return above.get(promotion.category_id, frozenset()) | {promotion.category_id}


def _name(code: str) -> str:
    return dict(settings.LANGUAGES).get(code, code)

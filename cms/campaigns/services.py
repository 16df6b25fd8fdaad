"""Writes of campaigns. Each opens one transaction, logs what was done, and locks in this order: the schedule
of all campaigns, the campaign, its promotions by id."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.blocks.links import check_address
from commerce.core.errors import Text
from commerce.core.locking import named_lock, with_retries
from commerce.promotions import services as promotions
from themes.engine import discovery, windows
from themes.engine.models import ThemeWindow

from . import checks, queries, states
from .errors import CampaignChanged, CampaignNotOpen, CampaignNotReady, InvalidCampaign, UnknownCampaign
from .models import Campaign

#: Above windows that were made by hand.
PRIORITY = 10
_SCHEDULE = "campaigns.schedule"
_CHANGEABLE = frozenset(
    {
        *("name", "site_id", "starts_at", "ends_at", "theme", "preset", "page_id"),
        *("announcement_zh_hans", "announcement_en", "announcement_url"),
    }
)


@transaction.atomic
def create_campaign(*, promotion_ids: Iterable[int] = (), **fields: Any) -> int:
    """The id of a new draft. `fields` are those of the model; instants in UTC. Raises InvalidCampaign."""
    _refuse_unknown(fields)
    campaign = Campaign(**fields)
    _check(campaign)
    campaign.save()
    campaign.promotions.set(promotion_ids)
    log(instance=campaign, action="wagtail.create")
    return campaign.pk


@transaction.atomic
def update_campaign(
    *, campaign_id: int, revision: int, promotion_ids: Iterable[int] | None = None, **fields: Any
) -> None:
    """Change a draft that was read as `revision`. Locks the campaign.

    Raises UnknownCampaign, CampaignNotOpen (it is scheduled or closed), CampaignChanged (somebody saved it
    meanwhile), InvalidCampaign.
    """
    _refuse_unknown(fields)
    campaign = _lock(campaign_id)
    if campaign.state != states.DRAFT:
        raise CampaignNotOpen
    if campaign.revision != revision:
        raise CampaignChanged
    for name, value in fields.items():
        setattr(campaign, name, value)
    _check(campaign)
    campaign.revision += 1
    campaign.save()
    if promotion_ids is not None:
        campaign.promotions.set(promotion_ids)
    log(instance=campaign, action="wagtail.edit")


def schedule(*, campaign_id: int, accepted: Collection[str] = ()) -> bool:
    """Write the campaign's windows: the theme's, and those of its promotions. True if this call did it, False
    if it was scheduled already (a double click, a retry).

    Raises CampaignNotReady with every reason that is an error, or a warning whose key is not `accepted`;
    CampaignNotOpen for a closed one; UnknownCampaign; Unavailable when others kept it waiting too long. Then
    nothing was written.
    """
    _try_theme(campaign_id)
    return with_retries(lambda: _schedule(campaign_id, accepted))


def _schedule(campaign_id: int, accepted: Collection[str]) -> bool:
    with transaction.atomic(), named_lock(_SCHEDULE):
        campaign, now = _lock(campaign_id), timezone.now()
        if campaign.state == states.SCHEDULED:
            return False
        state = _after("schedule", campaign)
        found = checks.reasons(campaign, now)
        if any(not reason.is_warning or reason.key not in accepted for reason in found):
            raise CampaignNotReady(found)
        campaign.theme_window = _open_theme(campaign)
        promotions.open_windows(
            promotion_ids=campaign.promotions.values_list("pk", flat=True),
            starts_at=campaign.starts_at,
            ends_at=campaign.ends_at,
        )
        _keep(campaign, state, "schedule", scheduled_at=now)
    return True


def withdraw(*, campaign_id: int) -> bool:
    """Back to a draft that can be changed, with its windows taken out. True if this call did it.

    Raises CampaignNotOpen once it has begun, or was closed; UnknownCampaign.
    """
    with transaction.atomic(), named_lock(_SCHEDULE):
        campaign = _lock(campaign_id)
        if campaign.state == states.DRAFT:
            return False
        state = _after("withdraw", campaign)
        now = timezone.now()
        if campaign.starts_at <= now:
            raise CampaignNotOpen
        _end_windows(campaign, now)
        _keep(campaign, state, "withdraw", scheduled_at=None)
    return True


def close(*, campaign_id: int) -> bool:
    """End every window of the campaign at this instant; the shop is at once what it was without it. True if
    this call did it, False if it was closed, or over, before.

    Raises CampaignNotOpen for a draft; UnknownCampaign; Unavailable.
    """
    return with_retries(lambda: _close(campaign_id))


def _close(campaign_id: int) -> bool:
    with transaction.atomic(), named_lock(_SCHEDULE):
        campaign, now = _lock(campaign_id), timezone.now()
        if campaign.state != states.DRAFT and campaign.over_at <= now:
            return False
        state = _after("close", campaign)
        _end_windows(campaign, now)
        _keep(campaign, state, "close", closed_at=now)
    return True


def rehearse(*, campaign_id: int) -> None:
    """Write the windows of a draft as `schedule` would, without asking whether it may: for a preview, whose
    transaction is rolled back. Must run inside one; nothing is logged, nothing kept is forgotten."""
    campaign = queries.get_campaign(campaign_id)
    if campaign.state != states.DRAFT or campaign.ends_at <= campaign.starts_at:
        return
    Campaign.objects.filter(pk=campaign_id).update(state=states.SCHEDULED)
    promotions.open_windows(
        promotion_ids=campaign.promotions.values_list("pk", flat=True),
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
    )


def _lock(campaign_id: int) -> Campaign:
    found = Campaign.objects.lock([campaign_id])
    if not found:
        raise UnknownCampaign(data={"campaign": campaign_id})
    return found[0]


def _after(command: str, campaign: Campaign) -> str:
    state = states.after(command, campaign.state)
    if state is None:
        raise CampaignNotOpen
    return state


def _try_theme(campaign_id: int) -> None:
    """Draw all pages of the theme before anything is locked; the check remembers the answer."""
    campaign = queries.get_campaign(campaign_id)
    if campaign.state == states.DRAFT and discovery.exists(campaign.theme):
        checks.passes(campaign.theme, campaign.preset)


def _open_theme(campaign: Campaign) -> ThemeWindow | None:
    if not campaign.theme:
        return None
    return ThemeWindow.objects.create(
        site_id=campaign.site_id,
        theme=campaign.theme,
        preset=campaign.preset,
        starts_at=campaign.starts_at,
        ends_at=campaign.ends_at,
        priority=PRIORITY,
        note=campaign.name,
    )


def _end_windows(campaign: Campaign, now: datetime) -> None:
    window = campaign.theme_window
    if window is not None and window.starts_at >= now:
        campaign.theme_window = None
        window.delete()
    elif window is not None and (window.ends_at is None or window.ends_at > now):
        window.ends_at = now
        window.save(update_fields=["ends_at"])
    for promotion_id in sorted(campaign.promotions.values_list("pk", flat=True)):
        promotions.end_promotion(promotion_id=promotion_id)


def _keep(campaign: Campaign, state: str, command: str, **instants: datetime | None) -> None:
    for name, value in instants.items():
        setattr(campaign, name, value)
    campaign.state = state
    campaign.revision += 1
    campaign.save()
    log(instance=campaign, action=f"qilou.campaign.{command}")
    queries.forget()
    # The table of windows may have been read by somebody else before this is committed.
    transaction.on_commit(windows.forget)


def _refuse_unknown(fields: dict[str, Any]) -> None:
    unknown = fields.keys() - _CHANGEABLE
    if unknown:
        raise TypeError(f"a campaign has no {', '.join(sorted(unknown))} to change")


def _check(campaign: Campaign) -> None:
    problems: dict[str, Text] = {}
    if not campaign.name.strip():
        problems["name"] = _("Please fill this in.")
    try:
        check_address(campaign.announcement_url)
    except ValidationError as refusal:
        problems["announcement_url"] = refusal.messages[0]
    if campaign.announcement_url and not (campaign.announcement_en or campaign.announcement_zh_hans):
        problems["announcement_url"] = _("Say in the announcement what waits there.")
    if problems:
        raise InvalidCampaign(fields=problems)

"""What staff reads about a campaign."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from . import states
from .models import Campaign

#: How a campaign stands now: its state, and what the clock makes of it.
STANDINGS = {
    "draft": pgettext_lazy("campaign", "Draft"),
    "planned": pgettext_lazy("campaign", "Planned"),
    "running": pgettext_lazy("campaign", "Running"),
    "over": pgettext_lazy("campaign", "Over"),
    "closed": pgettext_lazy("campaign", "Closed"),
}
TONES = {"draft": "neutral", "planned": "waiting", "running": "good", "over": "neutral", "closed": "bad"}


def standing(campaign: Campaign, now: datetime) -> str:
    """draft, planned, running, over or closed."""
    if campaign.state != states.SCHEDULED:
        return campaign.state
    return {"before": "planned", "during": "running", "after": "over"}[campaign.phase(now)]


def stand(word: str, now: datetime) -> Q:
    """Campaigns that stand so."""
    is_scheduled = Q(state=states.SCHEDULED)
    return {
        "draft": Q(state=states.DRAFT),
        "planned": is_scheduled & Q(starts_at__gt=now),
        "running": is_scheduled & Q(starts_at__lte=now, ends_at__gt=now),
        "over": is_scheduled & Q(ends_at__lte=now),
        "closed": Q(state=states.CLOSED),
    }[word]

"""What campaigns refuse."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict, InvalidInput, NotFound

from .types import Reason


class UnknownCampaign(NotFound):
    code = "unknown_campaign"
    message = _("There is no such campaign.")


class InvalidCampaign(InvalidInput):
    code = "invalid_campaign"


class CampaignChanged(Conflict):
    """Somebody saved the campaign after this form was opened."""

    code = "campaign_changed"
    message = _(
        "Somebody changed this campaign while you were writing. What you typed is still here; open the "
        "campaign in another tab, compare, and save again."
    )


class CampaignNotOpen(Conflict):
    """The command has no place in the campaign's state."""

    code = "campaign_not_open"
    message = _("This campaign has moved on in the meantime. Please look again.")


class CampaignNotReady(Conflict):
    """The campaign cannot be scheduled; `reasons` say why, all of them."""

    code = "campaign_not_ready"
    message = _("The campaign cannot be scheduled yet.")

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(data={"reasons": [reason.key for reason in self.reasons]})

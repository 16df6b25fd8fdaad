"""The landing page of a campaign."""

from datetime import datetime

from themes.engine.contracts.base import LinkData
from themes.engine.contracts.content import SectionData
from themes.engine.contracts.shell import Shell
from themes.engine.marks import theme_data


@theme_data
class CampaignContext:
    """`campaign.html`: `phase` is "before", "during" or "after", and `sections` are those of the phase.

    `starts_at` and `ends_at` are None in the preview of a page that no campaign is scheduled for.
    `seconds_left` until the phase ends drives a countdown; None: there is nothing to wait for.
    """

    shell: Shell
    title: str
    phase: str
    intro: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    seconds_left: int | None = None
    sections: tuple[SectionData, ...] = ()
    breadcrumbs: tuple[LinkData, ...] = ()

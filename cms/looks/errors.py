"""What is refused about windows.

Conflict
└── WindowOfCampaign    a campaign keeps the window
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict


class WindowOfCampaign(Conflict):
    code = "window_of_campaign"
    message = _("A campaign keeps this window; change it there.")

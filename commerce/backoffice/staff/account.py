"""One's own account, with the name this shop knows people by."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel

from .forms import AccountForm


class NamePanel(NameEmailSettingsPanel):
    form_class = AccountForm


class StaffAccountView(AccountView):
    """Wagtail's page with our panel in place of its own for two names."""

    def get_panels(self) -> list[Any]:
        own = NamePanel(self.request, self.request.user, None)
        return [own if isinstance(panel, NameEmailSettingsPanel) else panel for panel in super().get_panels()]

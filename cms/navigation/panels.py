"""What the editor of a menu is told about entries that shoppers do not see."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class LeftOutPanel(Panel):
    """Entries whose page is not published, or whose category is hidden or gone, as last saved."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Left out for now"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "navigation/left_out.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk) and bool(self.left_out())

        def left_out(self) -> list[str]:
            from .entries import left_out  # loads after models

            return left_out(self.instance)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"left_out": self.left_out()}

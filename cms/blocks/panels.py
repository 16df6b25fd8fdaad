"""What the editor of a page with sections is told about them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class ContentPanel(Panel):
    """What is missing, broken or not for sale in the field `field_name`, as last saved. Never in the way."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Worth a look"), **kwargs})
        self.field_name = field_name

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"field_name": self.field_name}

    class BoundPanel(Panel.BoundPanel):
        template_name = "blocks/findings.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from .checks import findings  # views and theme load after models

            stream = getattr(self.instance, self.panel.field_name)
            return super().get_context_data(parent_context) | {"findings": findings(self.instance, stream)}

"""What the editor of a story is told about its product."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from commerce.catalog.queries import publish_problems


class ChecklistPanel(Panel):
    """What the product still lacks before its page can be published; a link to where it is mended."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "products/checklist.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.product_id)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            product_id = self.instance.product_id
            may_edit = self.request.user.has_perm("catalog.change_product")
            return super().get_context_data(parent_context) | {
                "problems": publish_problems(product_id),
                "product_id": product_id if may_edit else None,
            }

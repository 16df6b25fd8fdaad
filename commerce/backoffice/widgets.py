"""Choosers that are calm about ids no row can have: forms answer them with a message, drawn once more."""

from __future__ import annotations

from typing import Any

from wagtail.admin.widgets import AdminPageChooser, BaseChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser

from .forms import is_row_id


class RowChooser(BaseChooser):
    """Shows nothing as chosen where Wagtail's own would ask the database for the impossible."""

    def get_instance(self, value: Any) -> Any:
        is_askable = value is None or isinstance(value, self.model_class) or is_row_id(value)
        return super().get_instance(value) if is_askable else None


class PictureChooser(RowChooser, AdminImageChooser):
    pass


class PageChooser(RowChooser, AdminPageChooser):
    pass


class FileChooser(RowChooser, AdminDocumentChooser):
    pass

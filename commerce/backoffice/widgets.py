"""Choosers that are calm about ids no row can have: forms answer them with a message, drawn once more."""

from __future__ import annotations

from typing import Any

from wagtail.admin.widgets import AdminPageChooser, BaseChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser

from .forms import is_row_id


def is_askable(chooser: BaseChooser, value: Any) -> bool:
    """Whether the database can be asked for what was chosen."""
    return value is None or isinstance(value, chooser.model_class) or is_row_id(value)


class RowChooser(BaseChooser):
    """Shows nothing as chosen where Wagtail's own would ask the database for the impossible."""

    def get_instance(self, value: Any) -> Any:
        return super().get_instance(value) if is_askable(self, value) else None


def calm_wagtails_own() -> None:
    """The same for forms of Wagtail that name their choosers themselves: moving a page, redirects,
    sites, workflows. Called once, when apps are ready."""
    asks = BaseChooser.get_instance

    def get_instance(self: BaseChooser, value: Any) -> Any:
        return asks(self, value) if is_askable(self, value) else None

    BaseChooser.get_instance = get_instance


class PictureChooser(RowChooser, AdminImageChooser):
    pass


class PageChooser(RowChooser, AdminPageChooser):
    pass


class FileChooser(RowChooser, AdminDocumentChooser):
    pass

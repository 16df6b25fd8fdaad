"""Viewsets of rows that services write: no door leads to Wagtail's own saving."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.viewsets.model import ModelViewSet


class RecordViewSet(ModelViewSet):
    """A list and one page per row; rows are acted on, never edited, added or deleted here."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields: list[str] = []
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = dict.fromkeys(("add_url_name", "edit_url_name", "delete_url_name", "usage_url_name"))
        return super().get_common_view_kwargs(**{**absent, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        if self.inspect_view_enabled:
            patterns += [
                path(f"{self.pk_path}/", self.inspect_view, name="inspect"),
                path(f"history/{self.pk_path}/", self.history_view, name="history"),
                path(f"history-results/{self.pk_path}/", self.history_results_view, name="history_results"),
            ]
        return patterns

    @property
    def pk_path(self) -> str:
        return f"<{self.pk_path_converter}:pk>"

    def register_admin_url_finder(self) -> None:
        if self.inspect_view_enabled:
            super().register_admin_url_finder()

    @property
    def url_finder_class(self) -> Any:
        return type(
            "RecordURLFinder", (ModelAdminURLFinder,), {"edit_url_name": self.get_url_name("inspect")}
        )


class ServiceViewSet(ModelViewSet):
    """A list with add and edit screens whose forms call services. No copies, no usage, no deletion unless
    the subclass gives a view for it."""

    add_to_reference_index = False
    copy_view_enabled = False
    form_class: Any = None
    can_delete = False
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> Any:
        return self.form_class

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        absent = dict.fromkeys(
            ("usage_url_name",) if self.can_delete else ("usage_url_name", "delete_url_name")
        )
        return super().get_common_view_kwargs(**{**absent, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        left_out = {"usage"} if self.can_delete else {"usage", "delete"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in left_out]

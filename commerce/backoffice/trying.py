"""Places to try settings: somebody describes a case, the shop itself answers as it would answer a shopper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Table
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from commerce.core.errors import Text

from .places import PlaceForm


class TryButton:
    """A button that leads to the place `try_name`."""

    try_name = ""
    request: Any

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        found = list(super().header_more_buttons)  # type: ignore[misc]
        return [*found, Button(gettext("Try it out"), url=reverse(self.try_name), icon_name="view")]


class TryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A form beside its answers. Subclasses give the form, the zones, the words and `answers(**typed)`."""

    any_permission_required = ["view", "add", "change", "delete"]
    template_name = "backoffice/try.html"
    header_icon = "view"
    form_class: type[PlaceForm]
    columns: list[Any] = []
    #: The list this place belongs to: the name of its address, and its title.
    parent: tuple[str, Text] = ("", "")
    introduction: Text = ""
    form_heading: Text = ""
    answers_heading: Text = ""
    #: What stands in place of answers: there are none, and nothing was asked yet.
    no_answer: Text = ""
    not_asked: Text = ""

    def zones(self) -> QuerySet[Any]:
        """Those whose countries are offered first, in this order."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        return {}

    def answers(self, **typed: Any) -> Iterable[Any]:
        """Rows for the columns; none where the shop has no answer."""
        raise NotImplementedError

    def make_form(self) -> PlaceForm:
        offered = list(dict.fromkeys(country for zone in self.zones() for country in zone.countries))
        first = {"country": offered[0]} if offered else {}
        return self.form_class(self.request.GET or None, offered=offered, initial={**self.initial(), **first})

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        name, label = self.parent
        return [
            *self.breadcrumbs_items,
            {"url": reverse(name), "label": str(label)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.make_form()
        is_asked = form.is_bound and form.is_valid()
        rows = list(self.answers(**form.cleaned_data)) if is_asked else []
        return super().get_context_data(**kwargs) | {
            "form": form,
            "media": form.media,
            "is_asked": is_asked,
            "table": Table(self.columns, rows) if rows else None,
        }

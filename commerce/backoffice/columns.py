"""Columns of listings: money, words for states, pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.permissions import policy_registry

from commerce.core.formats import format_money
from commerce.core.money import Money


class MoneyColumn(Column):
    """An amount of minor units in the row's currency, as the reader writes it."""

    def get_value(self, instance: Any) -> str:
        amount = super().get_value(instance)
        if amount is None:
            return ""
        return format_money(Money(amount, instance.currency), translation.get_language() or "en")


class LabelColumn(Column):
    """A stored code in words."""

    def __init__(self, name: str, *, words: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.words = words

    def get_value(self, instance: Any) -> Any:
        return self.words(super().get_value(instance))


class ToneColumn(LabelColumn):
    """A state in words, colored by how it stands ("waiting", "good", "bad", "neutral")."""

    cell_template_name = "backoffice/tables/tone_cell.html"

    def __init__(self, name: str, *, tone: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.tone = tone

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "tone": self.tone(Column.get_value(self, instance))}


class InstantColumn(Column):
    """A day and time, past or to come, as the reader writes it."""

    def get_value(self, instance: Any) -> str:
        instant = super().get_value(instance)
        return date_format(timezone.localtime(instant), "SHORT_DATETIME_FORMAT") if instant else ""


class PictureColumn(Column):
    """A small picture that decorates the row; the text beside it says what it shows."""

    cell_template_name = "backoffice/tables/picture_cell.html"


class MarkColumn(Column):
    """A box to mark the row with, which belongs to the form of id `form`; sent as `<sent_as>=<key>`.

    Marks are kept while one turns pages, searches and filters; see `marks.js`.
    """

    class Media:
        js = ("backoffice/marks.js",)

    cell_template_name = "backoffice/tables/mark_cell.html"

    def __init__(
        self, name: str, *, form: str, sent_as: str, name_of: Callable[[Any], str], **kwargs: Any
    ) -> None:
        super().__init__(name, accessor="pk", **kwargs)
        self.form, self.sent_as, self.name_of = form, sent_as, name_of

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return {
            **context,
            "form": self.form,
            "sent_as": self.sent_as,
            "key": instance.pk,
            "row_name": self.name_of(instance),
        }


class LinkedColumn(Column):
    """A count that leads to the rows it counts: the list `list_name`, filtered by this row."""

    cell_template_name = "backoffice/tables/linked_cell.html"

    def __init__(self, name: str, *, list_name: str, filter_name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.list_name, self.filter_name = list_name, filter_name

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        url = f"{reverse(self.list_name)}?{urlencode({self.filter_name: instance.pk})}"
        return {**context, "url": url if context["value"] else ""}


class EditColumn(TitleColumn):
    """A title that leads to the row's form; no link for those who may only look at the list."""

    def get_link_url(self, instance: Any, parent_context: Any) -> str | None:
        request = parent_context.get("request")
        policy = policy_registry.get(instance)
        if request is None or not policy.user_has_permission(request.user, "change"):
            return None
        return super().get_link_url(instance, parent_context)

"""History of changes: Wagtail's log of every kind, with what stood there before and after."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.coreutils import get_content_type_label

from commerce.backoffice.exports import SafeExport

PERMISSION = "wagtailcore.view_modellogentry"
_PER_LANGUAGE = re.compile(r"(?P<label>.+) \((?P<language>[^()]+)\)")


class Shown(NamedTuple):
    """A change as the reader sees it."""

    field: str
    before: str
    after: str


def changes_of(entry: Any) -> list[Shown]:
    """What the entry says was changed, with labels in the reader's language."""
    stored = (entry.data or {}).get("changes") or ()
    return [Shown(label(each["field"]), yes_no(each["before"]), yes_no(each["after"])) for each in stored]


def label(stored: str) -> str:
    """A field's label, kept in English, in the reader's language: `Name (English)` is two words."""
    parts = _PER_LANGUAGE.fullmatch(stored)
    if parts is None:
        return gettext(stored) if stored else ""
    return f"{gettext(parts['label'])} ({parts['language']})"


def yes_no(value: str) -> str:
    return {"yes": gettext("yes"), "no": gettext("no")}.get(value, value)


def in_words(entry: Any) -> str:
    """All changes of an entry in one cell."""
    return "; ".join(
        f"{each.field}: {each.before or '–'} → {each.after or '–'}" for each in changes_of(entry)
    )


class HistoryView(SafeExport, LogEntriesView):
    """For the owner. A fixed number of queries per page; exports read in portions."""

    page_title = _("History of changes")
    results_template_name = "backoffice/history_results.html"
    export_columns = {
        "timestamp": (_("When"), lambda entry: entry.timestamp),
        "user": (pgettext_lazy("who did it", "By"), lambda entry: entry.user_display_name),
        "what": (_("What"), lambda entry: str(entry.message)),
        "kind": (_("Kind"), lambda entry: str(get_content_type_label(entry.content_type))),
        "label": (_("Name"), lambda entry: entry.label),
        "changes": (_("Before and after"), in_words),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def decorate_paginated_queryset(self, queryset: Any) -> Any:
        return queryset if self.is_export else self.prepared(queryset)

    def prepared(self, rows: Any) -> list[Any]:
        entries = super().decorate_paginated_queryset(rows)
        for entry in entries:
            entry.changes = changes_of(entry)
        return list(entries)

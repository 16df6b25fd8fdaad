"""The report "Pages with problems": what editors are told page by page, of all pages at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import django_filters
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Locale, Page, get_page_content_types
from wagtail.permissions import policy_registry

from cms.blocks.checks import Finding
from commerce.backoffice.exports import SafeExport

from .problems import KINDS, problems

EDITS = ("add", "change", "publish")


class Line(NamedTuple):
    """One problem of one page, as a line of the spreadsheet."""

    page: Page
    finding: Finding


class ProblemsFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Problem"), choices=list(KINDS.items()), method="of_kind")
    locale = django_filters.ModelChoiceFilter(label=_("Language"), queryset=Locale.objects.all())
    content_type = ContentTypeFilter(
        label=_("Type"), queryset=lambda request: get_page_content_types(include_base_page_type=False)
    )

    class Meta:
        model = Page
        fields = ["live"]

    def of_kind(self, pages: Any, name: str, value: str) -> Any:
        found = self.request.page_problems.items()
        return pages.filter(pk__in=[pk for pk, told in found if any(each.kind == value for each in told)])


class ProblemsView(SafeExport, PageReportView):
    """Looks at all pages anew each time, so that what was mended is gone at once."""

    page_title = _("Pages with problems")
    header_icon = "warning"
    results_template_name = "home/problems_results.html"
    index_url_name = "page_problems"
    index_results_url_name = "page_problems_results"
    filterset_class = ProblemsFilterSet
    any_permission_required = EDITS
    export_columns = {
        "page": (_("Page"), lambda line: line.page.get_admin_display_title()),
        "language": (_("Language"), lambda line: line.page.locale.get_display_name()),
        "type": (_("Type"), lambda line: line.page.page_type_display_name),
        "status": (_("Status"), lambda line: str(line.page.status_string)),
        "kind": (_("Problem"), lambda line: str(KINDS[line.finding.kind])),
        "section": (_("Section"), lambda line: line.finding.section),
        "text": (_("What"), lambda line: line.finding.text),
        "edit": (_("Edit"), lambda line: reverse("wagtailadmin_pages:edit", args=[line.page.pk])),
    }

    def get_filename(self) -> str:
        return "pages-with-problems"

    def get_queryset(self) -> Any:
        self.request.page_problems = problems()
        mine = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        self.queryset = mine.filter(pk__in=self.request.page_problems).select_related(
            "locale", "content_type"
        )
        return super().get_queryset()

    def decorate_paginated_queryset(self, pages: Any) -> Any:
        return pages if self.is_export else [self.told(page) for page in pages]

    def prepared(self, rows: list[Any]) -> Iterable[Line]:
        return self.lines(rows)

    def lines(self, pages: Iterable[Any]) -> Iterator[Line]:
        return (Line(page, each) for page in pages for each in self.told(page).problems)

    def told(self, page: Any) -> Any:
        """The page with its `problems`, of the kind that was asked for."""
        kind = self.request.GET.get("kind")
        found = self.request.page_problems[page.pk]
        page.problems = [each for each in found if each.kind == kind or kind not in KINDS]
        return page


class ProblemsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return policy_registry.get_by_type(Page).user_has_any_permission(request.user, EDITS)

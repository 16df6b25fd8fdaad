"""Where pages meet Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.views.update_translations import UpdateTranslationsView

from cms.publishing import CheckedPage, NotFit
from commerce.backoffice import summary
from commerce.backoffice.summary import Tile

from . import problems
from .report import ProblemsMenuItem, ProblemsView


@hooks.register("before_edit_page", order=-1)
def say_why_a_translation_is_not_published(request: HttpRequest, page: Page) -> Any:
    """The editor of translations would only say that there are errors."""
    if request.method == "POST" and request.POST.get("action") == "publish":
        specific = page.specific
        reasons = specific.reasons_against() if isinstance(specific, CheckedPage) else {}
        if reasons:
            raise NotFit(specific, reasons)


@hooks.register("insert_editor_js")
def wait_for_autosave() -> str:
    return format_html('<script type="module" src="{}"></script>', static("home/waits_for_autosave.js"))


@hooks.register("before_copy_page")
def ask_again_where_the_copy_goes(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's screen looks for the new parent before its form does; a forged or old form names none."""
    wanted = request.POST.get("new_parent_page", "")
    is_known = wanted.isascii() and wanted.isdigit() and len(wanted) < 10
    if request.method != "POST" or is_known and Page.objects.filter(pk=wanted).exists():
        return None
    messages.error(request, _now("The page to copy to is gone. Choose another one."))
    return redirect(request.get_full_path())


class UpdateTranslations(UpdateTranslationsView):
    """Brings what is new in a page to its translations; says which of them were not published, and why."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.cleaned_data["publish_translations"]:
            for translation in self.object.translations.filter(enabled=True):
                page = translation.get_target_instance()
                reasons = page.reasons_against() if isinstance(page, CheckedPage) else {}
                if reasons:
                    messages.error(self.request, NotFit(page, reasons).said)
        return response


@hooks.register("register_admin_urls", order=-1)
def register_urls() -> list[Any]:
    """The first stands in place of wagtail-localize's, under its address."""
    results = ProblemsView.as_view(results_only=True)
    return [
        path("localize/update/<int:translation_source_id>/", UpdateTranslations.as_view()),
        path("reports/pages-with-problems/", ProblemsView.as_view(), name="page_problems"),
        path("reports/pages-with-problems/results/", results, name="page_problems_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_problems_item() -> ProblemsMenuItem:
    url = reverse("page_problems")
    return ProblemsMenuItem(
        _("Pages with problems"), url, name="page-problems", icon_name="warning", order=100
    )


def tiles(user: Any) -> list[Tile]:
    """How many pages have problems, for those who may mend them."""
    if not policy_registry.get_by_type(Page).user_has_any_permission(user, ["change"]):
        return []
    number = problems.count()
    if number is None:
        return []
    return [Tile(number, _now("pages with problems"), reverse("page_problems"))]


summary.register(tiles)

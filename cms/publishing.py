"""What keeps a page from going live, whatever door it comes through: the editor, an approval, a schedule,
a translation, many at once. Drafts always save."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Locale, Page

from commerce.core import clock

Reasons = dict[str, list[str]]
#: What Wagtail's forms send when a page goes live by them: at once, or by an approval.
_APPROVALS = ("approve", "locked-approve")


class NotFit(ValidationError):
    """This page may not go live; `reasons` by field, as sentences for its editor."""

    def __init__(self, page: Page, reasons: Reasons) -> None:
        super().__init__(dict(reasons))
        self.page_id, self.title = page.pk, page.title

    @property
    def said(self) -> str:
        """What happened, in the words of the admin."""
        said = _("“%(title)s” was not published. %(reasons)s")
        return said % {"title": self.title, "reasons": " ".join(self.messages)}


class CheckedPageForm(WagtailAdminPageForm):
    """The editor's form; also refuses times at which nothing could happen."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        starts, ends = data.get("go_live_at"), data.get("expire_at")
        if starts and "go_live_at" in self.changed_data and starts < clock.now():
            self.add_error("go_live_at", _("This time is over. Leave it empty to publish at once."))
        if starts and starts == ends:
            self.add_error("expire_at", _("It would be taken down as soon as it is published."))
        return data


class CheckedPage(Page):
    """A page that goes live only when nothing speaks against it. Raises NotFit where something does."""

    live: bool
    base_form_class = CheckedPageForm

    class Meta:
        abstract = True

    def reasons_against(self) -> Reasons:
        """Why it may not go live as it is, by field; empty where it may."""
        return untranslated(self)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail's. A page that stands for one in another language (an alias) waits as a draft until it
        is translated."""
        fields = kwargs.get("update_fields")
        if self.live and (fields is None or "live" in fields):
            if self.alias_of_id and self.alias_of.locale_id != self.locale_id:
                self.live = False
            elif reasons := self.reasons_against():
                raise NotFit(self, reasons)
        return super().save(*args, **kwargs)


def untranslated(page: Page) -> Reasons:
    """A page that is translated text by text is in its language when every text that shoppers read is; the
    words of another language are no translation. Addresses may stay, and pages written in a language are not
    asked."""
    missing = missing_texts(page)
    if not missing:
        return {}
    text = ngettext(
        "%(count)d text has no translation into %(language)s yet. Translate it, then publish.",
        "%(count)d texts have no translation into %(language)s yet. Translate them, then publish.",
        missing,
    )
    return {NON_FIELD_ERRORS: [text % {"count": missing, "language": page.locale.get_display_name()}]}


def missing_texts(page: Page) -> int:
    """How many texts of the page's source have no translation into its language. One query."""
    return missing_texts_of([page.translation_key], page.locale).get(page.translation_key, 0)


def missing_texts_of(keys: Iterable[UUID], locale: Locale) -> dict[UUID, int]:
    """The same of the pages with these translation keys, in the language of `locale`; those that lack nothing
    are left out. One query."""
    from wagtail_localize.models import StringSegment  # loads after pages do

    texts = StringSegment.objects.filter(
        source__object_id__in=list(keys),
        source__translations__target_locale=locale,
        source__translations__enabled=True,
    ).annotate_translation(locale)
    addresses = Q(context__path="slug") | Q(context__path__endswith=".url")
    missing = texts.filter(translation__isnull=True).exclude(addresses).values("source__object_id")
    return dict(missing.annotate(number=Count("pk")).order_by().values_list("source__object_id", "number"))


def is_publishing(sent: Mapping[str, str]) -> bool:
    """Whether a form of the page editor, as it was sent, puts the page before shoppers."""
    by_approval = sent.get("action-workflow-action") and sent.get("workflow-action-name") in _APPROVALS
    return bool(sent.get("action-publish") or by_approval)


class NotFitMiddleware:
    """Where no form shows the reasons (an approval, a translation, many pages at once), they are said on the
    page's own screen. What was typed has been saved as a draft before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NotFit) or not request.path_info.startswith("/admin/"):
            return None
        messages.error(request, exception.said)
        where = "wagtailadmin_pages:edit" if exception.page_id else "wagtailadmin_home"
        url = reverse(where, args=[exception.page_id] if exception.page_id else [])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # a dialog, which leads on by itself
            return JsonResponse({"step": "success", "redirect": url})
        return redirect(url)

"""One deed for many products: asked about once, done in portions, with how far it is in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from commerce.backoffice.changes import Change, change
from commerce.backoffice.forms import indented, is_row_id
from commerce.backoffice.views import admin_language
from commerce.catalog import services as catalog
from commerce.catalog.models import Category, Product, ProductCategory
from commerce.core.errors import CommerceError, Text
from commerce.core.i18n import pick

from .names import STATUSES, product_names
from .saving import write_status

#: So many in one request, which then takes a second or two.
PORTION = 25
#: So many at once; more are what imports are for.
MOST = 1000
#: So many names are read out before somebody says yes.
NAMES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Deed:
    """`perform` answers what it changed, nothing where it was so already; raises CommerceError."""

    code: str
    label: Text
    note: Text
    perform: Callable[[Product, Mapping[str, Any]], list[Change]]
    needs_category: bool = False


def _status_to(status: str) -> Callable[[Product, Mapping[str, Any]], list[Change]]:
    def perform(product: Product, typed: Mapping[str, Any]) -> list[Change]:
        if product.status == status:
            return []
        write_status(product.pk, status)
        return [change(_("Status"), str(STATUSES[product.status]), str(STATUSES[status]))]

    return perform


def _place(product: Product, typed: Mapping[str, Any]) -> list[Change]:
    """Besides where it is; the first category it ever gets is its main one."""
    rows = ProductCategory.objects.filter(product=product).order_by("-is_primary", "id")
    known = list(rows.values_list("category_id", flat=True))
    wanted = int(typed["category"])
    if not catalog.update_product(product_id=product.pk, categories=[*known, wanted]):
        return []
    names = {row.pk: row.name for row in Category.objects.filter(pk__in=[*known, wanted])}
    before = [_name(names[pk]) for pk in known if pk in names]
    return [change(_("Categories"), before, [*before, _name(names[wanted])])]


def _name(names: Mapping[str, str]) -> str:
    return pick(names, admin_language())


DEEDS: Mapping[str, Deed] = {
    deed.code: deed
    for deed in (
        Deed(
            "publish",
            _("Put on sale"),
            _("Each must have what a product needs to be sold; those that lack something stay as they are."),
            _status_to(Product.Status.ACTIVE),
        ),
        Deed(
            "withdraw",
            _("Withdraw from sale"),
            _("They become drafts: nobody sees or buys them. Orders already placed stay."),
            _status_to(Product.Status.DRAFT),
        ),
        Deed(
            "place",
            _("Add to a category"),
            _("They stay in the categories they are in."),
            _place,
            needs_category=True,
        ),
    )
}


class BulkForm(forms.Form):
    """What is left to do, and with what. Where the list was filtered, `next` leads back to it."""

    category = forms.ChoiceField(label=_("Category"))

    def __init__(self, *args: Any, deed: Deed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if deed.needs_category:
            rows = Category.objects.order_by("tree_id", "lft")
            choices = indented(rows, admin_language(), _("Choose a category"))
            self.fields["category"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["category"]


@dataclass(frozen=True, slots=True)
class Refused:
    """A product that stayed as it was, and why."""

    name: str
    url: str
    reason: str


class BulkView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks, then works through the marked products portion by portion; each is a transaction of its own.

    What is left and what was refused travels in the form, so that a closed window loses nothing that is done.
    """

    model = Product
    permission_required = "change"
    template_name = "backoffice/product_bulk.html"
    header_icon = "tag"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        deed = DEEDS.get(request.GET.get("what", ""))
        if deed is None:
            messages.error(request, gettext("Mark products and choose what to do with them."))
            return redirect("product:index")
        self.deed = deed
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.deed.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("product:index"), "label": gettext("Products")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        marked = _ids(request.GET.getlist("product"))
        left = list(Product.objects.filter(pk__in=marked).order_by("pk").values_list("pk", flat=True))
        if not left:
            messages.error(request, gettext("Mark the products first."))
            return redirect(self.back)
        return self.render_to_response(self.get_context_data(left=left))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        left, refused = _listed(request.POST, "left"), _listed(request.POST, "refused")
        total = max(len(left), _number(request.POST.get("total")))
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(left=left, form=form), status=422)
        reasons = {}
        for product in Product.objects.filter(pk__in=left[:PORTION]).order_by("pk"):
            if said := self.perform(product, form.cleaned_data):
                reasons[product.pk] = said
        refused += list(reasons)
        rest = left[PORTION:]
        context = {"form": form, "left": rest, "refused": refused, "total": total, "is_begun": True}
        if not rest:
            context["problems"] = self.problems(refused, reasons, form.cleaned_data)
            if not context["problems"]:
                messages.success(request, gettext("%(count)s: done") % {"count": counted(total)})
                return redirect(self.back)
        return self.render_to_response(self.get_context_data(**context))

    def perform(self, product: Product, typed: Mapping[str, Any]) -> str:
        """Why it could not be done; empty when it was."""
        try:
            with transaction.atomic():
                if changed := self.deed.perform(product, typed):
                    title = product_names([product.pk], admin_language())[product.pk]
                    log(instance=product, action="wagtail.edit", title=title, data={"changes": changed})
        except CommerceError as refusal:
            return " ".join(str(text) for text in refusal.fields.values()) or str(refusal.message)
        return ""

    def problems(
        self, ids: Iterable[int], known: Mapping[int, str], typed: Mapping[str, Any]
    ) -> list[Refused]:
        """Those refused, latest reasons first hand; earlier portions are asked again."""
        rows = {row.pk: row for row in Product.objects.filter(pk__in=ids)}
        names = product_names(list(rows), admin_language())
        told = {pk: known.get(pk) or self.perform(row, typed) for pk, row in rows.items()}
        return [
            Refused(names[pk], reverse("product:edit", args=[pk]), reason)
            for pk, reason in told.items()
            if reason
        ]

    def make_form(self, data: Any = None) -> BulkForm:
        return BulkForm(data, deed=self.deed)

    @property
    def back(self) -> str:
        """The list, filtered as it was."""
        wanted = self.request.GET.get("next", "")
        is_ours = wanted.startswith("/admin/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return wanted if is_ours else reverse("product:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left, total = kwargs["left"], kwargs.get("total") or len(kwargs["left"])
        done = total - len(left)
        names = product_names(left[:NAMES_SHOWN], admin_language())
        context = {
            "deed": self.deed,
            "form": kwargs.get("form") or self.make_form(),
            "names": list(names.values()),
            "more": max(0, len(left) - len(names)),
            "count": counted(total),
            "done": done,
            "total": total,
            "refused": [],
            "problems": [],
            "back_url": self.back,
        }
        return super().get_context_data(**{**context, **kwargs})


def counted(total: int) -> str:
    return ngettext("%(count)d product", "%(count)d products", total) % {"count": total}


def _ids(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if is_row_id(value)][:MOST]


def _listed(data: Any, name: str) -> list[int]:
    return _ids(data.get(name, "").split(","))


def _number(value: str | None) -> int:
    return min(int(value), MOST) if value and is_row_id(value) else 0

"""The list of messages and one page for each, in the reports."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.log_actions import log

from commerce.backoffice.columns import InstantColumn, LabelColumn, ToneColumn
from commerce.backoffice.lists import GuidedList
from commerce.backoffice.viewsets import RecordViewSet
from commerce.core.errors import Text
from commerce.notifications import services
from commerce.notifications.models import Message
from commerce.orders.models import Order

SEND_AGAIN = "notifications.change_message"
KINDS: dict[str, Text] = {
    "order_placed": _("order received"),
    "payment_instructions": _("how to pay"),
    "order_confirmed": _("order confirmed"),
    "shipped": _("parcel sent"),
    "order_canceled": pgettext_lazy("message", "order canceled"),
    "refund": pgettext_lazy("message", "refund"),
}
TONES = {"sent": "good", "pending": "waiting", "failed": "bad"}


def kind_label(kind: str) -> str:
    """What a message of this kind is about."""
    return str(KINDS.get(kind, kind))


def tone(state: str) -> str:
    return TONES.get(state, "neutral")


def state_label(state: str) -> str:
    return str(Message.State(state).label)


class MessageFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("Status"), choices=Message.State.choices)
    kind = django_filters.MultipleChoiceFilter(label=_("Subject matter"), choices=list(KINDS.items()))
    created_at = django_filters.DateFromToRangeFilter(label=_("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Message
        fields: list[str] = []


class MessageIndexView(GuidedList, IndexView):
    """Latest first; found by recipient, subject or order."""

    default_ordering = "-id"
    nothing_yet = _("No messages yet")
    how_to_begin = _("Whatever the shop tells customers about their orders is kept here.")
    nothing_found = _("No message matches. Search by recipient or subject, or clear the filters.")

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().defer("text", "html")


class MessagePage(InspectView):
    """One message as its reader sees it, and what became of it."""

    template_name = "backoffice/message.html"
    page_title = _("Message")
    any_permission_required = ["view", "change"]

    def get_fields(self) -> list[str]:
        return []

    @property
    def header_buttons(self) -> list[Any]:
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": "", "label": self.object.subject or kind_label(self.object.kind)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        order = Order.objects.filter(public_id=row.order_public_id).only("number").first()
        return super().get_context_data(**kwargs) | {
            "kind": kind_label(row.kind),
            "state": state_label(row.state),
            "tone": tone(row.state),
            "language_name": dict(settings.LANGUAGES).get(row.language, row.language),
            "order_number": order.number if order else "",
            "order_url": reverse("order:inspect", args=[order.pk]) if order else "",
            "may_send": self.request.user.has_perm(SEND_AGAIN) and row.state != Message.State.PENDING,
        }


class SendAgainView(View):
    """Sends a message once more and says what became of it."""

    http_method_names = ["post"]
    permission_required = SEND_AGAIN

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(self.permission_required):
            raise PermissionDenied
        row = get_object_or_404(Message, pk=pk)
        state = services.send_again(message_id=row.pk)
        log(instance=row, action="qilou.message.send_again")
        if state == Message.State.SENT:
            messages.success(request, _gettext("The message is sent again."))
        else:
            messages.warning(
                request, _gettext("It could not be sent right now and is tried again by itself.")
            )
        return redirect("message:inspect", row.pk)


class MessageViewSet(RecordViewSet):
    model = Message
    name = "message"
    icon = "mail"
    menu_label = _("Messages")
    menu_order = 900
    menu_hook = "register_reports_menu_item"
    index_view_class = MessageIndexView
    inspect_view_class = MessagePage
    filterset_class = MessageFilterSet
    search_fields = ["recipient", "subject", "order_public_id"]
    list_display = [
        TitleColumn(
            "subject",
            label=_("Message"),
            accessor=lambda row: row.subject or kind_label(row.kind),
            url_name="message:inspect",
        ),
        Column("recipient", label=_("To")),
        LabelColumn("kind", label=_("Subject matter"), words=kind_label, classname="q-wide"),
        ToneColumn("state", label=_("Status"), words=state_label, tone=tone),
        InstantColumn("created_at", label=_("Written"), sort_key="created_at", classname="q-wide"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        again = path("<int:pk>/again/", SendAgainView.as_view(), name="send_again")
        return [*super().get_urlpatterns(), again]

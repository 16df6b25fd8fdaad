"""Scheduled publishing, one page at a time, so that one bad page cannot stop the others."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.users.models import UserProfile

from .models import FailedPublication

logger = logging.getLogger(__name__)


def publish_due() -> str:
    """Take down what has expired, publish what is due. Returns a line for the job's log."""
    down = sum(_take_down(page) for page in Page.objects.live().filter(expire_at__lt=timezone.now()))
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).exclude(
        pk__in=FailedPublication.objects.values("revision")
    )
    results = [_publish(revision) for revision in due.order_by("pk")]
    return f"{sum(results)} published, {len(results) - sum(results)} refused, {down} taken down"


def _take_down(page: Page) -> int:
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return 1


def _publish(revision: Revision) -> bool:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except ValidationError as refused:
        reason = " ".join(refused.messages)
        logger.warning("scheduled publishing refused", extra={"revision": revision.pk, "reason": reason})
        FailedPublication.objects.create(revision=revision, reason=reason, at=timezone.now())
        _tell_editor(revision, reason)
        return False
    return True


def _tell_editor(revision: Revision, reason: str) -> None:
    editor = revision.user
    if editor is None or not editor.email:
        return
    edit = settings.BASE_URL + reverse("wagtailadmin_pages:edit", args=[revision.object_id])
    language = UserProfile.get_for_user(editor).preferred_language or settings.LANGUAGE_CODE
    with translation.override(language):
        send_mail(
            _("“{title}” could not be published").format(title=revision.object_str),
            "\n\n".join([reason, edit]),
            None,
            [editor.email],
        )

"""Middleware of the admin alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.users.models import UserProfile

from commerce.channels.errors import NoChannel
from commerce.channels.queries import default_channel
from commerce.core.errors import Conflict

from .door import ACCESS


class StaffClockMiddleware:
    """Staff reads and types times by the shop's own clock from their first visit on.

    Databases keep UTC, which nobody in the shop lives by. Whoever works elsewhere chooses another zone in
    their account.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and is_new_here(request.user):
            set_clock(request.user)
        return self.get_response(request)


class ConflictMiddleware:
    """What Wagtail's own screens know nothing of (a picture that a product shows is to be deleted) is said
    above the same screen, which then shows what is true now. Dialogs get it as JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Conflict) or not request.path_info.startswith("/admin/"):
            return None
        said = str(exception.message)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": said}, status=409)
        messages.error(request, said)
        return redirect(request.get_full_path())


def is_new_here(user: Any) -> bool:
    """Whether this is staff on a first visit."""
    return user.is_authenticated and not hasattr(user, "wagtail_userprofile") and user.has_perm(ACCESS)


def set_clock(user: Any) -> None:
    """Give a member of staff the default channel's time zone; a shop without a channel keeps UTC."""
    try:
        zone = default_channel().time_zone
    except NoChannel:
        return
    UserProfile.objects.get_or_create(user=user, defaults={"current_time_zone": zone})

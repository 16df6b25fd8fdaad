"""Middleware of the admin alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.users.models import UserProfile

from commerce.channels.errors import NoChannel
from commerce.channels.queries import default_channel

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

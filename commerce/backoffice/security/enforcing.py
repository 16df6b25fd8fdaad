"""Where the shop asks a second step of its staff, nobody comes further into the admin without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from commerce.backoffice.door import ACCESS
from commerce.customers.second_factor import is_on

#: Remembered in the session, so that no page asks twice.
HAS_STEP = "has_second_step"
OPEN = ("/admin/security/", "/admin/login/", "/admin/logout/", "/admin/jsi18n/")


class SecondFactorMiddleware:
    """Leads staff to the screen where the second step is set up, if `STAFF_SECOND_FACTOR` is on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_SECOND_FACTOR and self.is_to_set_up(request):
            return HttpResponseRedirect(reverse("staff_security"))
        return self.get_response(request)

    def is_to_set_up(self, request: HttpRequest) -> bool:
        path = request.path_info
        user: Any = request.user
        if not path.startswith("/admin/") or path.startswith(OPEN) or not user.has_perm(ACCESS):
            return False
        if not request.session.get(HAS_STEP):
            if not is_on(user.pk):
                return True
            request.session[HAS_STEP] = True
        return False

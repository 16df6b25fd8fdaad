"""The staff entrance: everybody logs in at the shop's own door, with its throttles and second factor."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

ACCESS = "wagtailadmin.access_admin"


@never_cache
def login(request: HttpRequest) -> HttpResponse:
    """To the shop's login and back; those already in go on; those without access are told so (403)."""
    target = _target(request)
    if request.user.is_anonymous:
        return HttpResponseRedirect(f"{reverse('storefront:login')}?{urlencode({'next': target})}")
    if request.user.has_perm(ACCESS):
        return HttpResponseRedirect(target)
    # Wagtail left a note on the way here; read, it does not follow the shopper back into the shop.
    list(messages.get_messages(request))
    return render(request, "backoffice/no_access.html", {"home": "/"}, status=403)


def _target(request: HttpRequest) -> str:
    """Where to after logging in: an address of this host, or the admin's home."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("wagtailadmin_home")

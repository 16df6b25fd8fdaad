"""The ways into a preview and out of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from commerce.core.errors import CommerceError
from commerce.storefront.http import safe_next

from . import links
from .middleware import refuse, unkept


@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """From a link into the preview: the browser carries it until it expires."""
    token = request.GET.get("link", "")
    try:
        preview = links.read(token, request.get_host())
    except CommerceError as refusal:
        return unkept(refuse(request, refusal))
    response = HttpResponseRedirect(safe_next(request, preview.path, "/"))
    response.set_cookie(
        links.COOKIE,
        token,
        max_age=int((preview.expires_at - timezone.now()).total_seconds()),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return unkept(response)


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Out of the preview, back to the page one was on."""
    response = HttpResponseRedirect(safe_next(request, request.GET.get("next", ""), "/"))
    response.delete_cookie(links.COOKIE, samesite="Lax")
    return unkept(response)

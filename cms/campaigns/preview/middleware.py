"""Shows the shop as of another time to whoever carries a preview's cookie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers

from commerce.core import clock
from commerce.core.errors import CommerceError
from commerce.core.logging import correlation_id
from commerce.storefront.views import errors
from themes import engine

from ..services import rehearse
from . import links
from .words import describe

#: Another world: the admin has its own previews, files have no time, and a preview can always be left.
OUTSIDE = ("/admin/", "/static/", "/media/", "/documents/", "/preview/")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: What belongs to one person or leads to money, below the language or the API's version.
PERSONAL = ("checkout", "orders", "account", "payments")


class PreviewMiddleware:
    """Stands inside the theme's middleware. Whatever a request writes all the same is rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request.COOKIES.get(links.COOKIE, "")
        if not token or request.path_info.startswith(OUTSIDE):
            return self.get_response(request)
        try:
            with assumed(request, links.read(token, request.get_host())):
                return unkept(self.look(request))
        except CommerceError as refusal:  # the link holds no longer, or its campaign is gone
            response = refuse(request, refusal)
            response.delete_cookie(links.COOKIE, samesite="Lax")
            return unkept(response)

    def look(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE or is_personal(request):
            return refuse(request, links.PreviewReadOnly())
        return self.get_response(request)


@contextmanager
def assumed(request: HttpRequest, preview: links.Preview) -> Iterator[None]:
    """The instant, the look and the campaign in force, and nothing written afterwards."""
    with clock.assume(preview.at), transaction.atomic():
        try:
            if preview.campaign_id is not None:
                rehearse(campaign_id=preview.campaign_id)
            request.is_preview = True  # type: ignore[attr-defined]
            request.preview_note = describe(request, preview)  # type: ignore[attr-defined]
            if preview.theme:
                with engine.override(preview.theme, preview.preset):
                    yield
            else:
                yield
        finally:
            transaction.set_rollback(True)


def is_personal(request: HttpRequest) -> bool:
    parts = request.path_info.strip("/").split("/")
    return any(part in PERSONAL for part in parts[1 : 3 if parts[0] == "api" else 2])


def refuse(request: HttpRequest, refusal: CommerceError) -> HttpResponse:
    """A page that says why, or a problem document for programs (RFC 9457)."""
    if not request.path_info.startswith(errors.API):
        return errors.answer(request, 403, "403.html", message=str(refusal.message))
    body = {
        "type": f"urn:qilou:problem:{refusal.code}",
        "title": str(refusal.message),
        "status": 403,
        "code": refusal.code,
        "correlation_id": correlation_id(),
    }
    return JsonResponse(body, status=403, content_type="application/problem+json")


def unkept(response: HttpResponse) -> HttpResponse:
    """Nobody keeps it, and no search engine lists it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    for name in ("ETag", "Last-Modified", "Expires"):
        response.headers.pop(name, None)
    patch_vary_headers(response, ["Cookie"])
    return response

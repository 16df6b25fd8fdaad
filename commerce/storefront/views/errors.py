"""Pages for what went wrong: themed, in the reader's language, and safe when nothing else is."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from commerce.core.errors import CommerceError
from commerce.core.logging import correlation_id
from themes.engine.contracts import ErrorContext, LinkData, MaintenanceContext, Meta, Shell, ShopData
from themes.engine.emergency import EMERGENCY_PAGE

from ..context import request_context
from ..http import page, status_of
from ..meta import PRIVATE, html_lang, meta_for
from ..paths import path
from ..shell import bare_shell, shell

logger = logging.getLogger(__name__)
API = "/api/"
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        text = _("That is more than can be sent at once. Go back, make it shorter and try again.")
        return answer(request, 400, "403.html", message=text)
    return answer(request, 400, "403.html")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, 403, "403.html")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, 404, "404.html", with_links=True)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _(
        "The form was open for too long or came from another site. Go back, reload the page and try again."
    )
    return answer(request, 403, "403.html", message=text)


def refused(request: HttpRequest, error: CommerceError) -> HttpResponse:
    """A page for a refusal: not there, not allowed, closed for now, or what the error says."""
    logger.info("refused", extra={"code": error.code})
    status = status_of(error)
    if status == 503:
        return closed(request)
    if status in (403, 404):
        return answer(request, status, f"{status}.html", message=str(error.message), with_links=True)
    return answer(request, 400, "403.html", message=str(error.message))


def closed(request: HttpRequest) -> HttpResponse:
    """The shop cannot sell right now; asks nothing of the database."""
    language = language_of(request)
    with translation.override(language):
        context = MaintenanceContext(ShopData(name=str(settings.SITE_NAME)), html_lang(language))
        response = page(request, "maintenance.html", context, status=503, is_private=True)
    response.headers["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database; where even the theme fails, a page that needs nothing."""
    if request.path.startswith(API):
        return problem(500)
    try:
        with translation.override(language_of(request)):
            return draw(request, plain_shell(request), 500, "500.html")
    except Exception:  # whatever broke the page may break this one too
        logger.exception("the error page failed")
        return HttpResponse(EMERGENCY_PAGE, status=500)


def answer(
    request: HttpRequest, status: int, template: str, *, message: str = "", with_links: bool = False
) -> HttpResponse:
    """The page with the whole shell; without it where the shop cannot be asked."""
    if request.path.startswith(API):
        return problem(status)
    with translation.override(language_of(request)):
        try:
            ctx = request_context(request)
            meta = meta_for(request, ctx, title=str(status), robots=PRIVATE)
            around = shell(request, ctx, meta)
        except Exception:  # no channel yet, no database: the page about it must still come
            logger.exception("an error page goes without its shell")
            around = plain_shell(request)
        return draw(request, around, status, template, message=message, with_links=with_links)


def draw(
    request: HttpRequest,
    around: Shell,
    status: int,
    template: str,
    *,
    message: str = "",
    with_links: bool = False,
) -> HttpResponse:
    language = language_of(request)
    links = (
        LinkData(_("All products"), path("products", language)),
        LinkData(_("Search"), path("search", language)),
    )
    context = ErrorContext(
        shell=around,
        status=status,
        message=message,
        reference=correlation_id(),
        links=links if with_links else (),
    )
    return page(request, template, context, status=status, is_private=True)


def plain_shell(request: HttpRequest) -> Shell:
    title = f"{_('Error')} · {settings.SITE_NAME}"
    return bare_shell(request, language_of(request), Meta(title=title, robots=PRIVATE))


def language_of(request: HttpRequest) -> str:
    """The language of the address, else the one already chosen for the request, else the default."""
    known = [code for code, _name in settings.LANGUAGES]
    for code in (request.path.split("/")[1], translation.get_language()):
        if code in known:
            return code
    return settings.LANGUAGE_CODE


def problem(status: int) -> HttpResponse:
    """What programs get (RFC 9457)."""
    titles = {400: "Bad request", 403: "Forbidden", 404: "Not found", 500: "Internal error"}
    codes = {400: "bad_request", 403: "forbidden", 404: "not_found", 500: "internal_error"}
    body = {"type": "about:blank", "title": titles[status], "status": status, "code": codes[status]}
    return JsonResponse(body, status=status, content_type="application/problem+json")

"""The landing page, from Wagtail's page to the theme's contract."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from cms.blocks import sections
from cms.home.pages import page_meta, translations
from commerce.core.context import CommerceContext
from commerce.storefront import carts
from commerce.storefront.context import request_context
from commerce.storefront.http import zone_of
from commerce.storefront.shell import shell
from themes.engine.contracts import CampaignContext, LinkData
from themes.engine.rendering import render

from .types import Phase

if TYPE_CHECKING:
    from .models import Campaign, CampaignPage

#: How long a browser may show the page again without asking, if no boundary comes before.
KEEP_SECONDS = 60


def campaign(request: HttpRequest, page: CampaignPage, *, phase: Phase | None = None) -> HttpResponse:
    """The page in the phase that the clock says, or in `phase` for a preview.

    Not found while its campaign is a draft, or was called off before it began.
    """
    ctx = request_context(request)
    about = page.campaign()
    if phase is None:
        if about is None or about.was_called_off:
            raise Http404
        phase = about.phase(ctx.now)
    alternates = translations(page)
    crumbs = tuple(
        LinkData(ancestor.title, ancestor.get_url(request) or "")
        for ancestor in page.get_ancestors().live().filter(depth__gt=1)
    )
    context = CampaignContext(
        shell=shell(request, ctx, page_meta(request, page, ctx, alternates), alternates=alternates),
        title=page.title,
        intro=page.intro,
        phase=phase,
        starts_at=about.starts_at if about else None,
        ends_at=about.over_at if about else None,
        seconds_left=seconds_left(about, phase, ctx.now),
        sections=sections.build(page.sections_of(phase), ctx),
        breadcrumbs=(*crumbs, LinkData(page.title, request.path, current=True)),
    )
    with timezone.override(zone_of(request)):
        response = render(request, "campaign.html", context)
    return until_boundary(request, response, about, ctx)


def seconds_left(about: Campaign | None, phase: Phase, now: datetime) -> int | None:
    """Whole seconds until the phase is over; None where no end is in sight."""
    boundary = next_boundary(about, now) if phase != "after" else None
    return max(0, int((boundary - now).total_seconds())) if boundary else None


def next_boundary(about: Campaign | None, now: datetime) -> datetime | None:
    """The next instant at which the page changes by itself."""
    ahead = [at for at in (about.starts_at, about.over_at) if at > now] if about else []
    return min(ahead, default=None)


def until_boundary(
    request: HttpRequest, response: HttpResponse, about: Campaign | None, ctx: CommerceContext
) -> HttpResponse:
    """Nobody keeps the page past the hour at which it changes. Whoever has a cart or is logged in asks each
    time, since the header shows what is theirs."""
    boundary = next_boundary(about, ctx.now)
    seconds = KEEP_SECONDS
    if boundary is not None:
        seconds = min(seconds, int((boundary - ctx.now).total_seconds()))
    is_known = ctx.customer.id is not None or carts.token_of(request) is not None
    response.headers["Cache-Control"] = "private, no-cache" if is_known else f"private, max-age={seconds}"
    patch_vary_headers(response, ["Cookie"])
    return response

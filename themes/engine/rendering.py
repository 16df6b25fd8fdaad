"""Drawing pages, and what is shown when a theme cannot.

    render(request, "listing.html", ListingContext(…))

A page is joined only when all of it succeeded, so there are no half pages. The ladder: this theme's
template, then the parent's whole page, …, then the base theme's, then a page that needs nothing at all.
"""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist

from themes.engine import active, breaker, budget, discovery, functions, incidents, state
from themes.engine.emergency import EMERGENCY_PAGE, error_page
from themes.engine.environment import environment_for, locate
from themes.engine.errors import ThemeNotFound
from themes.engine.plain import variables_of

logger = logging.getLogger(__name__)

__all__ = ["Drawn", "draw", "functions", "render", "render_to_string"]

RETRY_AFTER_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished page and the theme that managed it; `printed` names the platform functions it called."""

    html: str
    theme: discovery.Theme
    printed: tuple[str, ...] = ()
    steps: int = 0


class DrawingFailed(Exception):
    """No theme of the chain could draw the template; the cause is the first theme's error."""

    def __init__(self, incident: incidents.Incident) -> None:
        self.incident = incident
        super().__init__(f"{incident.template}: {incident.error}: {incident.message}")


def render(
    request: HttpRequest,
    name: str,
    context: Any,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """The response of a page: `name` is a template of the contract, `context` its contract value.

    A theme's mistake costs the shopper the theme, never the page. Developers, and staff in a preview,
    see the mistake with file and line instead. Raises `ContextRefused` (where mistakes raise) for a
    context that is not plain data and `TemplateDoesNotExist` for a name that no theme has.
    """
    try:
        drawn = draw(name, context, request=request, stop_at_first=_shows_errors(request))
    except ThemeNotFound:
        logger.exception("There is no theme to draw with.")
        return _emergency()
    except DrawingFailed as failure:
        if _shows_errors(request):
            return HttpResponse(error_page(failure.incident), status=500)
        return _emergency()
    return HttpResponse(drawn.html, status=status, headers=headers)


def _emergency() -> HttpResponse:
    return HttpResponse(EMERGENCY_PAGE, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def render_to_string(
    name: str, context: Any, request: HttpRequest | None = None, theme: str | None = None
) -> str:
    """The text of a template (a mail, a fragment), down the same ladder.

    Raises `DrawingFailed` where even the base theme cannot draw it.
    """
    return draw(name, context, request=request, theme=theme).html


def draw(
    name: str,
    context: Any,
    *,
    request: HttpRequest | None = None,
    theme: str | None = None,
    stop_at_first: bool = False,
) -> Drawn:
    """The page by the first theme of the chain that manages it; raises `DrawingFailed` if none does."""
    look = active.Look(theme) if theme else active.get_look()
    wanted = discovery.get(look.theme)
    if locate(wanted, name) is None:
        raise TemplateDoesNotExist(f"theme/{name}", tried=[], chain=[])
    variables = variables_of(context)
    first: tuple[incidents.Incident, Exception] | None = None
    for slug in wanted.chain:
        rung = discovery.get(slug)
        if locate(rung, name) is None:
            continue
        preset = look.preset if rung is wanted else ""
        now = state.RenderState(
            theme=rung, variables=variables, context=context, request=request, preset=preset
        )
        try:
            return attempt(name, now)
        except Exception as error:  # noqa: BLE001 - a theme may fail in any way; the shop must not
            with state.rendering(now):
                incident = incidents.report(rung, name, error, level="template")
                breaker.count_failure(rung)
            first = first or (incident, error)
            if stop_at_first:
                break
    assert first is not None
    incident, cause = first
    if not stop_at_first:
        incidents.report(wanted, name, cause, level="page")
    raise DrawingFailed(incident) from cause


def attempt(name: str, now: state.RenderState) -> Drawn:
    """One try by one theme, with a budget of its own; raises whatever went wrong."""
    with active.override(now.theme.slug, now.preset), state.rendering(now), budget.page_budget() as spent:
        template = environment_for(now.theme).get_template(name)
        html = budget.join(template.generate(now.variables), budget.OUTPUT, "output")
        return Drawn(html, now.theme, tuple(now.printed), spent.used)


def _shows_errors(request: HttpRequest) -> bool:
    """Developers always, staff while they preview."""
    if settings.DEBUG:
        return True
    user = getattr(request, "user", None)
    return bool(getattr(request, "is_preview", False) and user is not None and user.is_staff)

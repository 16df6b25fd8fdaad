"""`render_section()`: edited content, drawn by whichever theme of the chain manages to."""

import logging
import re
from pathlib import Path
from typing import Any

import jinja2
from django.conf import settings
from markupsafe import Markup

from themes.engine import budget, discovery, incidents, state
from themes.engine.environment import environment_for, locate, template_function
from themes.engine.errors import HelperError
from themes.engine.marks import is_theme_data

logger = logging.getLogger(__name__)

SECTION_TYPE = re.compile(r"^[a-z][a-z0-9_]{0,59}$")
MOST_NESTED = 4


@template_function
def render_section(section: Any) -> Markup:
    """The HTML of a section: by this theme, else by its parent's template, else nothing.

    A failure is an incident for staff; the rest of the page is drawn as if nothing had happened.
    """
    now = state.current()
    if now is None or not is_theme_data(section) or not SECTION_TYPE.match(getattr(section, "type", "")):
        raise HelperError("render_section takes a section of the page")
    if now.section_depth >= MOST_NESTED:
        raise HelperError(f"sections may stand in each other {MOST_NESTED} deep")
    name = f"sections/{section.type}.html"
    now.section_depth += 1
    try:
        return _first_that_draws(name, section, now)
    finally:
        now.section_depth -= 1


def _first_that_draws(name: str, section: Any, now: state.RenderState) -> Markup:
    tried: set[Path] = set()
    for slug in now.theme.chain:
        theme = discovery.get(slug)
        file = locate(theme, name)
        if file is None or file in tried:
            continue
        tried.add(file)
        try:
            return _draw(environment_for(theme).get_template(name), section, now)
        except Exception as error:  # noqa: BLE001 - a theme may fail in any way; the page must not
            incident = incidents.report(theme, name, error, level="section")
            if settings.DEBUG:
                return _say(incident)
            budget.current().look()
    if not tried:
        logger.warning("No theme of %s draws the section type %s.", now.theme.slug, section.type)
    return Markup("")


def _say(incident: incidents.Incident) -> Markup:
    """The mistake in place of the section, for whoever is writing the theme."""
    return Markup('<pre class="theme-error">{}:{} {}: {}</pre>').format(
        incident.file or incident.template, incident.line or "?", incident.error, incident.message
    )


def _draw(template: jinja2.Template, section: Any, now: state.RenderState) -> Markup:
    with budget.section_budget():
        html = budget.join(
            template.generate({"section": section, "shell": now.shell}), budget.OUTPUT, "output"
        )
    # The environment escaped everything that was put into it.
    return Markup(html)  # noqa: S704

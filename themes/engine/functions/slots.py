"""`slot()`: what plugins add at a named place."""

import logging

from django.template import loader
from markupsafe import Markup

from commerce.core import slots
from themes.engine import state
from themes.engine.contracts.registry import SLOTS
from themes.engine.environment import template_function
from themes.engine.errors import HelperError

logger = logging.getLogger(__name__)


@template_function
def slot(name: str) -> Markup:
    """What enabled plugins print at this place; one that fails is logged and left out."""
    if name not in SLOTS:
        raise HelperError(f"{name!r} is not a slot; there are {', '.join(SLOTS)}")
    return print_slot(name)


def print_slot(name: str) -> Markup:
    """The components of a slot one after the other, each drawn by its plugin's own template."""
    now = state.current()
    if now is None:
        return Markup("")
    now.printed.append(f"slot:{name}")
    channel = getattr(getattr(now.shell, "request", None), "channel", "") or None
    printed = Markup("")
    for component in slots.components(name, now.context, channel=channel):
        try:
            html = loader.render_to_string(component.template, dict(component.data), using="django")
        except Exception:
            logger.exception("slot component failed", extra={"slot": name, "template": component.template})
            continue
        # Django's engine escaped it; the template is the plugin's own code.
        printed += Markup(html)  # noqa: S704
    return printed

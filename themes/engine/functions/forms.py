"""`csrf()`, `csp_nonce()` and `json_script()`."""

from typing import Any

from django.middleware.csrf import get_token
from markupsafe import Markup

from themes.engine import filters, state
from themes.engine.environment import template_function

#: Characters that could end the script element or be read as markup.
JSON_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@template_function
def csrf() -> Markup:
    """The hidden field that every posting form needs; empty where there is no request (mail)."""
    now = state.current()
    if now is None or now.request is None:
        return Markup("")
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(
        get_token(now.request)
    )


@template_function
def csp_nonce() -> str:
    """The nonce of this response, for the rare inline script."""
    now = state.current()
    nonce = getattr(now.request, "csp_nonce", None) if now and now.request else None
    # Asked for its truth, it would deny itself until it was printed for the first time.
    return "" if nonce is None else str(nonce)


@template_function
def json_script(value: Any, id: str) -> Markup:
    """The value as JSON in a script element of that id, for custom elements to read."""
    text = filters.to_json(value).translate(JSON_ESCAPES)
    # Every character that could leave the script element was replaced above.
    return Markup('<script type="application/json" id="{}">{}</script>').format(id, Markup(text))  # noqa: S704

"""What the platform prints on every page, so that search engines and the law do not depend on a theme.

A layout calls `head()`, `body_start()`, `legal_footer()` and `body_end()` once each; `theme check` counts.
"""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext, pgettext
from markupsafe import Markup

from themes.engine import discovery, state
from themes.engine.environment import template_function
from themes.engine.functions.files import asset, find_owner
from themes.engine.functions.forms import JSON_ESCAPES, csp_nonce
from themes.engine.functions.slots import print_slot

FAVICONS = (("favicon.svg", "image/svg+xml"), ("favicon.png", "image/png"), ("favicon.ico", "image/x-icon"))
PREVIEW_STYLE = (
    ".preview-banner{margin:0;padding:.5rem 1rem;background:#ffe9a8;color:#332600;font:500 .875rem/1.5 "
    "system-ui,sans-serif;text-align:center}.preview-banner a{color:inherit;text-decoration:underline;"
    "white-space:nowrap;margin-inline-start:.5rem}"
)
VIEWPORT = Markup('<meta name="viewport" content="width=device-width, initial-scale=1">')


@template_function
def head() -> Markup:
    """Title, description, canonical address, other languages, structured data, icon, the preset's colors."""
    now = _note("head")
    lines = [Markup('<meta charset="utf-8">'), VIEWPORT]
    shell: Any = now.shell if now else None
    if shell is not None:
        lines += _meta_lines(shell.meta, is_preview=shell.request.is_preview)
    if now is not None:
        lines.append(_icon_line(now.theme.slug, now.theme.chain_hash))
        lines += _preset_lines(now)
    return Markup("\n").join(lines)


@lru_cache(maxsize=64)
def _icon_line(slug: str, chain_hash: str) -> Markup:
    """The theme's icon in the best format that it has."""
    for name, mime in FAVICONS:
        if find_owner(discovery.get(slug), name):
            return Markup('<link rel="icon" type="{}" href="{}">').format(mime, asset(name))
    return Markup("")


def _preset_lines(now: state.RenderState) -> list[Markup]:
    """Custom properties of the preset that is worn; its values were read as colors and lengths only."""
    preset = now.theme.presets.get(now.preset)
    if preset is None:
        return []
    return [Markup('<style nonce="{}">{}</style>').format(csp_nonce(), Markup(preset.css))]  # noqa: S704


def _meta_lines(meta: Any, *, is_preview: bool) -> list[Markup]:
    lines = [Markup("<title>{}</title>").format(meta.title)]
    if meta.description:
        lines.append(Markup('<meta name="description" content="{}">').format(meta.description))
    robots = "noindex, nofollow" if is_preview else meta.robots
    if robots:
        lines.append(Markup('<meta name="robots" content="{}">').format(robots))
    if meta.canonical:
        lines.append(Markup('<link rel="canonical" href="{}">').format(meta.canonical))
    lines += [
        Markup('<link rel="alternate" hreflang="{}" href="{}">').format(other.lang, other.url)
        for other in meta.alternates
    ]
    for relation, url in (("prev", meta.previous_url), ("next", meta.next_url)):
        if url:
            lines.append(Markup('<link rel="{}" href="{}">').format(relation, url))
    lines += [Markup('<meta property="{}" content="{}">').format(name, content) for name, content in meta.og]
    for document in meta.jsonld:
        # Every character that could leave the script element is written as an escape.
        text = Markup(document.translate(JSON_ESCAPES))  # noqa: S704
        lines.append(Markup('<script type="application/ld+json">{}</script>').format(text))
    return lines


@template_function
def body_start() -> Markup:
    """The link past the navigation to `#main`, and the banner of a preview."""
    now = _note("body_start")
    lines = [Markup('<a class="skip-link" href="#main">{}</a>').format(gettext("Skip to content"))]
    request = getattr(now.shell, "request", None) if now else None
    if request is not None and request.is_preview:
        lines.append(_preview_banner(request))
    return Markup("\n").join(lines)


def _preview_banner(request: Any) -> Markup:
    """What is assumed and the way out, in a dress of its own, so that no theme can hide it."""
    style = Markup('<style nonce="{}">{}</style>').format(csp_nonce(), Markup(PREVIEW_STYLE))  # noqa: S704
    text = request.preview_note or gettext("Preview: shoppers do not see this page yet.")
    leave = Markup("")
    if request.preview_exit_url:
        leave = Markup(' <a href="{}">{}</a>').format(request.preview_exit_url, gettext("Leave the preview"))
    return style + Markup('<p class="preview-banner" role="status">{}{}</p>').format(text, leave)


@template_function
def body_end() -> Markup:
    """What plugins put at the end of a page."""
    _note("body_end")
    return print_slot("layout.body_end")


@template_function
def legal_footer() -> Markup:
    """Who runs the shop, its filing numbers and its terms."""
    now = _note("legal_footer")
    legal = getattr(now.shell, "legal", None) if now else None
    if legal is None:
        return Markup("")
    facts = [legal.company, legal.address, f"{gettext('VAT number')} {legal.vat}" if legal.vat else ""]
    links = [
        (pgettext("policy", "Terms"), legal.terms_url, ""),
        (pgettext("policy", "Privacy"), legal.privacy_url, ""),
        (pgettext("policy", "Returns"), legal.returns_url, ""),
        (gettext("Business license"), legal.licence_url, ""),
        (legal.icp, legal.icp_url, "zh-Hans"),
        (legal.public_security, legal.public_security_url, "zh-Hans"),
    ]
    company = Markup("").join(Markup("<span>{}</span>").format(fact) for fact in facts if fact)
    items = Markup("").join(_legal_item(text, url, lang) for text, url, lang in links)
    lines = Markup("")
    if company:
        lines += Markup('<p class="legal__company">{}</p>').format(company)
    if items:
        lines += Markup('<ul class="legal__links">{}</ul>').format(items)
    return Markup('<div class="legal">{}</div>').format(lines) if lines else Markup("")


def _legal_item(text: str, url: str, lang: str) -> Markup:
    """A link; a filing number without an address is printed as text, a page without one not at all."""
    tongue = Markup(' lang="{}"').format(lang) if lang else Markup("")
    if text and url:
        return Markup('<li><a href="{}"{}>{}</a></li>').format(url, tongue, text)
    return Markup("<li{}>{}</li>").format(tongue, text) if text and lang else Markup("")


def _note(name: str) -> state.RenderState | None:
    now = state.current()
    if now is not None:
        now.printed.append(name)
    return now

"""Every address of the shop, what may be done there and who may do it.

Views of the API name their policy; guards of the storefront and the admin are recognized in the chain of
decorators; whole packages of public pages are named here. What is none of this has no policy, and a test
fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import LocalePrefixPattern, URLPattern, URLResolver, get_resolver

ANONYMOUS, CUSTOMER, STAFF, PERMISSION, PROVIDER = "anonymous", "customer", "staff", "permission", "provider"

# Guards by the name of the function that wraps the view.
_GUARDS = {
    "members_only.<locals>.guarded": CUSTOMER,
    "login_required": CUSTOMER,
    "require_admin_access.<locals>.decorated_view": STAFF,
    "permission_required.<locals>": PERMISSION,
    "any_permission_required.<locals>": PERMISSION,
}
# Views anybody may call, by module. The storefront's are public unless guarded; orders and carts in them are
# found by unguessable tokens. Wagtail's own check what a page or document restricts.
_PUBLIC = (
    "commerce.storefront.views",
    "cms.products.views",
    "cms.campaigns.preview.views",
    "commerce.backoffice.door",
    "drf_spectacular.views",
    "django.views.static",
    "django.views.generic.base.RedirectView",
    "wagtail.views",
    "wagtail.documents.views.serve",
    "cms.home.sitemaps",
    "cms.newsletter.views",
    "wagtail.api.v2",
    "wagtail.documents.api",
    "wagtail.images.api",
    # Wagtail's form for restricted pages; `cms.urls` answers first, at the shop's own door.
    "django.contrib.auth.views.LoginView",
    "cms.home.api",
    # The admin's doors: in, out, a lost password, words of its scripts.
    "wagtail.admin.views.account",
    "wagtail.admin.auth",
    "wagtail.admin.views.generic.base.JavaScriptCatalog",
    "wagtail.admin.views.home.sprite",
    "wagtail.admin.views.home.default",  # "not found", in the admin's dress
    "wagtail.admin.views.i18n.localized_js_catalog",
    "django.views.i18n",
)
_API_POLICIES = {"anyone": ANONYMOUS, "customer": CUSTOMER, "provider": PROVIDER}
_PERMISSIONS = ("permission_required", "any_permission_required")
_REGEX_NOISE = re.compile(r"[\^$]|\\Z")


@dataclass(frozen=True, slots=True)
class Route:
    """One address pattern. `policy` None: nobody said who may call it."""

    path: str
    name: str
    methods: tuple[str, ...]
    policy: str | None
    view: str


def routes() -> list[Route]:
    """All routes of the running configuration, sorted by path."""
    return sorted(_walk(get_resolver(), "/", ""), key=lambda route: (route.path, route.name))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        own = "<language>/" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
        path = prefix + _REGEX_NOISE.sub("", own)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, path, inner)
        elif isinstance(entry, URLPattern):
            yield _route(entry, path, namespace)


def _route(entry: URLPattern, path: str, namespace: str) -> Route:
    chain = list(_unwrapped(entry.callback))
    owners = (getattr(view, "view_class", None) or getattr(view, "cls", None) for view in chain)
    owner = next((found for found in owners if found), None)
    named = owner or chain[-1]
    return Route(
        path=path,
        name=f"{namespace}{entry.name}" if entry.name else "",
        methods=_methods(chain, owner),
        policy=_policy(chain, owner, named),
        view=f"{named.__module__}.{getattr(named, '__qualname__', type(named).__name__)}",
    )


def _unwrapped(view: Any) -> Iterator[Any]:
    """The view and what it wraps, outermost first."""
    seen: set[int] = set()
    while view is not None and id(view) not in seen:
        seen.add(id(view))
        yield view
        view = getattr(view, "__wrapped__", None)


def _policy(chain: list[Any], owner: Any, named: Any) -> str | None:
    declared = getattr(owner, "policy", None)
    if declared is not None:
        return _API_POLICIES.get(str(declared))
    found = [policy for view in chain if (policy := _guard(view))]
    if owner is not None and any(getattr(owner, name, None) for name in _PERMISSIONS):
        found.append(PERMISSION)
    if PERMISSION in found:
        return PERMISSION
    if found:
        return found[0]
    place = f"{named.__module__}.{getattr(named, '__qualname__', '')}"
    return ANONYMOUS if place.startswith(_PUBLIC) else None


def _guard(view: Any) -> str | None:
    code = getattr(view, "__code__", None)
    name = code.co_qualname if code else ""
    return next((policy for guard, policy in _GUARDS.items() if name.startswith(guard)), None)


def _methods(chain: list[Any], owner: Any) -> tuple[str, ...]:
    """What the decorators or the class allow; a plain function that says nothing takes GET and POST."""
    for view in chain:
        allowed = _closed_over(view, "request_method_list")
        if allowed:
            return tuple(sorted(set(allowed) - {"HEAD", "OPTIONS"}))
        if getattr(view, "actions", None):
            return tuple(sorted(name.upper() for name in view.actions))
    if owner is not None:
        known = getattr(owner, "http_method_names", ())
        return tuple(
            sorted(name.upper() for name in known if hasattr(owner, name) and name not in ("head", "options"))
        )
    return ("GET", "POST")


def _closed_over(view: Callable[..., Any], name: str) -> Any:
    code, closure = getattr(view, "__code__", None), getattr(view, "__closure__", None)
    if not code or not closure or name not in code.co_freevars:
        return None
    return closure[code.co_freevars.index(name)].cell_contents

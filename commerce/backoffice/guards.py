"""Addresses of Wagtail's that show rows and ask for no right: open to those who have to do with such rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.permissions import policy_registry

#: Any of these on any row of the kind makes somebody concerned.
_ACTIONS = frozenset({"view", "add", "change", "delete", "publish"})


def for_those_concerned(view: Callable[..., Any]) -> Callable[..., Any]:
    """`view` for users who may do something with rows of the model that the address names.

    Confirmation screens of bulk actions name every row they are given (`id=all`), also to those who may touch
    none of them; and translators' lists name all snippets, mailboxes of the newsletter among them.
    """

    @wraps(view)
    def guarded(request: HttpRequest, app_label: str, model_name: str, **others: Any) -> HttpResponse:
        try:
            model = apps.get_model(app_label, model_name)
        except LookupError as unknown:
            raise Http404 from unknown
        if not policy_registry.get_by_type(model).user_has_any_permission(request.user, _ACTIONS):
            raise PermissionDenied
        answer: HttpResponse = view(request, app_label=app_label, model_name=model_name, **others)
        return answer

    return guarded

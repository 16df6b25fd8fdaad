"""Every address of the admin, ours and Wagtail's, tried by every role: who gets in is a reviewed list.

`rights.json` names, per address and method, who is let in; `rooms.py` has a row for each, so that a refusal is
about the person. A new address fails here until somebody has decided: give the right in
`commerce/backoffice/roles.py` (or none: then only the owner's table grows), run
`UPDATE_RIGHTS=1 python -m pytest tests/commerce/backoffice/test_rights.py`, and review what changed in the file.

Pages are not drawn here: who is let in is decided before, and drawing thousands of them took most of the time.
What they look like is looked at by the tests of each screen.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.template.backends.django import Template
from django.test import RequestFactory
from django.urls import resolve

from commerce.backoffice.middleware import set_clock
from commerce.backoffice.roles import ROLES
from commerce.backoffice.routes import Route, routes
from commerce.core.errors import CommerceError
from commerce.customers.models import User
from tests.commerce.backoffice.conftest import member
from tests.commerce.backoffice.rooms import Rooms

SNAPSHOT = Path(__file__).with_name("rights.json")
UPDATE = "UPDATE_RIGHTS"
NOBODY = "nobody"
#: Doors that let everybody in, or out; and what answers for addresses that do not exist.
PUBLIC = re.compile(r"^/admin/(login|logout|password_reset|jsi18n|sprite|failwhale|\.\*)")
#: What the list says where nobody can find a row, and why there is none.
NO_ROW = "(no such row)"
WITHOUT_ROWS = {
    r"/admin/forms/submissions/.+": "no type of page is a form",
    r"/admin/localize/submit/snippet/.+": "no snippet is translated",
    r"/admin/localize/translate/<int:translation_id>/machine_translate/": "no machine translates",
    r"/admin/localize/translate/<int:translation_id>/preview/<str:mode>/": "pages have one preview",
    r"/admin/settings/home/shopfacts/<int:pk>/preview/": "facts are not previewed",
    r"/admin/images/<int:image_id>/generate_url/": "addresses of pictures are not made by hand",
}

pytestmark = pytest.mark.django_db


def admin_routes() -> list[Route]:
    return [route for route in routes() if route.path.startswith("/admin/") and not PUBLIC.match(route.path)]


def answer_to(user: Any, method: str, path: str) -> int:
    """The status with which a person is answered; what it changed is undone. Sent elsewhere is refused.

    The view is called as the handler calls it, without what stands around all of them. Nothing there asks for
    rights, and reading session, user and rights from the database for each of thousands of requests took most
    of two minutes.
    """
    found = resolve(path.partition("?")[0])
    request = RequestFactory().generic(method, path)
    request.user, request.session, request.resolver_match = user, SessionStore(), found
    request._dont_enforce_csrf_checks = True
    request._messages = default_storage(request)
    with transaction.atomic():
        try:
            answer = found.func(request, *found.args, **found.kwargs)
        except PermissionDenied:
            return 403
        except Http404:
            return 404
        except (CommerceError, ValidationError):
            return 409  # let in, and refused for what is to be done
        except (LookupError, AttributeError):
            return 400  # let in, to a view of Wagtail's that expects more than an empty form
        finally:
            transaction.set_rollback(True)
    if answer.status_code in (301, 302):
        target = answer["Location"]
        return 403 if target == "/admin/" or "/login/" in target else 200
    return int(answer.status_code)


def knocking() -> Iterator[tuple[str, Any]]:
    """Those who try, each with their rights read once."""
    for role in ROLES:
        user = member(role)
        set_clock(user)
        yield role, User.objects.get(pk=user.pk)
    yield NOBODY, AnonymousUser()


def tried() -> Iterator[tuple[str, str]]:
    """(method and address, who is let in), for every address and whatever method it knows."""
    rooms, people = Rooms(), dict(knocking())
    for route in admin_routes():
        # Django's forms take PUT as they take POST.
        methods = [method for method in route.methods if method != "PUT" or "POST" not in route.methods]
        for (name, path), method in product(rooms.doors(route.path), methods):
            answers = {who: answer_to(user, method, path) for who, user in people.items()}
            inside = [who for who, status in answers.items() if status not in (403, 404, 405)]
            if 405 not in answers.values():
                is_missed = not inside and 404 in answers.values()
                yield f"{method} {name}", NO_ROW if is_missed else " ".join(inside)


def test_every_address_lets_in_whom_the_reviewed_list_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Template, "render", lambda *_arguments, **_options: "")
    found = dict(sorted(tried()))
    if os.environ.get(UPDATE):
        SNAPSHOT.write_text(json.dumps(found, indent=1) + "\n")
    known = json.loads(SNAPSHOT.read_text())
    problems = [
        f"{place}: lets in [{found.get(place, 'gone')}], the list says [{known.get(place, 'nothing yet')}]"
        for place in sorted({*found, *known})
        if found.get(place) != known.get(place)
    ]
    hint = (
        "Decide who may go there (commerce/backoffice/roles.py), then run this test with "
        f"{UPDATE}=1 and review rights.json:"
    )
    assert not problems, "\n".join([hint, *problems])


def test_every_address_is_tried_with_a_row_unless_there_can_be_none() -> None:
    known = json.loads(SNAPSHOT.read_text())
    missed = [place for place, who in known.items() if who == NO_ROW]
    assert [place for place in missed if not any(re.search(each, place) for each in WITHOUT_ROWS)] == []


def test_nobody_is_let_in_anywhere() -> None:
    known = json.loads(SNAPSHOT.read_text())
    assert [place for place, who in known.items() if NOBODY in who.split()] == []


def test_support_changes_nothing() -> None:
    """What is posted by those who only look: notes, their own account, and Wagtail's own conveniences."""
    known = json.loads(SNAPSHOT.read_text())
    posts = [place for place, who in known.items() if place.startswith("POST") and "Support" in who.split()]
    kept = r"POST /admin/(product|category|brand|stock|promotion|campaign|users|groups|plugin|channels|delivery|tax)/"
    assert [place for place in posts if re.match(kept, place) and "chooser" not in place] == []

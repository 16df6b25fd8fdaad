"""The map of errors.

CommerceError
├── NotFound            the thing is not there, or not for this actor
├── Forbidden           the actor may not
├── InvalidInput        a field cannot be used; `fields` says which
├── Conflict            true a moment ago, not any more; read again
│   └── IdempotencyConflict   the key was used for something else
└── Unavailable         a dependency is down; try again

Each context derives its own with a `code` of its own. `commerce/api/errors.py` alone maps
codes to HTTP; the storefront shows the same messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class CommerceError(Exception):
    """Something the shop refuses, said so that the reader knows the next step.

    `code` is stable and for programs; `message` is translated and for people; `fields` maps
    input names to messages; `data` carries plain facts (amounts, ids) for clients.
    """

    code = "error"
    message: Text = _("This could not be done.")

    def __init__(
        self,
        message: Text | None = None,
        *,
        fields: Mapping[str, Text] | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.message = message if message is not None else type(self).message
        self.fields: dict[str, Text] = dict(fields or {})
        self.data: dict[str, Any] = dict(data or {})
        super().__init__(self.code)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotFound(CommerceError):
    code = "not_found"
    message = _("We could not find what you asked for.")


class Forbidden(CommerceError):
    code = "forbidden"
    message = _("You are not allowed to do this.")


class InvalidInput(CommerceError):
    code = "invalid_input"
    message = _("Please correct the marked fields.")


class Conflict(CommerceError):
    code = "conflict"
    message = _("This has changed in the meantime. Please look again.")


class IdempotencyConflict(Conflict):
    code = "idempotency_conflict"
    message = _("This idempotency key was already used for a different request.")


class InProgress(Conflict):
    code = "in_progress"
    message = _("The same request is being worked on. Please try again in a moment.")


class Unavailable(CommerceError):
    code = "unavailable"
    message = _("This service is not available right now. Please try again.")

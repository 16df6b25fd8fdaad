"""Names of those who did things, from ids kept as text."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from commerce.customers.models import User


def staff_names(ids: Iterable[str]) -> dict[str, str]:
    """Names of users by their id as text; ids that are nobody's are left out. One query."""
    wanted = [id_ for id_ in set(ids) if _is_uuid(id_)]
    return {str(user.pk): str(user) for user in User.objects.filter(pk__in=wanted)} if wanted else {}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

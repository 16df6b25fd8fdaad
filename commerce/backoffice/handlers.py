"""What the back office does once the tables have changed."""

from __future__ import annotations

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import DEFAULT_DB_ALIAS

from .roles import ROLES
from .services import ensure_roles


def give_rights(*, using: str, verbosity: int = 0, apps: Any = installed, **_signal: Any) -> None:
    """After every migrate: bring the roles up to date with their table.

    `apps`: the tables there are now. Django makes an app's rights when the turn comes to that app; those of
    the roles are made here, so that none has to wait for the next migrate.
    """
    if using != DEFAULT_DB_ALIAS or "standingrole" not in apps.all_models["backoffice"]:
        return
    for label in sorted({right.split(".")[0] for rights in ROLES.values() for right in rights}):
        create_permissions(installed.get_app_config(label), verbosity=verbosity, using=using, apps=apps)
    ensure_roles()

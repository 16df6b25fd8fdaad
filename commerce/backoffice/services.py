"""The roles of those who work here, kept as groups. `roles.py` says what each may do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Collection as Folder
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Workflow

from .models import StandingRole
from .roles import ROLES


@transaction.atomic
def ensure_roles() -> None:
    """Make the roles that were never there, give each the rights it was never given, and take back those that
    the table gave and names no longer.

    A group that bears a role's name already becomes that role and keeps what it had: that was not the table's
    to take. Rights of tables that do not exist yet are given as soon as they do.
    """
    if not StandingRole.objects.exists():
        _clear_wagtails_own()
    for code, rights in ROLES.items():
        role, is_new = StandingRole.objects.get_or_create(code=code)
        if is_new:
            role.group, _is_made = Group.objects.get_or_create(name=code)
        if role.group is not None:
            given = _give(role.group, rights.difference(role.given))
            _take_back(role.group, set(role.given) - rights)
            role.given = sorted({*role.given, *given} & rights)
            role.save()


def _clear_wagtails_own() -> None:
    """Wagtail's two groups go if nobody is in them, and with them the approval that would then ask nobody."""
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()
    asking_nobody = Workflow.objects.filter(active=True, name="Moderators approval")
    for workflow in asking_nobody.filter(workflow_tasks__task__groupapprovaltask__groups=None):
        workflow.deactivate()


def _give(group: Group, rights: Collection[str]) -> list[str]:
    """Give a group those of `rights` that can be given; answers which."""
    given = []
    for permission in _named(rights):
        kind = permission.content_type
        if _GIVERS.get((kind.app_label, kind.model), _give_plainly)(group, permission):
            given.append(f"{kind.app_label}.{permission.codename}")
    return given


def _take_back(group: Group, rights: Collection[str]) -> None:
    """Of pages and files at their roots, where the table gave them; what an owner gave elsewhere stays."""
    for permission in _named(rights):
        group.permissions.remove(permission)
        GroupPagePermission.objects.filter(group=group, permission=permission, page__depth=1).delete()
        at_root = {"group": group, "permission": permission, "collection__depth": 1}
        GroupCollectionPermission.objects.filter(**at_root).delete()


def _named(rights: Collection[str]) -> QuerySet[Permission]:
    """Those of `rights` that exist by now."""
    wanted = Q(pk=None)
    for right in rights:
        app, codename = right.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(wanted).select_related("content_type")


def _give_plainly(group: Group, permission: Permission) -> bool:
    group.permissions.add(permission)
    return True


def _give_on_pages(group: Group, permission: Permission) -> bool:
    """On the whole tree; False while there is none."""
    root = Page.get_first_root_node()
    if root is not None:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    return root is not None


def _give_on_files(group: Group, permission: Permission) -> bool:
    """In all collections; False while there is none."""
    root = Folder.get_first_root_node()
    if root is not None:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
    return root is not None


#: Rights that Wagtail wants given on a place, by the table they are about.
_GIVERS: Mapping[tuple[str, str], Callable[[Group, Permission], bool]] = {
    ("wagtailcore", "page"): _give_on_pages,
    ("wagtailcore", "collection"): _give_on_files,
    ("wagtailimages", "image"): _give_on_files,
    ("wagtaildocs", "document"): _give_on_files,
}

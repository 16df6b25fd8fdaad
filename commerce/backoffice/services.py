"""Roles of those who work here. Owner, Editor and Staff are made once; their rights may then be changed in
the admin and are not touched again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Workflow

OWNER, EDITOR, STAFF = "Owner", "Editor", "Staff"

_ACCESS = {"wagtailadmin": ("access_admin",)}
_CATALOG = {
    "catalog": (
        *("view_product", "add_product", "change_product"),
        *("view_category", "add_category", "change_category", "delete_category"),
        *("view_brand", "add_brand", "change_brand", "delete_brand"),
    ),
    "promotions": ("view_promotion", "add_promotion", "change_promotion"),
}
_ORDERS = {
    "orders": ("view_order", "change_order"),
    "customers": ("view_customer",),
    "inventory": ("view_stockitem", "change_stockitem", "view_stockmovement"),
}
_MONEY = {"payments": ("change_payment", "add_refund")}
_SHOP = {
    "channels": ("change_pluginactivation",),
    "home": ("change_shopfacts",),
    "customers": ("add_user", "change_user", "delete_user"),
    "auth": ("add_group", "change_group", "delete_group"),
    "wagtailcore": ("change_site", "add_collection", "change_collection", "delete_collection"),
    "wagtailredirects": ("add_redirect", "change_redirect", "delete_redirect"),
}
#: What each role may do, by app: the least its work needs. Only the owner moves money and appoints people.
ROLES: Mapping[str, tuple[Mapping[str, tuple[str, ...]], ...]] = {
    OWNER: (_ACCESS, _CATALOG, _ORDERS, _MONEY, _SHOP),
    EDITOR: (_ACCESS, _CATALOG),
    STAFF: (_ACCESS, _ORDERS, {"catalog": ("view_product",)}),
}
_PAGES = ("add_page", "change_page", "publish_page")
_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def ensure_roles() -> list[str]:
    """Make the roles that are not there yet; their names. Wagtail's own two go if nobody is in them, and with
    them the approval that would then ask nobody."""
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()
    asking_nobody = Workflow.objects.filter(active=True, name="Moderators approval")
    for workflow in asking_nobody.filter(workflow_tasks__task__groupapprovaltask__groups=None):
        workflow.deactivate()
    made = []
    for name, rights in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if not is_new:
            continue
        made.append(name)
        group.permissions.set(_permissions(rights))
        if name in (OWNER, EDITOR):
            _give_content(group)
    return made


def _permissions(rights: Iterable[Mapping[str, tuple[str, ...]]]) -> list[Permission]:
    wanted = Q(pk=None)
    for part in rights:
        for app, codenames in part.items():
            wanted |= Q(content_type__app_label=app, codename__in=codenames)
    return list(Permission.objects.filter(wanted))


def _give_content(group: Group) -> None:
    """All pages, pictures and documents."""
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=_PAGES
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=_FILES
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )

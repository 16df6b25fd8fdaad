"""The list of those who work here. Shoppers have logins too: a search finds them, to be given a role."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.log_actions import log
from wagtail.users.views.users import CreateView, EditView, IndexView, UserColumn, UserViewSet

from commerce.backoffice.addresses import phone_of
from commerce.backoffice.changes import change, change_of
from commerce.backoffice.models import StandingRole
from commerce.backoffice.roles import WORDS
from commerce.customers.models import User

from .forms import StaffCreationForm, StaffEditForm


class StaffIndexView(IndexView):
    """Whoever has a role, or all of them; everybody once something is searched for."""

    page_title = _("Staff")
    template_name = "backoffice/staff_index.html"
    add_item_label = _("Add a member of staff")

    def get_base_queryset(self) -> QuerySet[User]:
        everybody = super().get_base_queryset().prefetch_related("groups")
        if self.is_searching:
            return everybody
        return everybody.filter(Q(is_superuser=True) | Q(groups__isnull=False)).distinct()

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        wanted = self.search_query.strip()
        found = Q(name__icontains=wanted) | Q(email__icontains=wanted) | Q(phone__icontains=wanted)
        return queryset.filter(found) if wanted else queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "roles": role_words()}

    @property
    def columns(self) -> list[Any]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            self._get_title_column_class(UserColumn)(
                "name",
                accessor=str,
                label=pgettext_lazy("person", "Name"),
                get_url=self.get_edit_url,
                classname="name",
            ),
            Column(
                "login",
                label=_("Logs in with"),
                accessor=lambda user: user.email or phone_of(user.phone),
                classname="q-wide",
            ),
            Column("roles", label=_("Roles"), accessor=roles_of),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last login"), sort_key="last_login", classname="q-wide"),
        ]


def role_words() -> list[tuple[str, Any]]:
    """What each role is for, under the name that its group has now."""
    groups = StandingRole.objects.exclude(group=None).select_related("group")
    names = {role.code: role.group.name for role in groups if role.group}
    return [(names[code], words) for code, words in WORDS.items() if code in names]


def roles_of(user: User) -> str:
    roles = [str(_("Administrator"))] if user.is_superuser else []
    return ", ".join([*roles, *(group.name for group in user.groups.all())])


class _Appointing:
    """Tells the form whether this person may appoint administrators, and the log what was changed."""

    request: HttpRequest
    form: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()  # type: ignore[misc]
        return {**kwargs, "may_appoint": self.request.user.is_superuser}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "roles": role_words()}  # type: ignore[misc]

    def save_instance(self) -> User:
        """Beside Wagtail's own entry, the log keeps what was changed; of passwords only that they were."""
        form = self.form
        found = [
            change(field.label, "", "•••")
            if name.startswith("password")
            else change_of(field, before_of(form, name), form.cleaned_data.get(name))
            for name, field in form.fields.items()
            if name in form.changed_data
        ]
        user = super().save_instance()  # type: ignore[misc]
        if found:
            log(instance=user, action="qilou.staff.access", data={"changes": found})
        return user


def before_of(form: Any, name: str) -> Any:
    """What stood in a field; lists are read before saving changes them."""
    value = form.initial.get(name)
    return list(value) if isinstance(value, QuerySet) else value


class StaffCreateView(_Appointing, CreateView):
    pass


class StaffEditView(_Appointing, EditView):
    """An administrator's password and address are changed by administrators alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class StaffViewSet(UserViewSet):
    menu_label = _("Staff")
    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    create_template_name = "backoffice/staff_create.html"
    edit_template_name = "backoffice/staff_edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return StaffEditForm if for_update else StaffCreationForm

"""A member of staff, as the owner enters one and as they see themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from commerce.backoffice.forms import is_row_id
from commerce.customers.models import User


class RolesField(forms.ModelMultipleChoiceField):
    """Says of an id that no row can have what it says of an unknown one; a database fails at it."""

    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if not is_row_id(pk):
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], params={"pk": pk})
        return super().clean(value)


class _NamedUser(forms.ModelForm):
    """One name instead of two; an e-mail address unless there is a phone to log in by."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"), required=False, empty_value=None)

    first_name = None
    last_name = None

    def clean_email(self) -> str | None:
        email = self.cleaned_data["email"]
        if not email and not self.instance.phone:
            raise forms.ValidationError(gettext("Please fill this in."))
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(gettext("Somebody else has this e-mail address already."))
        return email

    def _post_clean(self) -> None:
        """No address is None: Django's own user writes an empty text, of which there may be only one."""
        super()._post_clean()  # type: ignore[misc]
        self.instance.email = self.instance.email or None


class StaffCreationForm(_NamedUser, UserCreationForm):
    """Somebody new. Only administrators appoint administrators."""

    def __init__(self, *args: Any, may_appoint: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_appoint:
            del self.fields["is_superuser"]

    class Meta(UserCreationForm.Meta):
        fields = ("email", "name", "is_superuser", "groups")
        field_classes = {"groups": RolesField}


class StaffEditForm(_NamedUser, UserEditForm):
    """Somebody known. Nobody locks themselves out; only administrators appoint administrators."""

    def __init__(self, *args: Any, may_appoint: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_appoint:
            self.fields.pop("is_superuser", None)

    class Meta(UserEditForm.Meta):
        fields = ("email", "name", "is_active", "is_superuser", "groups")
        field_classes = {"groups": RolesField}


class AccountForm(_NamedUser):
    """One's own name and address."""

    class Meta:
        model = User
        fields = ("name", "email")

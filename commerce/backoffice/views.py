"""Wagtail's add and edit views over services: one transaction, a refusal becomes messages at the fields,
and what was done is logged with who did it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.log_actions import log

from commerce.core.errors import CommerceError, Text


class ServiceViewMixin:
    """Saves `form.save(actor_id)`; nothing typed is lost when a service refuses."""

    log_action = ""
    request: Any
    form: Any

    def save_instance(self) -> Any:
        instance = self.form.save(str(self.request.user.pk))
        log(
            instance=instance,
            action=self.log_action,
            title=self.log_title(instance),
            data={"changes": self.form.changes()},
        )
        return instance

    def log_title(self, instance: Any) -> str:
        return str(instance)[:250]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except CommerceError as refusal:
            form.refuse(refusal)
            self.produced_error_code = refusal.code
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def get_form_class(self) -> Any:
        return self.form_class  # type: ignore[attr-defined]


class _NoOtherDoors:
    """Django deletes and saves rows itself for whoever sends DELETE or PUT; here a service does, by POST."""

    http_method_names = ["get", "post", "head", "options"]


class ServiceCreateView(_NoOtherDoors, ServiceViewMixin, CreateView):
    log_action = "wagtail.create"


class ServiceEditView(_NoOtherDoors, ServiceViewMixin, EditView):
    log_action = "wagtail.edit"

    def get_page_subtitle(self) -> str:
        return self.log_title(self.object)


class ServiceDeleteView(_NoOtherDoors, DeleteView):
    """Asks, then lets `destroy` call the service; a refusal leads back to the row and says why."""

    done: Text = ""

    def destroy(self) -> None:
        raise NotImplementedError

    def log_title(self, instance: Any) -> str:
        return str(instance)[:250]

    def get_page_subtitle(self) -> str:
        return self.log_title(self.object)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.destroy()
        except CommerceError as refusal:
            messages.error(self.request, str(refusal.message))
            return redirect(self.edit_url_name, self.object.pk)
        log(instance=self.object, action="wagtail.delete", title=self.log_title(self.object))
        messages.success(self.request, str(self.done))
        return redirect(self.get_success_url())


class StaysMixin:
    """Comes back to the object's own screen after saving."""

    def get_success_url(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])  # type: ignore[attr-defined]

    def get_success_buttons(self) -> list[Any]:
        return []


def admin_language() -> str:
    """The language the admin is read in now."""
    return translation.get_language() or "en"

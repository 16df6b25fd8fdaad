"""App configuration."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class BackofficeConfig(AppConfig):
    """Registers the permission policies before any admin view asks for one, our screens for staff, and the
    giving of rights."""

    name = "commerce.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        from . import handlers, policies, widgets

        policies.register()
        widgets.calm_wagtails_own()
        post_migrate.connect(handlers.give_rights, sender=self, dispatch_uid="backoffice.give_rights")
        users = apps.get_app_config("wagtailusers")
        users.user_viewset = "commerce.backoffice.staff.viewsets.StaffViewSet"  # type: ignore[attr-defined]

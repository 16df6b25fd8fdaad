"""App configuration."""

from django.apps import AppConfig, apps


class BackofficeConfig(AppConfig):
    """Registers the permission policies before any admin view asks for one, and our screens for staff."""

    name = "commerce.backoffice"
    label = "backoffice"

    def ready(self) -> None:
        from . import policies

        policies.register()
        users = apps.get_app_config("wagtailusers")
        users.user_viewset = "commerce.backoffice.staff.viewsets.StaffViewSet"  # type: ignore[attr-defined]

"""Theme engine, as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class ThemesConfig(AppConfig):
    name = "themes.engine"
    label = "themes"
    verbose_name = "Themes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Site

        from themes.engine import images, system_checks, windows
        from themes.engine.models import SiteTheme, ThemeTrip, ThemeWindow

        images.register_specs()
        system_checks.register_checks()
        for model in (Site, SiteTheme, ThemeWindow, ThemeTrip):
            for signal in (post_save, post_delete):
                signal.connect(windows.forget, sender=model, dispatch_uid=f"themes.forget.{model.__name__}")

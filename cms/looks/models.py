"""The site's theme as a setting that can be looked at before it is saved."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import register_setting
from wagtail.models import PreviewableMixin

from themes.engine.models import SiteTheme


@register_setting(icon="view", name="theme", order=5)
class ShopLook(PreviewableMixin, SiteTheme):
    """What a site wears when no window says otherwise: a row of `SiteTheme`. The hooks give it its form."""

    class Meta:
        proxy = True
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        from .previews import modes  # the storefront loads after models

        return modes()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from .previews import draw  # the storefront loads after models

        return draw(request, self.theme, self.preset, mode_name)

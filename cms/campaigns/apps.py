"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "cms.campaigns"
    label = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from cms.home import editorial
        from commerce.backoffice.policies import KeptPolicy

        from .models import Campaign
        from .queries import announcement

        register_permission_policy(Campaign, KeptPolicy(Campaign))
        editorial.announcers.append(announcement)

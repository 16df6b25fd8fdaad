"""What setting up delivery refuses."""

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict, NotFound


class UnknownZone(NotFound):
    code = "unknown_delivery_zone"
    message = _("There is no such delivery zone.")


class UnknownMethod(NotFound):
    code = "unknown_delivery_method"
    message = _("There is no such delivery method.")


class ZoneInUse(Conflict):
    code = "delivery_zone_in_use"
    message = _("This zone still has delivery methods. Delete them first, or switch the zone off.")


class MethodInUse(Conflict):
    code = "delivery_method_in_use"
    message = _("Orders were placed with this delivery method. Switch it off instead.")

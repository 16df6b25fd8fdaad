"""What setting up taxes refuses."""

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict, NotFound


class UnknownCategory(NotFound):
    code = "unknown_tax_category"
    message = _("There is no such tax category.")


class UnknownZone(NotFound):
    code = "unknown_tax_zone"
    message = _("There is no such tax zone.")


class CategoryInUse(Conflict):
    code = "tax_category_in_use"
    message = _("Products, delivery methods or rates still use this tax category.")


class DefaultCategory(Conflict):
    code = "default_tax_category"
    message = _("This is the default tax category. Make another one the default first.")


class ZoneInUse(Conflict):
    code = "tax_zone_in_use"
    message = _("This tax zone still has rates. Empty its table first: then no tax is due there.")

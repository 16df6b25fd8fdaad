"""What assets refuse."""

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Conflict, InvalidInput, NotFound


class UnknownImage(NotFound):
    code = "unknown_image"
    message = _("There is no such picture.")


class ImageInUse(Conflict):
    code = "image_in_use"
    message = _(
        "This picture cannot be deleted: a product shows it. Take it out of the product first. Nothing was "
        "deleted."
    )


class UnusableImage(InvalidInput):
    """Not a picture, of a kind browsers do not show, or too large."""

    code = "unusable_image"
    message = _("This file is not a picture that can be used (JPEG, PNG, WebP, AVIF or GIF, up to 20 MB).")

"""Links of previews: signed, for one host, for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commerce.core.errors import Forbidden

PERMISSION = "campaigns.preview_shop"
COOKIE = "shop_preview"
LONGEST_HOURS = 48
MOST_CHARACTERS = 1_500
_SIGNER = signing.Signer(salt="cms.campaigns.preview")


class PreviewForged(Forbidden):
    code = "preview_forged"
    message = _("This preview link is not one of ours, or parts of it are missing. Ask for a new one.")


class PreviewExpired(Forbidden):
    code = "preview_expired"
    message = _("This preview has expired. Ask for a new link.")


class PreviewForeign(Forbidden):
    code = "preview_foreign"
    message = _("This preview link is for another shop.")


class PreviewWithdrawn(Forbidden):
    """Whoever issued the link may no longer do so, or is no longer here."""

    code = "preview_withdrawn"
    message = _("This preview link is no longer valid. Ask for a new one.")


class PreviewReadOnly(Forbidden):
    code = "preview_read_only"
    message = _("In a preview you can look at everything and change nothing. Leave the preview first.")


@dataclass(frozen=True, slots=True)
class Preview:
    """What is assumed: `at` (UTC), a theme in a preset instead of the one worn then, a campaign as if it were
    scheduled. `path` is where the link leads, `issuer` the id of the member of staff."""

    at: datetime
    host: str
    issuer: str
    expires_at: datetime
    path: str = "/"
    theme: str = ""
    preset: str = ""
    campaign_id: int | None = None


def sign(preview: Preview) -> str:
    """The token of a link."""
    return _SIGNER.sign_object(
        {
            "at": int(preview.at.timestamp()),
            "host": preview.host,
            "by": preview.issuer,
            "until": int(preview.expires_at.timestamp()),
            "path": preview.path,
            "theme": preview.theme,
            "preset": preview.preset,
            "campaign": preview.campaign_id,
        }
    )


def read(token: str, host: str) -> Preview:
    """What a token of a link says, if it holds at `host` now. A query or two for whoever issued it.

    Raises PreviewForged, PreviewForeign, PreviewExpired, PreviewWithdrawn.
    """
    preview = _unsigned(token)
    if preview.host != host:
        raise PreviewForeign
    if preview.expires_at <= timezone.now():
        raise PreviewExpired
    if not _may_issue(preview.issuer):
        raise PreviewWithdrawn
    return preview


def _unsigned(token: str) -> Preview:
    if not 0 < len(token) <= MOST_CHARACTERS or not token.isascii():
        raise PreviewForged
    try:
        said: dict[str, Any] = _SIGNER.unsign_object(token)
        return Preview(
            at=datetime.fromtimestamp(said["at"], UTC),
            host=said["host"],
            issuer=said["by"],
            expires_at=datetime.fromtimestamp(said["until"], UTC),
            path=said["path"],
            theme=said["theme"],
            preset=said["preset"],
            campaign_id=said["campaign"],
        )
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        raise PreviewForged from error


def _may_issue(issuer: str) -> bool:
    try:
        user = get_user_model().objects.filter(pk=issuer).first()
    except (ValueError, ValidationError):
        return False
    return user is not None and user.is_active and user.has_perm(PERMISSION)

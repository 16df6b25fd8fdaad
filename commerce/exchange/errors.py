"""Why a file cannot be imported at all."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commerce.core.errors import InvalidInput


class UnreadableFile(InvalidInput):
    code = "unreadable_file"
    message = _("This file cannot be read.")


class MissingColumns(InvalidInput):
    code = "missing_columns"
    message = _("The file lacks columns that are needed.")

"""What the back office itself remembers."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class StandingRole(models.Model):
    """A role of the table and the group that plays it, whatever the owner calls it now.

    `given`: the rights it has from the table; none of them is given twice. Without a group: an owner deleted
    it.
    """

    code = models.CharField(max_length=40, unique=True)
    group = models.OneToOneField("auth.Group", models.SET_NULL, null=True, related_name="+")
    given: models.JSONField[list[str], Any] = models.JSONField(default=list)

    class Meta:
        verbose_name = _("role of staff")
        verbose_name_plural = _("roles of staff")
        permissions = [("export_customers", "Can download the list of customers")]

    def __str__(self) -> str:
        return self.code

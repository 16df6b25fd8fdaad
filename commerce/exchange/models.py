"""Imports and their reports."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One file being imported. Resumable: rows already reported are not done again."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    format = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=64)
    options: Any = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What became of one row of the file."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(help_text=_("Line in the file, the header is line 1."))
    handle = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=12, help_text=_("created, updated, unchanged, skipped or failed"))
    code = models.CharField(max_length=40, blank=True)
    message = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["line", "id"]

    def __str__(self) -> str:
        return f"{self.line}: {self.outcome}"

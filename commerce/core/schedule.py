"""Periodic jobs: `@periodic("PUBLISH_SWEEP_SECONDS")` on a function without arguments.

Jobs live in each context's `jobs.py`, one line into a service. The scheduler process runs what is
due; `manage.py run_due_jobs` makes one pass of all. Jobs must be safe to run twice at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from .logging import bind_correlation
from .models import JobRun

logger = logging.getLogger(__name__)
Job = Callable[[], object]
_jobs: dict[str, tuple[Job, str]] = {}


def periodic(setting: str) -> Callable[[Job], Job]:
    """Run the function every `settings.<setting>` seconds."""

    def add(job: Job) -> Job:
        _jobs[f"{job.__module__}.{job.__name__}"] = (job, setting)
        return job

    return add


def jobs() -> dict[str, int]:
    """Every job's name and period in seconds."""
    return {name: getattr(settings, setting) for name, (_, setting) in sorted(_jobs.items())}


def run_due(*, everything: bool = False) -> dict[str, str]:
    """Run the jobs that are due (or all), one after the other. Returns outcome by job name.

    A job is claimed by compare-and-set on its row, so two schedulers do not run it twice in a period.
    """
    outcomes: dict[str, str] = {}
    for name, period in jobs().items():
        if everything or _claim(name, period):
            outcomes[name] = _run(name)
    return outcomes


def _claim(name: str, period: int) -> bool:
    now = timezone.now()
    _, created = JobRun.objects.get_or_create(name=name, defaults={"started_at": now})
    if created:
        return True
    due = JobRun.objects.filter(name=name, started_at__lte=now - timedelta(seconds=period))
    return bool(due.update(started_at=now))


def _run(name: str) -> str:
    job, _ = _jobs[name]
    error, result = "", ""
    with bind_correlation(""):
        try:
            result = str(job() or "")[:200]
        except Exception as exc:  # one job's failure must not stop the others; it is logged and kept
            logger.exception("job failed", extra={"job": name})
            error = f"{type(exc).__name__}: {exc}"[:500]
    now = timezone.now()
    JobRun.objects.update_or_create(
        name=name,
        defaults={"finished_at": now, "last_error": error, "last_result": result},
        create_defaults={
            "started_at": now, "finished_at": now, "last_error": error, "last_result": result,
        },
    )  # fmt: skip
    return f"failed: {error}" if error else (result or "ok")

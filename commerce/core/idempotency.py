"""Answering a repeated request with the first answer.

Scope is route and actor, the key comes from the client, the fingerprint from the body. Same key and
body: the stored answer. Same key, other body: IdempotencyConflict. Still running: InProgress.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .errors import IdempotencyConflict, InProgress
from .models import IdempotencyKey

Answer = tuple[int, Any]


def once(*, scope: str, key: str, body: bytes, work: Callable[[], Answer]) -> Answer:
    """The answer (HTTP status, JSON body) of `work`, run at most once per (scope, key).

    The key is claimed in a transaction of its own, so that a second request sees it at once. An
    exception frees the key again: nothing was done, a retry may try. A claim whose process died is
    taken over after IDEMPOTENCY_STALE_SECONDS; the service below must be idempotent by itself too.
    """
    fingerprint = hashlib.sha256(body).hexdigest()
    claimed = _claim(scope, key, fingerprint)
    if claimed.status is not None:
        return claimed.status, claimed.body
    try:
        status, answer = work()
    except BaseException:
        IdempotencyKey.objects.filter(pk=claimed.pk, status=None).delete()
        raise
    IdempotencyKey.objects.filter(pk=claimed.pk).update(status=status, body=answer)
    return status, answer


def _claim(scope: str, key: str, fingerprint: str) -> IdempotencyKey:
    now = timezone.now()
    with transaction.atomic():
        row, created = IdempotencyKey.objects.get_or_create(
            scope=scope,
            key=key,
            defaults={
                "fingerprint": fingerprint,
                "created_at": now,
                "expires_at": now + timedelta(seconds=settings.IDEMPOTENCY_KEEP_SECONDS),
            },
        )
        if created:
            return row
        if row.fingerprint != fingerprint:
            raise IdempotencyConflict
        if row.status is not None:
            return row
        stale = now - timedelta(seconds=settings.IDEMPOTENCY_STALE_SECONDS)
        taken = IdempotencyKey.objects.filter(
            pk=row.pk, status=None, created_at=row.created_at, created_at__lt=stale
        ).update(created_at=now)
        if not taken:
            raise InProgress
        return row


def forget_expired() -> int:
    """Delete answers past their time. Returns how many."""
    return IdempotencyKey.objects.filter(expires_at__lt=timezone.now()).delete()[0]

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
from django.db import connection
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
    """The row of this request, ours to answer, or with the first one's answer."""
    now = timezone.now()
    fresh = IdempotencyKey(
        scope=scope,
        key=key,
        fingerprint=fingerprint,
        created_at=now,
        expires_at=now + timedelta(seconds=settings.IDEMPOTENCY_KEEP_SECONDS),
    )
    if _insert(fresh):
        return fresh
    row = IdempotencyKey.objects.filter(scope=scope, key=key).first()
    if row is None:  # the first one failed and freed the key between the two looks
        raise InProgress
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


def _insert(fresh: IdempotencyKey) -> bool:
    """Write the row unless its key is taken; one statement, since nearly every key is new."""
    names = ("scope", "key", "fingerprint", "created_at", "expires_at")
    concrete = {field.name: field for field in IdempotencyKey._meta.concrete_fields}
    fields = [concrete[name] for name in names]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(getattr(fresh, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {IdempotencyKey._meta.db_table} ({columns}) VALUES ({marks})"  # noqa: S608
            " ON CONFLICT (scope, key) DO NOTHING RETURNING id",
            values,
        )
        row = cursor.fetchone()
    fresh.pk = row[0] if row else None
    return row is not None


def forget_expired() -> int:
    """Delete answers past their time. Returns how many."""
    return IdempotencyKey.objects.filter(expires_at__lt=timezone.now()).delete()[0]

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

from .compiled import CompiledInsert
from .errors import IdempotencyConflict, InProgress
from .models import IdempotencyKey

Answer = tuple[int, Any]
_TABLE = IdempotencyKey._meta.db_table


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
        _free(claimed.pk)
        raise
    _answer(claimed.pk, status, answer)
    return status, answer


_insert = CompiledInsert(IdempotencyKey, unless=("scope", "key"))


def _answer(pk: int, status: int, answer: Any) -> None:
    body = None if answer is None else connection.ops.adapt_json_value(answer, None)
    _ask(f"UPDATE {_TABLE} SET status = %s, body = %s WHERE id = %s", status, body, pk)  # noqa: S608


def _free(pk: int) -> None:
    """Let go of a claim that has no answer."""
    _ask(f"DELETE FROM {_TABLE} WHERE id = %s AND status IS NULL", pk)  # noqa: S608


def _ask(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _claim(scope: str, key: str, fingerprint: str) -> IdempotencyKey:
    """The row of this request, ours to answer, or with the first one's answer."""
    now = timezone.now()
    fresh = {
        "scope": scope,
        "key": key,
        "fingerprint": fingerprint,
        "created_at": now,
        "expires_at": now + timedelta(seconds=settings.IDEMPOTENCY_KEEP_SECONDS),
    }
    # Nearly every key is new, so that writing it comes before looking for it.
    if written := _insert([fresh]):
        return IdempotencyKey(pk=written[0], **fresh)
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


def forget_expired() -> int:
    """Delete answers past their time. Returns how many."""
    return IdempotencyKey.objects.filter(expires_at__lt=timezone.now()).delete()[0]

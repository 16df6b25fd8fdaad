"""The same request twice is one deed."""

import pytest

from commerce.core import idempotency
from commerce.core.errors import IdempotencyConflict, InProgress
from commerce.core.models import IdempotencyKey

pytestmark = pytest.mark.django_db


def test_a_repeated_request_gets_the_first_answer():
    calls = []

    def work():
        calls.append(1)
        return 201, {"order": len(calls)}

    first = idempotency.once(scope="s", key="k", body=b"{}", work=work)
    assert idempotency.once(scope="s", key="k", body=b"{}", work=work) == first == (201, {"order": 1})
    assert calls == [1]


def test_the_same_key_for_another_request_is_refused():
    idempotency.once(scope="s", key="k", body=b"1", work=lambda: (200, None))
    with pytest.raises(IdempotencyConflict):
        idempotency.once(scope="s", key="k", body=b"2", work=lambda: (200, None))


def test_a_failed_request_may_be_tried_again():
    def fails():
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        idempotency.once(scope="s", key="k", body=b"", work=fails)
    assert idempotency.once(scope="s", key="k", body=b"", work=lambda: (200, 1)) == (200, 1)


def test_a_request_still_running_is_told_so(settings):
    def again():
        return idempotency.once(scope="s", key="k", body=b"", work=lambda: (200, 2))

    def work():
        with pytest.raises(InProgress):
            again()
        return 200, 1

    assert idempotency.once(scope="s", key="k", body=b"", work=work) == (200, 1)


def test_a_claim_whose_process_died_is_taken_over(settings):
    settings.IDEMPOTENCY_STALE_SECONDS = 0
    idempotency._claim("s", "k", idempotency.hashlib.sha256(b"").hexdigest())
    assert idempotency.once(scope="s", key="k", body=b"", work=lambda: (200, 1)) == (200, 1)


def test_answers_are_forgotten_after_their_time(settings):
    settings.IDEMPOTENCY_KEEP_SECONDS = -1
    idempotency.once(scope="s", key="k", body=b"", work=lambda: (200, 1))
    assert idempotency.forget_expired() == 1
    assert not IdempotencyKey.objects.exists()

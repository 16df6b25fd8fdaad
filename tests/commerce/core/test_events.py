"""Facts reach every listener once, whatever fails on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from commerce.core import events, outbox
from commerce.core import listeners as registered_listeners
from commerce.core.models import EventDelivery, OutboxEvent

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class KettleBoiled(events.Event):
    degrees: int


@pytest.fixture
def listeners():
    """Listeners entered during a test leave with it."""
    name = KettleBoiled.event_name()
    yield
    for registered in (
        registered_listeners._after,
        registered_listeners._inside,
        registered_listeners._types,
    ):
        registered.pop(name, None)


def _row(key="k1", **values):
    now = timezone.now()
    defaults = {"key": key, "name": KettleBoiled.event_name(), "payload": {"degrees": 100}}
    return OutboxEvent.objects.create(**defaults, occurred_at=now, next_attempt_at=now, **values)


def test_publishing_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(RuntimeError):
        events.publish(KettleBoiled(100))


def test_an_event_nobody_listens_to_costs_nothing(listeners, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(0):
        events.publish(KettleBoiled(100))


def test_a_listener_has_each_event_once_however_often_it_is_delivered(listeners):
    heard = []
    events.on(KettleBoiled)(lambda event: heard.append(event.degrees))
    row = _row()
    assert outbox.deliver(row.pk)
    assert outbox.deliver(row.pk)
    assert heard == [100]


def test_one_failing_listener_does_not_keep_the_event_from_the_others(listeners):
    heard = []

    @events.on(KettleBoiled)
    def fails(event):
        EventDelivery.objects.count()
        raise ValueError("no water")

    events.on(KettleBoiled)(lambda event: heard.append(event))
    row = _row()
    assert not outbox.deliver(row.pk)
    row.refresh_from_db()
    assert heard == [KettleBoiled(100)]
    assert row.attempts == 1
    assert "no water" in row.last_error
    assert row.delivered_at is None


def test_a_failed_listener_gets_the_event_again_and_the_others_do_not(listeners):
    heard, trouble = [], [True]

    @events.on(KettleBoiled)
    def fails_once(event):
        if trouble:
            trouble.clear()
            raise ValueError
        heard.append("late")

    events.on(KettleBoiled)(lambda event: heard.append("first"))
    row = _row()
    outbox.deliver(row.pk)
    assert outbox.deliver(row.pk)
    assert sorted(heard) == ["first", "late"]


def test_effects_of_a_failing_listener_are_undone(listeners):
    @events.on(KettleBoiled)
    def writes_then_fails(event):
        OutboxEvent.objects.create(
            key="side-effect",
            name="x",
            payload={},
            occurred_at=timezone.now(),
            next_attempt_at=timezone.now(),
        )
        raise ValueError

    row = _row()
    outbox.deliver(row.pk)
    assert not OutboxEvent.objects.filter(key="side-effect").exists()


def test_the_sweep_picks_up_what_a_crash_left(listeners, settings):
    settings.OUTBOX_GRACE_SECONDS = 0
    heard = []
    events.on(KettleBoiled)(heard.append)
    _row()
    assert outbox.sweep() == 1
    assert heard == [KettleBoiled(100)]
    assert outbox.sweep() == 0


def test_everything_that_is_due_is_delivered_in_the_order_it_was_announced(listeners):
    heard = []
    events.on(KettleBoiled)(lambda event: heard.append(event.degrees))
    for number in range(25):
        _row(key=f"k{number}", attempts=number)
    OutboxEvent.objects.filter(key="k7").update(next_attempt_at=timezone.now() + timedelta(hours=1))
    for row in OutboxEvent.objects.all():
        OutboxEvent.objects.filter(pk=row.pk).update(payload={"degrees": row.attempts})

    assert outbox.deliver_due() == 24
    assert heard == [number for number in range(25) if number != 7]
    assert outbox.deliver_due() == 0


def test_a_listener_that_fails_at_once_again_is_not_asked_without_end(listeners, settings):
    settings.OUTBOX_RETRY_SECONDS = settings.OUTBOX_GRACE_SECONDS = 0

    @events.on(KettleBoiled)
    def fails(event):
        raise ValueError

    _row()
    assert outbox.deliver_due() == 1
    assert OutboxEvent.objects.get().attempts == 1


def test_what_another_worker_has_taken_is_left_to_it(listeners):
    heard = []

    @events.on(KettleBoiled)
    def boils(event):
        heard.append(outbox.deliver_due())

    _row()
    _row(key="k2")
    outbox.deliver_due()
    assert heard == [0, 0]


@pytest.fixture
def queue(monkeypatch, settings):
    """The tasks that a worker would find."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(events.alarm, "rings_at", None)
    return DBTaskResult.objects


def test_events_of_one_moment_wake_a_worker_once_they_can_be_read(
    listeners, queue, django_capture_on_commit_callbacks
):
    events.on(KettleBoiled)(lambda event: None)

    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            events.publish(KettleBoiled(99))
            events.publish(KettleBoiled(100))

    task = queue.get()
    assert task.task_path == "commerce.core.tasks.deliver_events"
    assert task.run_after > OutboxEvent.objects.latest("occurred_at").occurred_at


def test_what_is_announced_after_the_worker_woke_wakes_it_again(
    listeners, queue, monkeypatch, django_capture_on_commit_callbacks
):
    events.on(KettleBoiled)(lambda event: None)
    monkeypatch.setattr(events.alarm, "rings_at", timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        events.publish(KettleBoiled(100))

    assert queue.count() == 1


def test_a_task_queue_that_is_down_does_not_undo_what_is_done(
    listeners, queue, monkeypatch, django_capture_on_commit_callbacks
):
    def down(task):
        raise OSError("no queue")

    events.on(KettleBoiled)(lambda event: None)
    monkeypatch.setattr("django_tasks.base.Task.get_backend", down)

    with django_capture_on_commit_callbacks(execute=True):
        events.publish(KettleBoiled(100))

    assert OutboxEvent.objects.count() == 1


def test_a_within_listener_stops_the_whole_use_case(listeners):
    @events.within(KettleBoiled)
    def refuses(event):
        raise ValueError("not today")

    with pytest.raises(ValueError, match="not today"), transaction.atomic():
        events.publish(KettleBoiled(100))
    assert OutboxEvent.objects.count() == 0


def test_rows_of_an_older_version_still_arrive(listeners):
    heard = []
    events.on(KettleBoiled)(heard.append)
    row = _row()
    OutboxEvent.objects.filter(pk=row.pk).update(payload={"degrees": 90, "color": "gone since"})
    outbox.deliver(row.pk)
    assert heard == [KettleBoiled(90)]

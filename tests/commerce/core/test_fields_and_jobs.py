"""Secrets at rest, texts in languages, registries, the calendar of jobs."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from commerce.core import fields, registry, schedule, slots
from commerce.core.errors import NotFound
from commerce.core.i18n import pick
from commerce.core.models import JobRun


def test_a_sealed_value_opens_with_an_older_key_of_the_ring(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [old]
    sealed = fields.encrypt("secret")
    settings.ENCRYPTION_KEYS = [new, old]
    assert fields.decrypt(sealed) == "secret"
    settings.ENCRYPTION_KEYS = [new]
    with pytest.raises(ValueError, match="no key"):
        fields.decrypt(sealed)


def test_without_keys_nothing_is_sealed(settings):
    settings.ENCRYPTION_KEYS = []
    with pytest.raises(ImproperlyConfigured):
        fields.encrypt("secret")


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        ({"en": "Tea", "zh-hans": "茶"}, "en", "Tea"),
        ({"zh-hans": "茶"}, "en", "茶"),
        ({"en": "Tea"}, "zh-hans", "Tea"),
        ({"en": ""}, "en", ""),
        (None, "en", ""),
    ],
)
def test_a_text_is_read_in_the_next_best_language(texts, language, shown):
    assert pick(texts, language) == shown


def test_a_registry_refuses_a_code_twice_and_anything_after_start_up():
    entries = registry.Registry("test", object)
    entries.register("a", object())
    with pytest.raises(ValueError, match="already"):
        entries.register("a", object())
    entries.freeze()
    with pytest.raises(RuntimeError, match="frozen"):
        entries.register("b", object())
    with pytest.raises(NotFound):
        entries.get("b")
    registry._all.remove(entries)


def test_a_slot_that_raises_is_left_out():
    slots.slot("test.place", plugin="bad")(lambda context: 1 / 0)
    slots.slot("test.place", plugin="good")(lambda context: slots.Component("x.html", {"n": context}))
    assert [found.data for found in slots.components("test.place", 7)] == [{"n": 7}]
    slots._slots.pop("test.place")


@pytest.mark.django_db
def test_a_job_runs_once_a_period_and_its_failure_is_kept(settings):
    settings.TEST_PERIOD = 3600
    runs = []

    @schedule.periodic("TEST_PERIOD")
    def failing_job():
        runs.append(1)
        raise ValueError("out of paper")

    name = f"{__name__}.failing_job"
    try:
        assert schedule.run_due()[name] == "failed: ValueError: out of paper"
        assert name not in schedule.run_due()
        assert runs == [1]
        assert JobRun.objects.get(name=name).last_error == "ValueError: out of paper"
    finally:
        schedule._jobs.pop(name)

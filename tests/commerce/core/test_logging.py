"""What reaches the log of a shop that runs."""

from __future__ import annotations

import logging

from django_tasks_db.management.commands.db_worker import Command


def test_a_worker_speaks_of_trouble_and_not_of_every_task(caplog) -> None:
    Command().configure_logging(verbosity=1)

    for name in ("django_tasks", "django_tasks_db"):
        logger = logging.getLogger(name)
        logger.addHandler(caplog.handler)
        logger.info("Task id=1 state=RUNNING")
        logger.error("Task id=1 state=FAILED")
        logger.removeHandler(caplog.handler)

    assert {record.message for record in caplog.records} == {"Task id=1 state=FAILED"}

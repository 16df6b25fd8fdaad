"""`python -m tests.browser.sample`: the sample shop without pictures in every size, which takes minutes."""

import django

django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402 - needs the apps

from cms.demo import shop  # noqa: E402

shop.dress = lambda say: None
shop.open_shop(print)
# What is left to do for pictures and indexes would keep the worker from the mails for minutes.
DBTaskResult.objects.all().delete()

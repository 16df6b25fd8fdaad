"""`python -m tests.browser.sample`: the sample shop without pictures in every size, which takes minutes.

Europe is at the host name `localhost`, China at the address.
"""

import django

django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402 - needs the apps

from cms.demo import shop  # noqa: E402
from commerce.channels import services as channels  # noqa: E402

shop.dress = lambda say: None
shop.open_shop(print)
channels.update_channel(code="eu", hostname="localhost")
# What is left to do for pictures and indexes would keep the worker from the mails for minutes.
DBTaskResult.objects.all().delete()

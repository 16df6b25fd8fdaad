"""`python -m tests.browser.sample`: the sample shop without pictures in every size, which takes minutes."""

import django

django.setup()

from cms.demo import shop  # noqa: E402 - needs the apps

shop.dress = lambda say: None
shop.open_shop(print)

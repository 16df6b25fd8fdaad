"""`python -m tests.browser.sample`: the sample shop without pictures in every size, which takes minutes.

Everything is there twice, so that a listing has a second page. Europe is at the host name `localhost`, China,
and whatever is planned for the shop's site, at the address.
"""

import django

django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402 - needs the apps
from wagtail.models import Site  # noqa: E402

from cms.demo import goods, shop  # noqa: E402
from commerce.channels import services as channels  # noqa: E402

LANGUAGES = ("zh-hans", "en")
once, terms = goods.read()
again = [
    {
        **each,
        "handle": f"{each['handle']}-ii",
        **{language: {**each[language], "name": f"{each[language]['name']} II"} for language in LANGUAGES},
    }
    for each in once
]
goods.read = lambda: (once + again, terms)
# Drawing takes its time: each kind of thing once, in the colors that come first.
drawn: dict[str, tuple[bytes, bytes]] = {}
draw = goods.photograph
goods.photograph = lambda kind, *colors: drawn.get(kind) or drawn.setdefault(kind, draw(kind, *colors))
shop.dress = lambda say: None
shop.open_shop(print)
channels.update_channel(code="eu", hostname="localhost")
Site.objects.filter(is_default_site=True).update(hostname="127.0.0.1")
# What is left to do for pictures and indexes would keep the worker from the mails for minutes.
DBTaskResult.objects.all().delete()

"""WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = get_wsgi_application()

# What is loaded by now stays: the collector need not walk a million objects for every few pages (5 to 10 %).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)

"""One machine, SQLite, mail to a directory: what `manage.py up` runs. Secrets stand in `.env`."""

from .base import *  # noqa: F403
from .base import env

DEBUG = env.bool("DEBUG", default=False)
# A machine of one's own is reached by many names; `.env` narrows this for anything public.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
LOGGING["formatters"]["plain"]["format"] = "%(levelname).1s %(name)s %(message)s"  # type: ignore[index]  # noqa: F405

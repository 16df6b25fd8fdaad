"""Fast and hermetic: tasks run at once, mail stays in memory, static files are served as they lie."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("ENCRYPTION_KEYS", "dGVzdHMtb25seS1rZXktb2YtMzItYnl0ZXMtbG9uZyE=")
os.environ.setdefault("DATABASE_URL", "sqlite:///" + str(Path(tempfile.gettempdir()) / "qilou-test.sqlite3"))

from .base import *  # noqa: F403
from .base import CACHES, DATABASES, LOGGING, REST_FRAMEWORK, STORAGES

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = tempfile.mkdtemp(prefix="qilou-media-")
SMS_DIR = Path(tempfile.mkdtemp(prefix="qilou-sms-"))
STORAGES["private"]["OPTIONS"]["location"] = tempfile.mkdtemp(prefix="qilou-private-")  # type: ignore[index]
for folder in (MEDIA_ROOT, SMS_DIR, STORAGES["private"]["OPTIONS"]["location"]):  # type: ignore[index]
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = dict.fromkeys(
    REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "100000/min"
)
ACCOUNT_RATE_LIMITS = False
THEMES_STRICT = True
# Caches are emptied between tests; inside one, a slow machine must not count more queries.
KEEP_SECONDS = 3600
THEMES_BYTECODE_DIR = None
LOGGING["root"]["level"] = "ERROR"  # type: ignore[index]
if "pool" in DATABASES["default"].get("OPTIONS", {}):
    # Tests copy template databases; a pool would keep connections to them open.
    del DATABASES["default"]["OPTIONS"]["pool"]

"""For the open street: refuses default secrets, serves only over TLS, compresses static files."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, BASE_URL, ENCRYPTION_KEYS, SECRET_KEY, STORAGES, TEST_PROVIDER_URL, env

if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured("SECRET_KEY: set at least 50 random characters")
if not ENCRYPTION_KEYS:
    raise ImproperlyConfigured("ENCRYPTION_KEYS: set at least one Fernet key, apart from SECRET_KEY")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS: name the hosts this shop answers to")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL: must start with https://")
if TEST_PROVIDER_URL and not env.bool("ALLOW_TEST_PROVIDER", default=False):
    raise ImproperlyConfigured("TEST_PROVIDER_URL is for trials; unset it, or set ALLOW_TEST_PROVIDER=1")

STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True

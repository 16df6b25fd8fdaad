"""The shop as it runs in production but for TLS, with the limits of the machine beside it (`limits`)."""

from cms.settings.local import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"

"""Settings every way of running shares. What differs by machine comes from the environment."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import available_timezones

import environ
from csp.constants import NONCE, NONE, SELF

from commerce.core import plugins

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
# Apart from SECRET_KEY: rotating one must not lose the other. First key writes, all read.
ENCRYPTION_KEYS: list[str] = env.list("ENCRYPTION_KEYS", default=[])
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXY_COUNT = ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

INSTALLED_APPS = [
    "cms.home",
    "cms.products",
    "cms.campaigns",
    "cms.looks",
    "cms.articles",
    "cms.navigation",
    "cms.newsletter",
    "cms.blocks",
    "cms.demo",
    *plugins.names(BASE_DIR / "plugins"),
    "commerce.backoffice",
    "commerce.api",
    "commerce.storefront",
    "commerce.notifications",
    "commerce.exchange",
    "commerce.search",
    "commerce.fulfillment",
    "commerce.checkout",
    "commerce.cart",
    "commerce.quotes",
    "commerce.promotions",
    "commerce.documents",
    "commerce.payments",
    "commerce.shipping",
    "commerce.inventory",
    "commerce.orders",
    "commerce.pricing",
    "commerce.catalog",
    "commerce.tax",
    "commerce.customers",
    "commerce.channels",
    "themes.engine",
    "commerce.assets",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "mptt",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_countries",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "commerce.core",
]

MIDDLEWARE = [
    "commerce.core.middleware.CorrelationMiddleware",
    "commerce.core.middleware.HealthMiddleware",
    "commerce.core.middleware.WellFormedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.policies.RelaxedAreasMiddleware",
    "cms.policies.PayingPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "commerce.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "commerce.backoffice.middleware.StaffClockMiddleware",
    "commerce.backoffice.security.enforcing.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "themes.engine.middleware.ThemeMiddleware",
    "cms.campaigns.preview.middleware.PreviewMiddleware",
    "commerce.storefront.middleware.RefusalMiddleware",
    "commerce.backoffice.middleware.ConflictMiddleware",
    "cms.publishing.NotFitMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"
SITE_NAME = env("SITE_NAME", default="Qilou")

TEMPLATES = [
    {
        "BACKEND": "themes.engine.backend.ThemeTemplates",
        "NAME": "themes",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "django",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ]
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write takes the one write lock at its start, so two buyers
    # queue instead of failing half way. WAL: readers never wait. FULL: an acknowledged order survives.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command=(
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=20000;"
            "PRAGMA foreign_keys=ON;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"
        ),
    )
else:
    # A pool and per-connection limits: no web request waits for a lock longer than three seconds.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        pool={"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 10},
        options=f"-c lock_timeout=3000 -c statement_timeout={env.int('STATEMENT_TIMEOUT_MS', default=30000)}",
    )
    if not env.bool("DATABASE_KEEPS_PLANS", default=True):
        DATABASES["default"]["OPTIONS"]["prepare_threshold"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "qilou"},
    # Small tables that every request asks for, kept for seconds in each process.
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "local"},
}

AUTH_USER_MODEL = "customers.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_ADAPTER = "commerce.customers.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "commerce.customers.second_factor.SecondFactorAdapter"
# Whether staff has to set up a second step before they get into the admin.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)
LOGIN_URL = "storefront:login"
LOGIN_REDIRECT_URL = "storefront:account"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "commerce.storefront.views.errors.csrf_failure"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "commerce" / "locale"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "UTC"

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
WAGTAILIMAGES_IMAGE_MODEL = "assets.ShopImage"
WAGTAILDOCS_DOCUMENT_MODEL = "assets.ShopDocument"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "commerce.search.cjk", "AUTO_UPDATE": True}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# "localtime" is the machine's own and no zone that a browser knows.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAILADMIN_LOGIN_URL = "/admin/login/"
# A page sent to translation is a draft in the other language until somebody has translated it.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILAPI_BASE_URL = BASE_URL

THEMES_DIR = BASE_DIR / "themes"
DEFAULT_THEME = env("DEFAULT_THEME", default="base")
THEMES_BYTECODE_DIR: Path | None = VAR_DIR / "bytecode"

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "static-build"))()
STATICFILES_FINDERS = [
    "themes.engine.finders.ThemeAssetsFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    # Printed documents, kept so that they are not printed twice. No address leads here, whatever holds media.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.path("PRIVATE_ROOT", default=str(VAR_DIR / "private"))(),
            "allow_overwrite": True,
            "file_permissions_mode": 0o600,
        },
    },
}
WHITENOISE_MAX_AGE = 60 * 60
if S3_BUCKET := env("S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env("S3_ENDPOINT_URL", default=None),
            "access_key": env("S3_ACCESS_KEY", default=None),
            "secret_key": env("S3_SECRET_KEY", default=None),
        },
    }

MAIL_DIR = env.path("MAIL_DIR", default=str(VAR_DIR / "mail"))()
SMS_SENDER = env("SMS_SENDER", default="directory")
SMS_DIR = env.path("SMS_DIR", default=str(VAR_DIR / "sms"))()
if env("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Qilou <shop@example.com>")
EMAIL_TIMEOUT = 10

TASKS = {
    "default": {
        "BACKEND": env("TASK_BACKEND", default="django_tasks_db.DatabaseBackend"),
        "QUEUES": ["default"],
    }
}

# Durations in seconds; each may be set by the environment, for tests and for impatient shops.
_DURATIONS = {
    "OUTBOX_SWEEP_SECONDS": 30,
    "OUTBOX_GRACE_SECONDS": 20,
    "OUTBOX_RETRY_SECONDS": 15,
    "IDEMPOTENCY_KEEP_SECONDS": 24 * 3600,
    "IDEMPOTENCY_STALE_SECONDS": 60,
    "DAILY_SECONDS": 24 * 3600,
    "PRINT_SECONDS": 30,
    "KEEP_SECONDS": 5,
    "THEMES_TABLE_SECONDS": 5,
    "PAY_WITHIN_SECONDS": 30 * 60,
    "PAY_WITHIN_OFFLINE_SECONDS": 5 * 24 * 3600,
    "EXPIRE_SWEEP_SECONDS": 60,
    "SHOPPER_CANCEL_SECONDS": 3600,
    "PAYMENT_QUERY_SECONDS": 60,
    "PAYMENT_SWEEP_SECONDS": 60,
    "REFUND_SWEEP_SECONDS": 60,
    "PUBLISH_SWEEP_SECONDS": 60,
    "MESSAGE_SWEEP_SECONDS": 60,
    "TASK_REAPER_SECONDS": 600,
    "CART_KEEP_SECONDS": 60 * 24 * 3600,
    "AUTO_DELIVER_SECONDS": 14 * 24 * 3600,
    "AUTO_COMPLETE_SECONDS": 7 * 24 * 3600,
    "COMPLETE_SWEEP_SECONDS": 3600,
    "WEBHOOK_TOLERANCE_SECONDS": 300,
}
globals().update({name: env.int(name, default=seconds) for name, seconds in _DURATIONS.items()})

# Private addresses that imports may fetch pictures from all the same (a test server, an intranet).
FETCH_ALLOWED_HOSTS: list[str] = env.list("FETCH_ALLOWED_HOSTS", default=[])

TEST_PROVIDER_URL = env("TEST_PROVIDER_URL", default="")
TEST_PROVIDER_KEY = env("TEST_PROVIDER_KEY", default="")
TEST_PROVIDER_SECRET = env("TEST_PROVIDER_SECRET", default="")

# Defaults that suit Wagtail's own API too; ours are stricter and stand on `commerce.api.views.ApiView`.
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_RATES": {
        "read": env("THROTTLE_READ", default="1200/min"),
        "write": env("THROTTLE_WRITE", default="240/min"),
        "login": env("THROTTLE_LOGIN", default="20/min"),
        "place": env("THROTTLE_PLACE", default="60/min"),
    },
    "NUM_PROXIES": TRUSTED_PROXY_COUNT,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Qilou API",
    "DESCRIPTION": "All a storefront needs: catalog, search, cart, checkout, payments, orders, account.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "PREPROCESSING_HOOKS": ["commerce.api.schema.only_v1"],
}

# The admin and the API docs need inline styles and scripts of their own; `cms.policies` relaxes them there,
# and lets the forms of paying pages lead to the providers.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "frame-src": [SELF],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"  # the previews of the admin relax it for themselves
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A page of two hundred sections, each of a hundred fields; the limit above ends a flood of empty ones.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "correlation": {"()": "commerce.core.logging.CorrelationFilter"},
        "warnings": {"()": "commerce.core.logging.WarningsOnly"},
    },
    "formatters": {
        "json": {"()": "commerce.core.logging.JsonFormatter"},
        "plain": {"format": "%(levelname).1s %(name)s %(message)s [%(correlation_id)s]"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["correlation"],
            "formatter": env("LOG_FORMAT", default="json"),
        }
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "django_tasks": {"filters": ["warnings"]},
        "django_tasks_db": {"filters": ["warnings"]},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}

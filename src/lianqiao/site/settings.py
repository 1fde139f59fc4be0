"""Settings of a Lianqiao installation, read from the environment.

The `lianqiao` command fills in what is missing (see `lianqiao.site.cli`), so that a bare
machine starts with one command and a city's server is configured by variables alone.
docs/operations.md lists them.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from lianqiao.site.secret import secret_key

DATA_DIR = Path(os.environ.get("LIANQIAO_DATA", "var")).absolute()
DEBUG = os.environ.get("LIANQIAO_DEBUG") == "1"
SECRET_KEY = os.environ.get("LIANQIAO_SECRET_KEY") or secret_key(DATA_DIR)
BASE_URL = os.environ.get("LIANQIAO_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = os.environ.get("LIANQIAO_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# The city of this installation, by its code of GB/T 2260: what figures are counted for.
CITY = os.environ.get("LIANQIAO_CITY", "370200")
OPEN_DATA_LICENSE = os.environ.get(
    "LIANQIAO_OPEN_DATA_LICENSE", "https://creativecommons.org/licenses/by/4.0/"
)
DEMO = os.environ.get("LIANQIAO_DEMO") == "1"

INSTALLED_APPS = [
    "lianqiao.site",
    "lianqiao.core.parties.apps.ListsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "lianqiao.core.parties",
    "lianqiao.core.ledger",
    "lianqiao.core.cases",
    "lianqiao.core.rules",
    "lianqiao.core.facts",
    "lianqiao.core.titles",
    "lianqiao.core.indicators",
    "lianqiao.desks.exchange",
    "lianqiao.desks.policies",
    "lianqiao.desks.programs",
    "lianqiao.desks.programs.centers",
    "lianqiao.desks.programs.grants",
    "lianqiao.desks.reports.publishing",
    "lianqiao.desks.reports.statements",
    "lianqiao.desks.reports.commitments",
    "lianqiao.desks.reports.opinions",
    "lianqiao.desks.reports.evaluation",
]

MIDDLEWARE = [
    "lianqiao.site.middleware.reference_number",
    "lianqiao.site.middleware.kept_by_nobody",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lianqiao.site.middleware.acting_member",
    "lianqiao.site.middleware.refusals",
    "lianqiao.site.middleware.shares",
]

ROOT_URLCONF = "lianqiao.site.urls"
WSGI_APPLICATION = "lianqiao.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lianqiao.site.context.house",
            ],
        },
    },
]

DATABASES = {
    "default": {
        **dj_database_url.parse(os.environ.get("DATABASE_URL", "postgresql:///lianqiao")),
        "ATOMIC_REQUESTS": False,
    }
}
# A pool needs threads that ask for it: the web server. Commands hold one connection.
if os.environ.get("LIANQIAO_POOL") == "1":
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_ADAPTER = "lianqiao.site.accounts.AccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
EMAIL_BACKEND = os.environ.get(
    "LIANQIAO_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"
)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True

# How many proxies, counted from this server, tell truly whom they heard. One speaks https.
TRUSTED_PROXIES = int(
    os.environ.get("LIANQIAO_PROXIES", "1" if BASE_URL.startswith("https://") else "0")
)
# What a visitor may ask for within a minute (lianqiao.site.costs); 0 sets no end to it.
SHARE_OF_A_MINUTE = int(os.environ.get("LIANQIAO_SHARE", "120"))
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "visits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "visits",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}

# Behind a proxy that speaks https, cookies must never travel in the clear.
if BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "lianqiao.site.formats"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# A form may have a table of 500 rows and 20 columns, and each cell is a field of its own.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000
# The dotted name of what scans attached files for viruses (lianqiao.core.scans); '' for none.
FILE_SCANNER = os.environ.get("LIANQIAO_FILE_SCANNER", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "lianqiao.site.reference.log_filter"}},
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {reference} {name} {message}", "style": "{"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["reference"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"lianqiao": {"level": "INFO"}},
}

"""One settings file; every difference between installations is an environment variable (docs/operations.md)."""

import secrets

from django.utils.translation import gettext_lazy as _

from marketplace import environment as env
from marketplace.launch import logs
from marketplace.schedule import SCHEDULE

BASE_DIR = env.BASE_DIR
DATA_DIR = env.data_dir()
PROFILE = env.text("PROFILE", "acceptance" if env.switch("ACCEPTANCE") else "demo")
if PROFILE not in {"demo", "test", "acceptance", "production"}:
    raise env.SettingWrong(f"PROFILE={PROFILE!r}: write demo, test, acceptance or production.")
IS_PRODUCTION = PROFILE == "production"
DEBUG = env.switch("DEBUG")
IS_ACCEPTANCE = not IS_PRODUCTION and (DEBUG or PROFILE == "acceptance")
"""Whether an outside party may test over HTTP: known accounts, short periods, mails as files."""
MIN_TENDER_PERIOD_SECONDS = (
    env.number("MIN_TENDER_PERIOD_SECONDS", 0)
    if IS_ACCEPTANCE and env.text("MIN_TENDER_PERIOD_SECONDS")
    else None
)
CLOCK_MOVABLE = PROFILE in {"demo", "test", "acceptance"}


def _kept_secret() -> str:
    """Return SECRET_KEY; outside production one is made once and kept in the data folder."""
    given = env.text("SECRET_KEY")
    if given or IS_PRODUCTION:
        if len(given) < 50:  # noqa: PLR2004 - security.md section 10
            raise env.SettingWrong("SECRET_KEY must be set to at least 50 characters in production.")
        return given
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        kept.write_text(secrets.token_urlsafe(60))
        kept.chmod(0o600)
    return kept.read_text().strip()


SECRET_KEY = _kept_secret()
PORT = env.number("PORT", 8000)
BASE_URL = env.text("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
LOG_ORIGIN = env.text("LOG_ORIGIN", BASE_URL.partition("://")[2] + "/log")  # the log's name; never change it
ALLOWED_HOSTS = env.listed("ALLOWED_HOSTS", "" if IS_PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
if IS_PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise env.SettingWrong("ALLOWED_HOSTS must name the host names of the site in production, without *.")
CSRF_TRUSTED_ORIGINS = env.listed("CSRF_TRUSTED_ORIGINS")
OVER_TLS = env.switch("OVER_TLS", IS_PRODUCTION)

INSTALLED_APPS = [
    "marketplace.demo",
    "marketplace.desk",
    "cms",
    "search",
    "opendata",
    "incubation",
    "ranking",
    "contracts",
    "bidding",
    "projects",
    "deliberation",
    "payments",
    "organizations",
    "marketplace.notifications",
    "marketplace.web",
    "marketplace.audit",
    "marketplace.outbox",
    "marketplace.workdays",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "guardian",
    "django_htmx",
    "django_filters",
    "csp",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.locales",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "marketplace.web.middleware.RequestMoment",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "organizations.gateways.second_factor.StaffSessions",
    "marketplace.web.middleware.PrivatePages",
    "marketplace.web.middleware.HonestStatus",
    "marketplace.web.middleware.LargePrint",
    "marketplace.web.middleware.EditorPolicy",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "marketplace.web.context.site",
                "marketplace.notifications.context.inbox",
                "organizations.gateways.demo_codes.demo_codes",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "marketplace.web.templatetags.ui",
            ],
        },
    }
]

DATABASES = {
    "default": env.database(env.text("DATABASE_URL"))
    if env.text("DATABASE_URL")
    else env.embedded_database(DATA_DIR / "postgres")
}
DATABASES["default"].update(
    {
        "CONN_MAX_AGE": env.number("CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "DISABLE_SERVER_SIDE_CURSORS": env.switch("PGBOUNCER"),
    }
)
DATABASES["default"]["OPTIONS"].setdefault(  # type: ignore[attr-defined]
    "options",
    "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000",
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

FILTERS_EMPTY_CHOICE_LABEL = _("All")
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "marketplace.web.files.DurableStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PROFILE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = PROFILE == "test"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- people -----------------------------------------------------------------
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email", "phone")},
    },
    {"NAME": "organizations.gateways.passwords.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
GUARDIAN_RAISE_403 = False
ANONYMOUS_USER_NAME = None
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "organizations.gateways.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
SMS_GATEWAY = env.text("SMS_GATEWAY", "" if IS_PRODUCTION else "organizations.gateways.sms.FileSms")
ACCOUNT_SIGNUP_FIELDS = ["email*", *(["phone"] if SMS_GATEWAY else []), "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "organizations.forms.LoginForm",
    "signup": "organizations.forms.SignupForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PHONE_VERIFICATION_ENABLED = bool(SMS_GATEWAY)
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # django-axes counts them, by account and address
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "organizations.gateways.second_factor.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "社区服务集市"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = True
AXES_ENABLED = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_HTTP_RESPONSE_CODE = 429
AXES_USERNAME_CALLABLE = "organizations.gateways.accounts.login_name"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
SILENCED_SYSTEM_CHECKS = ["axes.W003", "account.W001"]  # a person is reached by e-mail or phone

# --- safety -----------------------------------------------------------------
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "marketplace.web.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_TLS
SESSION_COOKIE_NAME = "__Host-sessionid" if OVER_TLS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if OVER_TLS else "csrftoken"
SECURE_SSL_REDIRECT = OVER_TLS
SECURE_HSTS_SECONDS = 31_536_000 if OVER_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = OVER_TLS
SECURE_HSTS_PRELOAD = False
if env.switch("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_SELF = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/cms/"],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": [*_SELF, "data:"],
        "font-src": _SELF,
        "connect-src": _SELF,
        "manifest-src": _SELF,
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": _SELF,
    },
}

STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET")
STRIPE_CURRENCY = env.text("STRIPE_CURRENCY", "cny").lower()
STRIPE_API = env.text("STRIPE_API")
STRIPE_FEE_PERCENT = env.percentage("STRIPE_FEE_PERCENT", most=5)  # what the platform keeps of a payout
if "_live_" in STRIPE_SECRET_KEY and not IS_PRODUCTION:
    raise env.SettingWrong("STRIPE_SECRET_KEY is a live key: it is accepted with PROFILE=production only.")

# --- background work --------------------------------------------------------
BROKER_URL = env.text("BROKER_URL", "djangodb://database")
if BROKER_URL.startswith("memory") and PROFILE != "test":
    raise env.SettingWrong(
        "BROKER_URL=memory:// loses every job between processes; leave it unset or name a broker."
    )
CELERY_BROKER_URL = BROKER_URL
BROKER_LEASE = env.number("BROKER_LEASE", 60)  # seconds until a dead worker's message is taken by another
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = not BROKER_URL.startswith("djangodb")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900} if BROKER_URL.startswith("redis") else {}
CELERY_BEAT_SCHEDULE = SCHEDULE

# --- mail -------------------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.switch("EMAIL_TLS")
EMAIL_TIMEOUT = 20
MAIL_SINK_DIR = env.text("MAIL_SINK_DIR") if IS_ACCEPTANCE else ""
EMAIL_FILE_PATH = MAIL_SINK_DIR or str(DATA_DIR / "mail")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST and not MAIL_SINK_DIR
    else "django.core.mail.backends.filebased.EmailBackend"
)
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "noreply@localhost")

# --- search, Wagtail --------------------------------------------------------
SEARCH_URL = env.text("SEARCH_URL")
SEARCH_INDEX = env.text("SEARCH_INDEX", "marketplace")
WAGTAIL_SITE_NAME = "社区服务集市"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list = []
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILFORMS_HELP_TEXT_ALLOW_HTML = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "txt", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_INLINE_CONTENT_TYPES: list = []
WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT = True
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "refused.html"  # noqa: S105 - a template, no secret
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/account/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
# editors look for a part of a Chinese title, and words are not separated there: substrings, not a full-text index
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database.fallback"}}

LOGGING = logs.configuration(
    level=env.text("LOG_LEVEL", "WARNING"), as_json=env.switch("LOG_JSON", IS_PRODUCTION)
)

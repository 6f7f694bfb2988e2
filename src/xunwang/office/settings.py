"""Settings of the office. Every one comes from the environment:

- `XUNWANG_HOME`: data folder (default `~/.local/share/xunwang`)
- `XUNWANG_DATABASE`: `postgresql://user:password@host:port/name` for more than one machine (default: SQLite in the data folder)
- `XUNWANG_SECRET_KEY`: signs sessions (default: a file in the data folder, made at the first start)
- `XUNWANG_HOSTS`: host names under which the office is called, with commas (default: this machine only)
- `XUNWANG_HTTPS`: 1 when a proxy in front speaks https; cookies then travel by https only, and where the public comes from is
  taken from what the proxy appends to `X-Forwarded-For` (default 0)
- `XUNWANG_SESSION_HOURS`: hours until a session without use ends, 1 to 168 (default 8)
- `XUNWANG_INSPECT`: a JSON file with the settings under which the office looks at websites, named as in `inspect` (default: those of
  `inspect`); also where 示例市 is reached (`connect_to`, `closed`)
- `XUNWANG_TODAY`: the day that the office takes for today, for trying out 示例市 (default: the calendar's)
- `XUNWANG_PASSWORD_DAYS`: days after which a password has to be changed, 0 for never (default 90)
- `XUNWANG_MAIL`: the mail server that reminders leave by, `smtp://`, `smtp+starttls://` or `smtps://account:password@host:port` (default: none)
- `XUNWANG_MAIL_FROM`: the address that mail comes from; needed with `XUNWANG_MAIL`
- `XUNWANG_SEND_TO`: addresses or networks (CIDR) that are not public and to which the office may send all the same, with commas
- `XUNWANG_SEND_PORTS`: ports beside those of web and mail to which the office may send, with commas
- `XUNWANG_WATCH`: minutes between two visits of every website's home page, 1 to 72, 0 for no watching (default 0)
- `XUNWANG_WATCH_POINT`: what this machine is called as a vantage point (default 本机)
- `XUNWANG_ARCHIVE_ORIGIN`: another address of the office (`https://archive.example.gov.cn`) that serves archived foreign pages and nothing
  else (default: they come from the office itself, in a sandbox)
- `XUNWANG_API_RATE`: requests that one token may make within a minute, 1 to 100000 (default 120)
- `XUNWANG_LOG`: `text` for lines that people read, `json` for one JSON object a line and a record of each answer (default `text`)
- `XUNWANG_TRAIL_HASH`: by what the rows of the trail are sealed, `sha256` or `sm3` (default sha256)
- `XUNWANG_TSA`: address of a time stamping authority (RFC 3161) that stamps the head of the trail once a day (default: none)
- `XUNWANG_METRICS_TOKEN`: whoever asks for `/metrics` has to bring it as bearer token (default: none, and there are no metrics)
- `XUNWANG_ADDRESS`: the address under which people reach the office, for links in messages, as https://xunwang.example.gov.cn (default: none,
  and messages carry no links)
- `XUNWANG_OIDC_ISSUER`: the OpenID Connect service by which people may log in as well (default: none); one inside the own network has to
  stand in `XUNWANG_SEND_TO`
- `XUNWANG_OIDC_CLIENT`: the office's name at that service
- `XUNWANG_OIDC_SECRET`: the office's password there
- `XUNWANG_OIDC_CLAIM`: what of a person's token is the account here (default preferred_username)
- `XUNWANG_OIDC_NAME`: what the log-in page calls the service (default 统一身份认证)
- `XUNWANG_PATROL`: the hour from which the machine looks at every website once a day, 0 to 23 (default: it does not)
- `XUNWANG_PATROL_NORM`: the norm under which it judges what it saw (default cn-2019)
- `XUNWANG_WATCH_ANCHORS`: addresses trusted to be up, which tell whether this machine's own network works, with commas (default: none,
  the watched websites vouch for each other)
- `XUNWANG_KEEP_RUNS`: days for which archives of inspections are kept after everything was settled, 365 to 36500 (default 1095)
- `XUNWANG_KEEP_CIRCULARS`: years for which the archives that a sealed circular rests on are kept, 10 to 100, 0 for good (default 0)
- `XUNWANG_KEEP_LEFTOVERS`: days for archives that no result names, 7 to 3650 (default 30)
- `XUNWANG_KEEP_SELF_CHECKS`: newest runs of a unit's own checks of each website or account, 1 to 100 (default 2)
- `XUNWANG_KEEP_PATROL`: days for runs of the machine's patrol, 3 to 365 (default 7)
- `XUNWANG_KEEP_VISITS`: days for the single visits of the watch, 100 to 3650 (default 400)
- `XUNWANG_KEEP_VISIT_PARTS`: days for how long the parts of these visits took, 7 to 3650 (default 60)
- `XUNWANG_KEEP_PICTURES`: days for pictures of error reports after these were closed, 30 to 3650 (default 180)
- `XUNWANG_DEBUG`: 1 shows tracebacks in the browser; never on a machine that others reach (default 0)

Secrets (`XUNWANG_DATABASE`, `XUNWANG_SECRET_KEY`, `XUNWANG_MAIL`, `XUNWANG_METRICS_TOKEN`, `XUNWANG_OIDC_SECRET`) may come from a file instead: the variable with `_FILE` behind it names it.
"""

from csp.constants import NONCE, NONE, SELF

from xunwang.office import environment, logs
from xunwang.office.periods import PERIODS

HOME = environment.home()
SECRET_KEY = environment.secret_key(HOME)
DEBUG = environment.flag("XUNWANG_DEBUG", default=False)
HTTPS = environment.flag("XUNWANG_HTTPS", default=False)
ALLOWED_HOSTS = environment.hosts("XUNWANG_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
HOSTS_GIVEN = bool(environment.text("XUNWANG_HOSTS", ""))

ARCHIVE_ORIGIN = environment.origin("XUNWANG_ARCHIVE_ORIGIN")
if ARCHIVE_ORIGIN:
    ALLOWED_HOSTS.append(environment.host_of(ARCHIVE_ORIGIN))

CAMPAIGNS_FOLDER = HOME / "campaigns"
RUNS_FOLDER = HOME / "runs"
UPLOADS_FOLDER = HOME / "uploads"
INSPECT = environment.text("XUNWANG_INSPECT", "")
CLOCK_SHIFT = environment.days_to("XUNWANG_TODAY")

MAIL_SERVER = environment.mail_server("XUNWANG_MAIL")
MAIL_FROM = environment.mailbox("XUNWANG_MAIL_FROM")
environment.require_together("XUNWANG_MAIL", MAIL_SERVER, "XUNWANG_MAIL_FROM", MAIL_FROM)
SEND_TO = environment.networks("XUNWANG_SEND_TO")
SEND_PORTS = environment.ports("XUNWANG_SEND_PORTS")

WATCH_MINUTES = environment.whole("XUNWANG_WATCH", 0, least=0, most=72)
WATCH_POINT = environment.text("XUNWANG_WATCH_POINT", "本机")[:60]
API_RATE = environment.whole("XUNWANG_API_RATE", 120, least=1, most=100_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 40_000_000
PATROL_HOUR = (
    environment.whole("XUNWANG_PATROL", 0, least=0, most=23)
    if environment.text("XUNWANG_PATROL", "")
    else None
)
PATROL_NORM = environment.text("XUNWANG_PATROL_NORM", "cn-2019")
ADDRESS = environment.address("XUNWANG_ADDRESS", example="https://xunwang.example.gov.cn").rstrip("/")
WATCH_ANCHORS = environment.addresses("XUNWANG_WATCH_ANCHORS")

DATABASES = {"default": environment.database("XUNWANG_DATABASE", HOME)}
WAKES = environment.carries_wake_ups(DATABASES["default"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "xunwang.office.people",
    "xunwang.office.limits",
    "xunwang.office.deadlines",
    "xunwang.office.registry",
    "xunwang.office.accounts",
    "xunwang.office.jobs",
    "xunwang.office.messages",
    "xunwang.office.watch",
    "xunwang.office.campaigns",
    "xunwang.office.cross",
    "xunwang.office.rectify",
    "xunwang.office.mandates",
    "xunwang.office.filing",
    "xunwang.office.orphans",
    "xunwang.office.vendors",
    "xunwang.office.alerts",
    "xunwang.office.duty",
    "xunwang.office.reposts",
    "xunwang.office.feedback",
    "xunwang.office.letters",
    "xunwang.office.publishing",
    "xunwang.office.searching",
    "xunwang.office.stamping",
    "xunwang.office.retention",
    "xunwang.office.interface",
    "xunwang.office.selfcheck",
    "xunwang.office.proofing",
    "xunwang.office.reporting",
    "xunwang.office.desk",
    "xunwang.office.web",
]
if WAKES:
    INSTALLED_APPS.append("procrastinate.contrib.django")

KEEP = {key: environment.lasting(period) for key, period in PERIODS.items()}

TRAIL_HASH = environment.choice("XUNWANG_TRAIL_HASH", ("sha256", "sm3"))
TSA = environment.address("XUNWANG_TSA", example="https://tsa.example.cn/tsr")
METRICS_TOKEN = environment.secret("XUNWANG_METRICS_TOKEN")

MIDDLEWARE = [
    "xunwang.office.web.vital_signs.vital_signs",
    "xunwang.office.logs.answers",
    "django.middleware.security.SecurityMiddleware",
    "xunwang.office.web.archiving.two_origins",
    "csp.middleware.CSPMiddleware",
    "xunwang.office.interface.problems.as_problems",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xunwang.office.web.middleware.kept_nowhere",
    "xunwang.office.web.middleware.first_start",
    "xunwang.office.web.lapsed.sign_pages",
    "xunwang.office.web.lapsed.LoginRequired",
    "xunwang.office.web.middleware.own_session",
    "xunwang.office.web.middleware.password_due",
    "django.contrib.messages.middleware.MessageMiddleware",
    "xunwang.office.web.middleware.in_parts",
    "xunwang.office.web.middleware.up_from_acts",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "xunwang.office.web.middleware.OneMoment",
]

ROOT_URLCONF = "xunwang.office.urls"
WSGI_APPLICATION = "xunwang.office.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xunwang.office.web.navigation.menu",
            ],
            "builtins": ["xunwang.office.web.templatetags.quick"],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["xunwang.office.people.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_DJANGO_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in [
        (f"{_DJANGO_RULES}.UserAttributeSimilarityValidator", {"user_attributes": ("username", "full_name")}),
        ("xunwang.office.people.passwords.LengthValidator", {"min_length": 10}),
        ("xunwang.office.people.passwords.MixValidator", {}),
        ("xunwang.office.people.passwords.GuessableValidator", {}),
        (f"{_DJANGO_RULES}.CommonPasswordValidator", {}),
        (f"{_DJANGO_RULES}.NumericPasswordValidator", {}),
    ]
]
PASSWORD_DAYS = environment.whole("XUNWANG_PASSWORD_DAYS", 90, least=0, most=3650)
OIDC_ISSUER = environment.issuer("XUNWANG_OIDC_ISSUER")
OIDC_CLIENT = environment.text("XUNWANG_OIDC_CLIENT", "")
OIDC_SECRET = environment.secret("XUNWANG_OIDC_SECRET")
OIDC_CLAIM = environment.text("XUNWANG_OIDC_CLAIM", "preferred_username")
OIDC_NAME = environment.text("XUNWANG_OIDC_NAME", "统一身份认证")
environment.require_together("XUNWANG_OIDC_ISSUER", OIDC_ISSUER, "XUNWANG_OIDC_CLIENT", OIDC_CLIENT)
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = environment.whole("XUNWANG_SESSION_HOURS", 8, least=1, most=168) * 3600
SESSION_ENGINE = "xunwang.office.people.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "xunwang.office.web.lapsed.outdated"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-src": [SELF, ARCHIVE_ORIGIN] if ARCHIVE_ORIGIN else [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    },
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

LOGGING = logs.settings(environment.choice("XUNWANG_LOG", ("text", "json")))

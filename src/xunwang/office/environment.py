"""Reads `XUNWANG_*`; a value that cannot be used stops the start with a sentence."""

import datetime as dt
import importlib.util
import ipaddress
import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

from xunwang.inspector.model import reason
from xunwang.office import numerals
from xunwang.office.lasting import keep
from xunwang.office.periods import FOR_GOOD, Period

SECRET_FILE = "secret.key"  # noqa: S105  # the name of the file, not the secret
_SHORTEST_KEY = 32
_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
}
"""A database that stopped answering is noticed within 10 seconds, before a worker that could not renew its lease for 45 may lose it at 60."""
_HOST = re.compile(r"\*|\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[a-f0-9:.]+\]", re.IGNORECASE)
_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


def text(name: str, default: str) -> str:
    """The variable without blanks around it; the default where it is empty or not given."""
    return os.environ.get(name, "").strip() or default


def secret(name: str) -> str:
    """A secret: the variable itself or, so that it need not stand in the environment, the file that `<name>_FILE` names."""
    file = text(f"{name}_FILE", "")
    if not file:
        return text(name, "")
    if text(name, ""):
        raise ImproperlyConfigured(f"环境变量 {name} 与 {name}_FILE 只能给出一个。")
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(
            f"环境变量 {name}_FILE 指定的文件“{file}”读不出来，请检查路径和权限。"
        ) from None


def choice(name: str, options: tuple[str, ...]) -> str:
    """One of the words; the first is the default."""
    value = text(name, options[0])
    if value not in options:
        raise ImproperlyConfigured(f"环境变量 {name} 的值“{value}”不对，应为 {'、'.join(options)} 之一。")
    return value


def database(name: str, folder: Path) -> dict[str, Any]:
    """Django's description of the database: SQLite in the data folder, or the PostgreSQL that `postgresql://…` names."""
    address = secret(name)
    if not address:
        return sqlite(folder)
    parts = urlsplit(address)
    base = unquote(parts.path.strip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not base:
        raise ImproperlyConfigured(
            f"环境变量 {name} 的值不对，应类似 postgresql://用户:密码@主机:5432/数据库名。"
        )
    if importlib.util.find_spec("psycopg") is None:
        raise ImproperlyConfigured(f"{name} 指定了 PostgreSQL，但没有安装它的驱动，请安装 xunwang[cluster]。")
    options = dict(parse_qsl(parts.query))
    try:
        port = str(parts.port or options.pop("port", ""))
    except ValueError:
        raise ImproperlyConfigured(f"环境变量 {name} 里的端口不对，应为 1 到 65535 的整数。") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": base,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_PATIENCE, **options},
    }


def carries_wake_ups(described: dict[str, Any]) -> bool:
    """Whether the database can carry wake-ups to workers on other machines."""
    return (
        bool(described["ENGINE"].endswith("postgresql"))
        and importlib.util.find_spec("procrastinate") is not None
    )


def sqlite(folder: Path) -> dict[str, Any]:
    """The database file in the folder. Every transaction takes the one right to write when it begins, so that none is turned away in its middle."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "office.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL",
        },
    }


def flag(name: str, *, default: bool) -> bool:
    """1 or 0, also as true and false, yes and no, on and off."""
    value = text(name, "1" if default else "0").lower()
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"环境变量 {name} 的值“{value}”不是开关，应为 1 或 0。")
    return value in _TRUE


def whole(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    value = text(name, str(default))
    number = numerals.whole(value, most)
    if number is None or number < least:
        raise ImproperlyConfigured(f"环境变量 {name} 的值“{value}”不对，应为 {least} 到 {most} 的整数。")
    return number


def lasting(period: Period) -> int:
    """For how long something is kept."""
    value = text(period.variable, str(period.usual))
    number = numerals.whole(value)
    if number is None or not (
        period.least <= number <= period.most or (period.endless and number == FOR_GOOD)
    ):
        raise ImproperlyConfigured(
            f"环境变量 {period.variable} 的值“{value}”不对，应为 {period.bounds}（{period.unit}）：{period.because}。"
        )
    return number


def words(name: str, default: tuple[str, ...]) -> list[str]:
    """What stands between commas, Chinese ones too."""
    written = text(name, ",".join(default)).replace("，", ",")
    return [part.strip() for part in written.split(",") if part.strip()]


def _parts(written: str) -> SplitResult:
    """The parts of an address, all of them empty where a port or brackets cannot be."""
    try:
        parts = urlsplit(written)
        parts.port  # noqa: B018  # read only when it is asked for
    except ValueError:
        return urlsplit("")
    return parts


def hosts(name: str, default: tuple[str, ...]) -> list[str]:
    """Names and addresses as browsers send them in `Host`, without a port."""
    written = words(name, default)
    for one in written:
        if not _HOST.fullmatch(one):
            raise ImproperlyConfigured(
                f"环境变量 {name} 里的“{one}”不是域名或地址，应类似 xunwang.example.gov.cn、10.1.2.3 或 [fd00::1]，"
                "不带 http:// 和端口，中文域名写成 xn-- 开头的形式，用逗号分开。"
            )
    return written


def networks(name: str) -> list[str]:
    """Addresses and networks (CIDR)."""
    written = words(name, ())
    for one in written:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError:
            raise ImproperlyConfigured(
                f"环境变量 {name} 里的“{one}”不是地址，应类似 10.1.2.3 或 10.1.0.0/16，用逗号分开。"
            ) from None
    return written


def ports(name: str) -> list[int]:
    """Numbers of ports between commas."""
    written = words(name, ())
    wrong = next((one for one in written if not numerals.whole(one, 65535)), None)
    if wrong is not None:
        raise ImproperlyConfigured(
            f"环境变量 {name} 里的“{wrong}”不是端口，应为 1 到 65535 的整数，用逗号分开。"
        )
    return [int(one) for one in written]


def origin(name: str) -> str:
    """`https://host[:port]`, without a path; nothing when it is not given."""
    written = text(name, "").rstrip("/")
    parts = _parts(written)
    if written and (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or written != f"{parts.scheme}://{parts.netloc}"
    ):
        raise ImproperlyConfigured(
            f"环境变量 {name} 的值“{written}”不对，应类似 https://archive.example.gov.cn，不带路径。"
        )
    return written


def issuer(name: str) -> str:
    """The address of a log-in service; https, unless it runs on this very machine. Nothing when it is not given."""
    written = text(name, "").rstrip("/")
    parts = _parts(written)
    here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if written and (
        not parts.hostname
        or parts.query
        or not (parts.scheme == "https" or (parts.scheme == "http" and here))
    ):
        raise ImproperlyConfigured(
            f"环境变量 {name} 的值“{written}”不对，应是以 https:// 开头的认证服务地址，类似 https://sso.example.gov.cn/realms/gov。"
        )
    return written


def address(name: str, *, example: str) -> str:
    """The web address of a service; nothing when it is not given."""
    written = text(name, "")
    if written and not _on_the_web(written):
        raise ImproperlyConfigured(f"环境变量 {name} 的值“{written}”不是网址，应类似 {example}。")
    return written


def addresses(name: str) -> list[str]:
    """Web addresses, none when there are none."""
    written = words(name, ())
    for one in written:
        if not _on_the_web(one):
            raise ImproperlyConfigured(
                f"环境变量 {name} 里的“{one}”不是网址，应类似 https://www.example.gov.cn/，用逗号分开。"
            )
    return written


def _on_the_web(written: str) -> bool:
    parts = _parts(written)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, written))


def mail_server(name: str) -> str:
    """`smtp://`, `smtp+starttls://` or `smtps://account:password@host:port`; nothing when it is not given. Never shown: it holds a password."""
    written = secret(name)
    parts = _parts(written)
    if written and not (parts.scheme in {"smtp", "smtp+starttls", "smtps"} and parts.hostname):
        raise ImproperlyConfigured(
            f"环境变量 {name} 的值不对，应类似 smtps://账号:密码@mail.example.gov.cn:465，"
            "账号、密码里的 @、/、: 等符号写成 %40、%2F、%3A。"
        )
    return written


def mailbox(name: str) -> str:
    """An address of mail; nothing when it is not given."""
    written = text(name, "")
    if written and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", written):
        raise ImproperlyConfigured(
            f"环境变量 {name} 的值“{written}”不是邮件地址，应类似 xunwang@example.gov.cn。"
        )
    return written


def host_of(address: str) -> str:
    """The host of an origin as `ALLOWED_HOSTS` wants it."""
    host = urlsplit(address).hostname or ""
    return f"[{host}]" if ":" in host else host


def require_together(first: str, given: str, second: str, other: str) -> None:
    """Of two variables that mean something only together none may stand alone."""
    if bool(given) != bool(other):
        lacking, there = (second, first) if given else (first, second)
        raise ImproperlyConfigured(f"设了环境变量 {there}，还要设 {lacking}。")


def days_to(name: str) -> dt.timedelta:
    """How far the day that the variable names lies from the calendar's; nothing when it names none."""
    written = text(name, "")
    if not written:
        return dt.timedelta()
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        raise ImproperlyConfigured(f"环境变量 {name} 的值“{written}”不是日期，应类似 2026-03-31。") from None
    return day - dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()


def home() -> Path:
    """The data folder; it need not exist yet."""
    return Path(text("XUNWANG_HOME", "~/.local/share/xunwang")).expanduser().absolute()


def contents(folder: Path) -> list[str]:
    """Names of what lies in a data folder; the hidden files of a home and the `lost+found` of a disk are there before any office is."""
    if not folder.is_dir():
        return []
    return sorted(
        one.name for one in folder.iterdir() if not one.name.startswith(".") and one.name != "lost+found"
    )


def secret_key(folder: Path) -> str:
    """The key of the environment, else the one in the data folder.

    A process without a data folder (a type checker, a test) gets a key that ends with it: it serves nobody.
    """
    given = secret("XUNWANG_SECRET_KEY")
    if given:
        if len(given) < _SHORTEST_KEY:
            raise ImproperlyConfigured(f"环境变量 XUNWANG_SECRET_KEY 太短，至少要 {_SHORTEST_KEY} 个字符。")
        return given
    return _key_of(folder / SECRET_FILE) or secrets.token_urlsafe(50)


def _key_of(file: Path) -> str:
    """The key in the file, nothing where there is no such file."""
    try:
        key = file.read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise ImproperlyConfigured(
            f"密钥文件 {file} 读不出来（{reason(error)}），请用数据目录的所有者执行，或检查它的权限。"
        ) from None
    except UnicodeDecodeError:
        key = ""
    if len(key) < _SHORTEST_KEY or not key.isprintable():
        raise ImproperlyConfigured(
            f"密钥文件 {file} 是空的或已损坏，请从备份恢复它；数据目录里还没有数据库的，删除它再启动。"
        )
    return key


def create_secret_key(folder: Path) -> None:
    """Writes the key of a new data folder, readable by its owner only; an existing one stays, and where the environment gives the key none is made beside it."""
    if secret("XUNWANG_SECRET_KEY"):
        return
    file = folder / SECRET_FILE
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    try:
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(secrets.token_urlsafe(50))
    except OSError:  # a full disk: what begins again with room shall not meet half a key
        file.unlink(missing_ok=True)
        raise
    keep(file)  # what is signed and sealed from now on is worth nothing without it

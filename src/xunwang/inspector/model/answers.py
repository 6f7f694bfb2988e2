"""What one address answered, and where the bytes lie."""

import datetime as dt
from enum import StrEnum

from xunwang.inspector.model.base import Record


class Reach(StrEnum):
    """What became of one request. Only OK and HTTP are words of the site itself; the rest may be our own trouble."""

    OK = "ok"
    HTTP = "http"  # an answer with status 4xx or 5xx; the status says which
    TIMEOUT = "timeout"
    DNS = "dns"
    REFUSED = "refused"
    RESET = "reset"
    TLS = "tls"
    PROTOCOL = "protocol"  # broken framing, a redirect loop
    UNREADABLE = "unreadable"  # the content came, but in a coding or form that our readers cannot undo
    TOO_LARGE = "too_large"
    CHALLENGE = "challenge"  # an anti-robot page in place of the content
    FORBIDDEN = "forbidden"  # our own guard would not connect there
    ROBOTS = "robots"  # robots.txt asks us to stay out and the policy obeys
    SOFT_404 = "soft404"  # status 200, but the very answer that an invented address gets


UNKNOWN_ISSUER = "证书颁发机构不受信任"
"""The detail of a failure of TLS that says as much of the machine that looked as of the site."""
EMPTY_FILE = "空文件（0字节）"
"""The `detail` of an attempt at a file that came whole and holds nothing."""


class Attempt(Record, frozen=True):
    """One request and its end, redirects followed. `milliseconds` runs from the first connect to the last byte."""

    at: dt.datetime
    reach: Reach
    status: int | None = None
    milliseconds: float | None = None
    final_url: str | None = None
    detail: str | None = None


class Evidence(Record, frozen=True):
    """Where the bytes lie as they were received: a span of a file of the run and the SHA-256 of that span."""

    file: str
    offset: int
    length: int
    sha256: str

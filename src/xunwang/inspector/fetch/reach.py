"""What an error of the network, or a page that is none, means for the address that was asked."""

import errno
import re
import socket
import ssl
from urllib.parse import urlsplit

from xunwang.inspector.evidence.coding import CodingError
from xunwang.inspector.fetch.faults import (
    BrokenOffError,
    CertificateWantedError,
    ExchangeError,
    HandshakeError,
    HeadTooLargeError,
    HungUpError,
    LeftAloneError,
    MalformedError,
    RedirectError,
    StrayAnswerError,
)
from xunwang.inspector.fetch.guard import GuardRefusedError
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.model import Reach, chain_of

_RESET = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED})
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})
_NO_WAY = frozenset({errno.ECONNREFUSED, *_NO_ROUTE})
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})

# OpenSSL's numbers of what is wrong with a certificate (X509_V_ERR_…).
_CERTIFICATE = {
    2: Detail.UNKNOWN_ISSUER,
    9: Detail.NOT_YET_VALID,
    10: Detail.EXPIRED,
    18: Detail.SELF_SIGNED,
    19: Detail.UNKNOWN_ISSUER,
    20: Detail.UNKNOWN_ISSUER,
    21: Detail.UNKNOWN_ISSUER,
    62: Detail.WRONG_HOST,
    64: Detail.WRONG_HOST,
}
# OpenSSL's names of what goes wrong otherwise; the first that fits.
_TLS = (
    (re.compile(r"PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|TOO_SMALL|TOO_WEAK|NO_CIPHERS"), Detail.OLD_PROTOCOL),
    (re.compile(r"HANDSHAKE_FAILURE"), Detail.NOTHING_SHARED),
    (re.compile(r"CERTIFICATE_REQUIRED"), Detail.CLIENT_CERTIFICATE),
    (
        re.compile(
            r"WRONG_VERSION_NUMBER|HTTP_REQUEST|UNEXPECTED_MESSAGE|PACKET_LENGTH_TOO_LONG|RECORD_LAYER"
        ),
        Detail.NO_TLS,
    ),
)

_CHALLENGE_STATUS = frozenset({202, 412, 521})
_SMALL = 30_000
_SCRIPT = re.compile(rb"<script|document\.cookie", re.IGNORECASE)
_COOKIE_SCRIPT = re.compile(rb"document\.cookie", re.IGNORECASE)
_RELOAD = re.compile(
    rb"""http-equiv\s*=\s*["']?refresh|location\s*\.\s*reload\s*\(|location(?:\.href)?\s*=\s*(?:window\.|document\.)?location""",
    re.IGNORECASE,
)
_LOGIN_PLACE = re.compile(
    r"(?:^|[/_.=-])(?:log-?in|sign-?in|logon|sso|cas|passport)(?:[/_.?=&-]|$)", re.IGNORECASE
)
_PASSWORD = re.compile(rb"""<input[^>]{0,300}\btype\s*=\s*["']?password""", re.IGNORECASE)


# In this order: a refusal of ours or a time-out stays one, however deep it is wrapped, and an answer that ends too soon is
# that, whatever it was that broke.
_KINDS: tuple[tuple[type[BaseException], Reach], ...] = (
    (GuardRefusedError, Reach.FORBIDDEN),
    (LeftAloneError, Reach.FORBIDDEN),
    (TimeoutError, Reach.TIMEOUT),
    (BrokenOffError, Reach.PROTOCOL),
    (HungUpError, Reach.RESET),
    (ssl.SSLError, Reach.TLS),
    (ssl.CertificateError, Reach.TLS),
    (HandshakeError, Reach.TLS),
    (socket.gaierror, Reach.DNS),
    (ConnectionRefusedError, Reach.REFUSED),
    (ConnectionResetError, Reach.RESET),
    (BrokenPipeError, Reach.RESET),
    (ExchangeError, Reach.PROTOCOL),
    (RedirectError, Reach.PROTOCOL),
    (CodingError, Reach.UNREADABLE),
)


def reach_of(exc: BaseException) -> Reach:
    """The kind of failure behind an exception of the client."""
    chain = list(chain_of(exc))
    if any(_detail(link) is Detail.CLIENT_CERTIFICATE for link in chain):
        return Reach.CHALLENGE
    for kind, reach in _KINDS:
        if any(isinstance(link, kind) for link in chain):
            return reach
    numbers = {link.errno for link in chain if isinstance(link, OSError)}
    if numbers & _RESET:
        return Reach.RESET
    if numbers & _NO_WAY:
        return Reach.REFUSED
    return Reach.PROTOCOL


def detail_of(exc: BaseException) -> str | None:
    """What is known beyond the kind of failure, for the user; None when there is nothing."""
    chain = list(chain_of(exc))
    for link in chain:
        if isinstance(link, (GuardRefusedError, LeftAloneError, RedirectError, StrayAnswerError)):
            return str(link)[:200]
    secure = reach_of(exc) in {Reach.TLS, Reach.CHALLENGE}
    telling = (link for link in chain if secure or not isinstance(link, ssl.SSLError))
    lost = Detail.HANDSHAKE if reach_of(exc) is Reach.TLS else None
    return next((detail for link in telling if (detail := _detail(link))), lost)


def _detail(exc: BaseException) -> str | None:
    found: str | None = None
    match exc:
        case ssl.SSLCertVerificationError():
            found = _CERTIFICATE.get(exc.verify_code, Detail.UNFIT_CERTIFICATE)
        case ssl.SSLError():
            found = _tls_detail(f"{exc.reason} {exc}")
        case socket.gaierror():
            found = Detail.NO_SUCH_NAME if exc.errno in _NO_SUCH_NAME else Detail.NO_NAME_SERVER
        case CertificateWantedError():
            found = Detail.CLIENT_CERTIFICATE
        case CodingError():
            found = Detail.CODING
        case BrokenOffError():
            found = Detail.BROKEN_OFF
        case HeadTooLargeError():
            found = Detail.HEAD_TOO_LARGE
        case MalformedError():
            found = Detail.MALFORMED
        case OSError() if exc.errno in _NO_ROUTE:
            found = Detail.NO_ROUTE
    return found


def _tls_detail(text: str) -> str:
    return next((detail for words, detail in _TLS if words.search(text)), Detail.HANDSHAKE)


def is_challenge(status: int, body: bytes) -> bool:
    """An answer that no visitor is meant to read: a script that sets a cookie and asks again."""
    return status in _CHALLENGE_STATUS and len(body) < _SMALL and bool(_SCRIPT.search(body))


def asks_to_come_back(body: bytes) -> bool:
    """A page that loads itself again, with no cookie of its script's making: the one in its header is all it waits for."""
    return len(body) < _SMALL and bool(_RELOAD.search(body)) and not _COOKIE_SCRIPT.search(body)


def is_login(url: str, body: bytes) -> bool:
    """A page to log in at: by its address and by a field for a password."""
    parts = urlsplit(url)
    return bool(_LOGIN_PLACE.search(f"{parts.hostname or ''}{parts.path}")) and bool(_PASSWORD.search(body))

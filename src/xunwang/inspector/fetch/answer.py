"""One answer in HTTP/1.1 as it comes in, piece by piece."""

from collections.abc import Callable
from functools import lru_cache

import httptools

from xunwang.inspector.fetch.faults import (
    BrokenOffError,
    ExchangeError,
    HeadTooLargeError,
    HungUpError,
    MalformedError,
)
from xunwang.inspector.fetch.heads import as_browsers_read, may_be_head

_REASON = 16_384
_FIELDS = 1_000
_HEAD = 262_144  # the whole head, as Chromium takes it
_INTERIM = range(100, 200)
_COMMON_NAME = 48  # header names up to this length are remembered; longer ones are nobody's habit

Limit = Callable[[str], int]


class Answer:
    """The parser tells it what it finds; `take` says when there is no more to wait for.

    `limit` says for a Content-Type how many bytes of the body are wanted: with more than that it is `cut`. `headers` are names
    and values as they came, `first` the first value of each by lower-case names, `reusable` whether the connection
    can carry another request after this one.
    """

    __slots__ = ("_alive", "_early", "_headed", "_limit", "_odd", "_only_head", "_parser", "_parts", "_seen", "_size", "_stray", "_wanted",
                 "_whole", "cut", "fields", "first", "headers", "reason", "status", "version")  # fmt: skip

    def __init__(self, limit: Limit, *, only_head: bool = False) -> None:
        self._limit = limit
        self._only_head = only_head
        self._wanted = self._size = self._seen = 0
        self._headed = self._whole = self._alive = self._stray = self._odd = False
        self._early = bytearray()
        self.cut = False
        self.status = 0
        self.version = ""
        self.reason = b""
        self.fields: list[tuple[bytes, bytes]] = []
        self.headers: list[tuple[str, str]] = []
        self.first: dict[str, str] = {}
        self._parts: list[bytes] = []
        self._parser: httptools.HttpResponseParser | None = self._new_parser()

    def _new_parser(self) -> httptools.HttpResponseParser:
        parser = httptools.HttpResponseParser(self)
        # What old servers do and browsers forgive; where a message ends is read strictly.
        parser.set_dangerous_leniencies(
            lenient_headers=True, lenient_optional_cr_before_lf=True, lenient_spaces_after_chunk_size=True
        )
        return parser

    # ── what the connection tells ────────────────────────────────────────────────────────────────

    def take(self, data: bytes) -> bool:
        """Takes what came; whether the answer is here, as far as it is wanted. Raises ExchangeError."""
        self._seen += len(data)
        if self._headed:
            self._feed(data)
        else:
            self._early += data
            if self._odd:
                self._read_oddly()
            else:
                self._feed(data)
        if not self._headed and self._seen > _HEAD:
            raise HeadTooLargeError
        return self._whole or self.cut

    def _feed(self, data: bytes) -> None:
        assert self._parser is not None, "nothing is taken after the end"
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._stray = True
            if self._whole or self.cut:
                return
            if not self._may_be_odd(error):
                raise self._fault(error) from error
            self._odd = True
            self._read_oddly()

    def _may_be_odd(self, error: Exception) -> bool:
        """Whether the parser refused a head that browsers may read all the same; that is tried once."""
        own = isinstance(error, httptools.HttpParserUpgrade) or isinstance(error.__context__, ExchangeError)
        return not (self._headed or self._odd or own) and may_be_head(bytes(self._early))

    def _read_oddly(self) -> None:
        """Reads the head again, in plain form, once it is here whole; nothing follows on its connection."""
        plain = as_browsers_read(bytes(self._early))
        if plain is None:
            return
        self.fields.clear()
        self.reason = b""
        self._parser = self._new_parser()
        self._feed(plain)

    def _fault(self, error: Exception) -> ExchangeError:
        if isinstance(error.__context__, ExchangeError):
            return error.__context__
        return BrokenOffError() if self._headed else MalformedError()

    def end(self, error: Exception | None) -> None:
        """Told when the connection has ended, `error` if not in good order. Raises ExchangeError unless that is where the answer ends."""
        if not self._headed:
            raise (MalformedError if self._odd else HungUpError) from error
        if error or self._has_length:
            raise BrokenOffError from error

    @property
    def _has_length(self) -> bool:
        return "content-length" in self.first or "chunked" in self.first.get("transfer-encoding", "").lower()

    @property
    def body(self) -> bytes:
        """As it was sent, no more of it than was wanted."""
        whole = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        return whole[: self._wanted] if self.cut else whole

    @property
    def begun(self) -> bool:
        return self._seen > 0

    @property
    def reusable(self) -> bool:
        return self._alive and self._whole and not self._stray

    def let_go(self) -> None:
        """Parser and answer hold each other; to be called at the end, so that nobody has to search for them."""
        self._parser = None

    # ── what the parser tells ────────────────────────────────────────────────────────────────────

    def on_message_begin(self) -> None:
        self._stray = self._stray or self._whole

    def on_status(self, reason: bytes) -> None:
        if not self._whole:
            self.reason += reason

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._headed:  # behind the last chunk, or of a message that nobody asked for
            return
        value = value.rstrip(b" \t")
        if len(value) > _HEAD or len(name) > _HEAD or len(self.fields) >= _FIELDS:
            raise HeadTooLargeError
        if b"\0" in value:
            raise MalformedError
        self.fields.append((name, value))

    def on_headers_complete(self) -> None:
        parser = self._parser
        if self._headed or parser is None:
            return
        self.status = parser.get_status_code()
        if self.status in _INTERIM:
            return
        if len(self.reason) > _REASON:
            raise HeadTooLargeError
        self.version = parser.get_http_version()
        self._read_fields()
        self._wanted = self._limit(self.first.get("content-type", ""))
        self._headed = True
        if self._only_head:
            self._whole = True
            closes = "close" in self.first.get("connection", "").lower()
            self._alive = self.version == "1.1" and not closes

    def _read_fields(self) -> None:
        for raw_name, raw_value in self.fields:
            name, lower = _name(raw_name) if len(raw_name) <= _COMMON_NAME else _decoded_name(raw_name)
            value = _text(raw_value)
            self.headers.append((name, value))
            self.first.setdefault(lower, value)

    def on_body(self, body: bytes) -> None:
        if self._whole:
            self._stray = True
        elif not self.cut:
            self._parts.append(body)
            self._size += len(body)
            self.cut = self._size > self._wanted

    def on_message_complete(self) -> None:
        if self._headed:
            if not self._whole and self._parser:
                self._alive = self._parser.should_keep_alive()
                self._whole = True
        else:  # an interim answer: the one that counts is still to come
            self.fields.clear()
            self.reason = b""


def _decoded_name(name: bytes) -> tuple[str, str]:
    text = name.decode("latin-1")
    return text, text.lower()


_name = lru_cache(maxsize=1_024)(_decoded_name)


def _text(value: bytes) -> str:
    """A header's value: UTF-8, else GB18030, as Chinese servers write file names and redirects."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        pass
    try:
        return value.decode("gb18030")
    except UnicodeDecodeError:
        return value.decode("latin-1")

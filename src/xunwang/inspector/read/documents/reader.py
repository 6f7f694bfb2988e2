"""The parent's side: one child process at a time, started when needed, ended when it stalls or dies."""

import os
import selectors
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import IO, Self

import msgspec
from msgspec import structs

from xunwang.inspector.model import is_starved
from xunwang.inspector.read.documents.model import Document, Limits
from xunwang.inspector.read.documents.talk import HEAD, LENGTH, READY

_CHUNK = 1 << 16
_START_SECONDS = 60.0
# The reader of letters loads models of some size, and takes seconds a picture on a machine with nothing else to do.
_LETTER_MEMORY, _LETTER_SECONDS = 6 << 30, 120
# The bound on its memory would not hold what a numerical library reserves for every core of a large machine.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}


class DocumentReader:
    """Reads documents one after the other in a child process; safe to share between threads. A context manager."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, body: bytes, *, letters: bool = False) -> Document:
        """The text of a document, with `letters` the words in a picture too. What breaks the child or takes longer than the limits is unread, with the reason."""
        if len(body) > self._limits.size:
            return Document("", unread="文件超过大小上限，未读取")
        limits = self._limits
        if letters:
            limits = structs.replace(limits, letters=True, memory=_LETTER_MEMORY, seconds=_LETTER_SECONDS)
        with self._one_at_a_time:
            try:
                return self._ask(body, limits)
            except TimeoutError:
                self._end()
                return Document("", unread=f"读取超过{limits.seconds}秒，已放弃")
            except (OSError, EOFError, msgspec.MsgspecError) as error:
                self._end()
                if is_starved(error):
                    raise
                return Document("", unread="读取该文件时程序异常，未能得到文字")

    def _ask(self, body: bytes, limits: Limits) -> Document:
        child = self._started()
        settings = msgspec.json.encode(limits)
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(HEAD.pack(len(settings), len(body)) + settings + body)
        child.stdin.flush()
        until = time.monotonic() + limits.seconds
        size = LENGTH.unpack(_exactly(child.stdout, LENGTH.size, until))[0]
        return msgspec.json.decode(_exactly(child.stdout, size, until), type=Document)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            command = [sys.executable, "-m", "xunwang.inspector.read.documents.worker"]
            self._child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env={**os.environ, **_ENVIRONMENT},
            )
            assert self._child.stdout is not None
            _exactly(self._child.stdout, len(READY), time.monotonic() + _START_SECONDS)
        return self._child

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()
        self._child = None


def _exactly(pipe: IO[bytes], size: int, until: float) -> bytes:
    """So many bytes from the child, or TimeoutError, or EOFError when it died."""
    pieces, left = [], size
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while left:
            if not waiting.select(max(until - time.monotonic(), 0)):
                raise TimeoutError
            piece = pipe.read(min(left, _CHUNK))
            if not piece:
                raise EOFError
            pieces.append(piece)
            left -= len(piece)
    return b"".join(pieces)

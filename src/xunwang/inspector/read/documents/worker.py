"""The child process: documents in on standard input, texts out on standard output, each with its length before it.

Its memory is bounded by the system; a document that breaks or stalls it costs the parent nothing but a new child.
"""

import resource
import sys
from typing import IO

import msgspec

from xunwang.inspector.read.documents.extract import extract
from xunwang.inspector.read.documents.model import Limits
from xunwang.inspector.read.documents.talk import HEAD, LENGTH, READY


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Answers every document in turn until the parent closes the pipe."""
    sink.write(READY)
    sink.flush()
    while len(head := source.read(HEAD.size)) == HEAD.size:
        settings, size = HEAD.unpack(head)
        limits = msgspec.json.decode(source.read(settings), type=Limits)
        body = source.read(size)
        _bound(limits)
        answer = msgspec.json.encode(extract(body, limits))
        sink.write(LENGTH.pack(len(answer)) + answer)
        sink.flush()


def _bound(limits: Limits) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = limits.memory if hard == resource.RLIM_INFINITY else min(limits.memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)

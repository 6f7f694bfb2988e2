"""What a process asks of the file system, call by call, as `strace` sees it: below Python, below SQLite."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from xunwang.inspector.model import Record

CALLS = (
    *(
        "open",
        "openat",
        "creat",
        "write",
        "pwrite64",
        "writev",
        "pwritev",
        "pwritev2",
        "lseek",
        "ftruncate",
        "truncate",
        "fallocate",
    ),
    *(
        "fsync",
        "fdatasync",
        "sync_file_range",
        "rename",
        "renameat",
        "renameat2",
        "unlink",
        "unlinkat",
        "link",
        "linkat",
        "symlink",
    ),
    *("symlinkat", "mkdir", "mkdirat", "rmdir", "sendfile", "copy_file_range", "splice"),
)
_LONGEST = 64 << 20  # bytes of one call
_LINE = re.compile(r"(?P<at>[\d.]+) (?P<call>\w+)\((?P<said>.*)\) += (?P<result>-?\w+).*<(?P<took>[\d.]+)>$")
_FILE = re.compile(r"(?:\w+|-?\d+)<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Missing(Exception):
    """Calls cannot be traced here."""


class Call(Record, frozen=True):
    """One call that worked: when its effect is sure (seconds), its name, the files it names, its data, its numbers, its result."""

    at: float
    name: str
    fd: int
    paths: tuple[str, ...]
    data: bytes
    flags: str
    numbers: tuple[int, ...]
    result: int


def record(command: Sequence[str], folder: Path, **options: object) -> list[Call]:
    """Runs a command and gives its calls that touch `folder` or its standard output, in their order. Raises Missing."""
    with tempfile.TemporaryDirectory() as place:
        prefix = Path(place, "calls")
        traced = [
            "strace",
            "-ff",
            "-ttt",
            "-T",
            "-y",
            "-xx",
            "--seccomp-bpf",
            "-s",
            str(_LONGEST),
            "-o",
            str(prefix),
        ]
        try:
            done = subprocess.run(
                [*traced, "-e", f"trace={','.join(CALLS)}", *command],
                check=False,
                capture_output=True,
                text=True,
                **options,
            )
        except FileNotFoundError:
            raise Missing("no strace on this machine (Debian: apt-get install strace)") from None
        files = list(Path(place).iterdir())
        if not files or "ptrace" in done.stderr:
            raise Missing(f"calls cannot be traced here: {done.stderr.strip()}")
        if done.returncode:
            raise RuntimeError(done.stderr)
        calls = [call for file in files for call in _calls(file, os.fspath(folder))]
    return sorted(calls, key=lambda call: call.at)


def _calls(file: Path, folder: str) -> Iterator[Call]:
    wanted = "".join(f"\\x{byte:02x}" for byte in folder.encode())
    with file.open() as lines:
        for line in lines:
            if wanted in line or " write(1<" in line:
                found = _LINE.match(line)
                if found and not found["result"].startswith("-"):
                    yield _call(found)


def _call(found: re.Match[str]) -> Call:
    name, said = found["call"], found["said"]
    written = name in {"write", "pwrite64", "writev", "pwritev", "pwritev2"}
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(said)]
    fds = [
        bytes.fromhex(text.replace("\\x", "")).decode()
        for text in _FILE.findall(said)
        if text.startswith("\\x")
    ]
    opened = _FILE.findall(found.string[found.start("result") :]) if "open" in name or name == "creat" else []
    if "open" in name or name == "creat":
        paths, fd = [bytes.fromhex(one.replace("\\x", "")).decode() for one in opened], int(found["result"])
    elif written or not texts:
        paths, fd = fds, int(said.partition("<")[0]) if said[:1].isdigit() else -1
    else:  # named by path, beside the folder that relative ones would count from
        paths, fd = [text.decode() for text in texts], -1
    sure = "sync" in name or name in {"rename", "unlink"}
    bare = _FILE.sub("", _TEXT.sub("", said))
    return Call(
        at=float(found["at"]) + (float(found["took"]) if sure else 0.0),
        name=name,
        fd=fd,
        paths=tuple(paths),
        data=b"".join(texts) if written else b"",
        flags=bare,
        numbers=tuple(int(number) for number in re.findall(r"\b\d+\b", bare)),
        result=int(found["result"], 0),
    )

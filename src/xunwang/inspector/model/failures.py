"""What the operating system refuses: in the words of those who read it, and told apart from what is wrong with what was being read."""

import errno
import mmap
import sqlite3
from collections.abc import Iterator

import msgspec

UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What is said of bytes that are not the JSON that was wanted; the last, where thousands of values stand within each other."""
SLIPS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What code of ours makes of a page that nobody foresaw; full disks, lost leases and interrupts are none of them."""
_REASONS = {
    errno.ENOENT: "文件或目录不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOTDIR: "路径中有一段是文件而不是目录",
    errno.EISDIR: "它是目录而不是文件",
    errno.EEXIST: "已有同名的文件",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "超出允许的文件大小",
    errno.ENAMETOOLONG: "名称过长",
    errno.EPIPE: "读取输出的程序已经结束",
    errno.EIO: "磁盘读写出错",
    errno.EADDRINUSE: "端口已被别的程序占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}

# A file that has reached the largest size its process may write is as full as a disk.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLITE_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE})
_OUT_OF_MEANS = frozenset({errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.ENOBUFS})
_NO_THREAD = "can't start new thread"  # all that Python tells of a stack for which there is no room
_LEAST_ROOM = (
    32 << 20
)  # bytes; a page of the largest size read takes some of it, a sound process has gigabytes


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese where the reason is a known one."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def is_full(error: BaseException) -> bool:
    """Whether something could not be written because there is no space left: it goes on by itself when there is some again."""
    return any(
        (isinstance(link, OSError) and link.errno in _FULL)
        or getattr(link, "sqlite_errorcode", None) in _SQLITE_FULL
        for link in chain_of(error)
    )


def is_starved(error: BaseException) -> bool:
    """Whether something broke because this process is short of memory or of open files, which says nothing of what it was reading.

    Libraries written in C say so in words of their own; so the process is asked whether it still gets memory.
    """
    said = (
        isinstance(link, MemoryError)
        or (isinstance(link, OSError) and link.errno in _OUT_OF_MEANS)
        or (isinstance(link, RuntimeError) and str(link) == _NO_THREAD)
        for link in chain_of(error)
    )
    return any(said) or not _has_room()


def _has_room() -> bool:
    try:
        mmap.mmap(-1, _LEAST_ROOM).close()
    except (OSError, MemoryError):
        return False
    return True


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """The error and all that led to it."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        link = waiting.pop()
        if link is None or link in seen:
            continue
        seen.append(link)
        yield link
        waiting += [link.__cause__, link.__context__]

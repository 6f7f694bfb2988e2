"""The one error of this package; its text is shown to the user as it stands."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xunwang.inspector.model import is_full, reason

FORBIDS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class RunError(Exception):
    """A run that cannot be written, read or continued. The message is one Chinese sentence."""


def explain(exc: OSError, path: Path) -> RunError:
    """The sentence for an error of the file system at `path`."""
    name = path.name
    if is_full(exc):
        return RunError(f"磁盘空间不足，无法写入“{name}”；已提交的部分仍然完好，腾出空间后可用 --resume 继续")
    if exc.errno in FORBIDS:
        return RunError(f"没有权限写入“{name}”，请换一个可写的输出目录或修改其权限")
    if exc.errno in {errno.ENOTDIR, errno.EEXIST}:
        return RunError(f"“{name}”不能用作输出目录：路径上已有同名的文件")
    return RunError(f"无法读写“{name}”：{reason(exc)}")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns what the file system or the database says while `path` is written into a `RunError`."""
    try:
        yield
    except OSError as exc:
        raise explain(exc, path) from exc
    except sqlite3.DatabaseError as exc:
        if is_full(exc):
            raise explain(OSError(errno.ENOSPC, "full"), path) from exc
        raise RunError(f"无法读写“{path.name}”：{exc}") from exc

"""How a command ends: the exit statuses of the contract, and the one line that a refusal is."""

import errno
from enum import IntEnum

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
}


class Exit(IntEnum):
    DONE = 0
    FAILED = 1  # the command itself failed; also a verb that is not built yet
    FOUND = 2  # done, and something was found
    REFUSED = 3  # bad arguments, file, norm or configuration
    STOPPED = 130  # stopped by the user


class Refusal(Exception):
    """Ends a command with one line: what was wrong, where, what would be right."""

    def __init__(self, sentence: str, status: Exit = Exit.REFUSED) -> None:
        super().__init__(sentence)
        self.status = status


def cannot_write(place: object, error: OSError) -> Refusal:
    """A place that cannot be written is a bad argument; a disk that fills up is a failure of the command."""
    failed = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
    return Refusal(
        f"不能写入 {place}：{reason(error)}；请换一个可写的位置", Exit.FAILED if failed else Exit.REFUSED
    )


def reason(error: OSError) -> str:
    """Why the file system refused, in Chinese."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))

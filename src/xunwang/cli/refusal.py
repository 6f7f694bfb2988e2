"""How a command ends: the exit statuses of the contract, and the one line that a refusal is."""

import errno
from enum import IntEnum

from xunwang.inspector.model import reason


class Exit(IntEnum):
    DONE = 0
    FAILED = 1  # the command itself failed
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

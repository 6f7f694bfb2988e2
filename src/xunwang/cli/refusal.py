"""How a command ends: the exit statuses of the contract, and the one line that a refusal is."""

from enum import IntEnum


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

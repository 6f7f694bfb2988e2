"""Regular expressions that are compiled when they are first asked."""

import re
from functools import cached_property
from typing import Any, AnyStr, cast


class _Late:
    """Each method becomes that of the compiled pattern at its first call, and costs from then on what that one costs."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._given = flags

    @cached_property
    def _compiled(self) -> "re.Pattern[Any]":
        return re.compile(self.pattern, self._given)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, for what many inspections never ask: ranges of Chinese characters take up to milliseconds to compile.

    A pattern that is written wrongly raises when it is first asked. Functions of `re` do not take it in place of a string, and a match
    names the compiled one as its `re`.
    """
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))

"""Rules for passwords whose words Django does not have in Chinese, or that it does not have (等保 2.0: mixed kinds of signs)."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError


class LengthValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少要 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        return f"至少 {self.min_length} 个字符。"


class MixValidator:
    """At least three of the four kinds: capitals, small letters, digits, other signs."""

    least = 3

    def validate(self, password: str, user: object = None) -> None:
        del user
        kinds = (str.isupper, str.islower, str.isdigit, lambda sign: not sign.isalnum())
        if sum(any(map(kind, password)) for kind in kinds) < self.least:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        return "密码要含大写字母、小写字母、数字、其他符号中的至少三种。"


_OURS = ("xunwang", "zhengfu", "wangzhan", "guanli", "mima")
"""What people here put into passwords and lists from elsewhere do not know."""
_KEYS = str.maketrans("!@#$%^&*()", "1234567890")
"""The key on which a sign stands."""
_LETTERS = str.maketrans("@4310$57", "aaeiosst")
"""The letter that a sign stands for: p@ssw0rd."""
_ROWS = (
    "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm",
)  # fmt: skip
_ONE_AFTER_THE_OTHER = frozenset(pair for row in _ROWS for way in (row, row[::-1]) for pair in pairwise(way))
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST_WORD, _SHORTEST_RUN = 4, 3


class GuessableValidator:
    """A common word, a name, a year or neighbouring keys count as one sign: what is left must still be long enough.

    So `Password123!` has three signs, and adding one more digit to a name does not make it a password.
    """

    least = 8

    def validate(self, password: str, user: object = None) -> None:
        if _signs_to_guess(password, _names_of(user)) < self.least:
            raise ValidationError(self.get_help_text(), code="password_guessable")

    def get_help_text(self) -> str:
        return (
            "密码容易被猜中：常见的词、年份、键盘上相邻的键、本人和单位的名称各只算一个字符，"
            f"这样数下来至少要有 {self.least} 个字符。"
        )


def _names_of(user: object) -> frozenset[str]:
    """What the person and their unit are called, whole and in parts."""
    said = (str(getattr(user, name, None) or "") for name in ("username", "full_name", "unit"))
    parts = (part for text in said for part in (text, *re.split(r"\W+|_|\d+", text)))
    return frozenset(part.lower() for part in parts if len(part) > 1)


def _signs_to_guess(password: str, names: frozenset[str]) -> int:
    """How many signs of the password nobody can tell from those beside them."""
    lower, place, count = password.lower(), 0, 0
    while place < len(lower):
        place += max(_known_at(lower, place, names), default=1)
        count += 1
    return count


def _known_at(lower: str, place: int, names: frozenset[str]) -> Iterator[int]:
    """The lengths of what begins at the place and is easy to guess."""
    if _YEAR.match(lower, place):
        yield 4
    run = _run_at(lower.translate(_KEYS), place)
    if run >= _SHORTEST_RUN:
        yield run
    for text in (lower, lower.translate(_LETTERS)):
        rest = text[place:]
        yield from (len(name) for name in names if rest.startswith(name))
        yield from (end for end in range(_SHORTEST_WORD, len(rest) + 1) if rest[:end] in _common())


def _run_at(keys: str, place: int) -> int:
    """How many keys from the place on are the same or lie one after the other."""
    end = place + 1
    while end < len(keys) and (
        keys[end] == keys[end - 1] or (keys[end - 1], keys[end]) in _ONE_AFTER_THE_OTHER
    ):
        end += 1
    return end - place


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords) | frozenset(_OURS)

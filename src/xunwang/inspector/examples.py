"""Numbers that belong to nobody: those that show how a form is filled in."""

import re

_SHOWS_HOW = re.compile(r"样例|[（(]示例|示例[）)：:]|范例|样表|例如|举例|非真实|虚构|填写样式")
_TITLES = re.compile(r"填写说明|填写样[表例]|[（(]示例|示例[）)]|样例|范例|样表")
_TITLE = 60  # characters at the head of a text in which it says that it shows how
_NOBODYS = re.compile(r"1\d{2}(?:(\d)\1{7}|00138000)\Z")  # written where any number will do


def is_example(line: str, text: str, *, alone: bool) -> bool:
    """Whether a number of this line only shows how to fill something in: the line says so, or the title of a text where it stands `alone`."""
    return _SHOWS_HOW.search(line) is not None or (alone and _TITLES.search(text[:_TITLE]) is not None)


def is_nobodys(mobile: str) -> bool:
    """Whether a number of a telephone is one that nobody has."""
    return _NOBODYS.match(mobile) is not None

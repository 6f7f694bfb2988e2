"""Letters of the public: the words shared by all indicators about them."""

import datetime as dt
import re
from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place
from xunwang.inspector.model import ColumnFact, ColumnType, MessageFact

_LONGEST_TITLE = 40
_PETITION = re.compile(r"信访|举报|纪检|监察")


class Own:
    """Locators of pages without the site's own host: a domain may move."""

    def __init__(self, book: FactBook) -> None:
        self._host = urlsplit(book.home_url).netloc

    def __call__(self, key: str) -> str:
        return key.removeprefix(self._host)


def titled(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"


def answered_by(letter: MessageFact, as_of: dt.date) -> bool | None:
    """Whether the letter was answered at the end of `as_of`; None where its pages do not tell."""
    if letter.answered is not None:
        return letter.answered <= as_of
    return letter.replied


def letter_place(letter: MessageFact, locator: str, message: str, *, certain: bool = True) -> Place:
    """The place of a fault that a letter has; `locator` is what it is known by from run to run."""
    return Place(
        locator=locator,
        url=letter.url,
        message=message,
        parent=letter.parent,
        excerpt=letter.phrase or letter.status,
        value=letter.asked.isoformat() if letter.asked else None,
        evidence=letter.evidence,
        certain=certain,
    )


def is_petition(name: str) -> bool:
    """Whether a column is one for petitions or reports of misconduct."""
    return _PETITION.search(name) is not None


def boxes(book: FactBook) -> list[ColumnFact]:
    """The columns for questions and advice; those for petitions and reports of misconduct are none."""
    return [one for one in book.columns if one.type is ColumnType.MESSAGES and not is_petition(one.name)]


def unread_boxes(book: FactBook) -> str | None:
    """Why letters may stand where nobody could read them; None if all letter boxes were read."""
    column = next((one for one in boxes(book) if one.unread), None)
    return f"“{column.name}”{column.unread}" if column else None

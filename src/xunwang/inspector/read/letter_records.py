"""Letters of the public that lie in a script of the page as data: arrays of records with a title, the day of asking and what became of it."""

import datetime as dt
import re

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Message, late
from xunwang.inspector.read.dates import stamp_of_data
from xunwang.inspector.read.letter_words import ANSWERED, IS_UNIT, OPEN, short
from xunwang.inspector.read.letters import replied
from xunwang.inspector.read.nodes import Script
from xunwang.inspector.read.records import (
    ADDRESS_KEY,
    MOST_ROWS,
    TITLE_KEY,
    Fields,
    fields_of,
    may_be_page,
    records_of,
)
from xunwang.inspector.read.states import whole

_ANSWER = r"(?:reply|replied|answer|response|feedback|finish|handle|deal|done|end|hf|df|hfsj|bj|bl)"
_DAY = r"\w*(?:date|time|day|rq|sj|at)"
_ANSWERED_KEY = re.compile(rf"\w*{_ANSWER}{_DAY}", re.IGNORECASE)
_DAY_KEY = re.compile(_DAY, re.IGNORECASE)
_REPLY_KEY = re.compile(rf"{_ANSWER}_?(?:content|text|body|info|nr|word)?s?", re.IGNORECASE)
_STATUS_KEY = re.compile(r"\w*(?:status|state|zt|isreply)\w*", re.IGNORECASE)
_UNIT_KEY = re.compile(r"\w*(?:dept|depart|unit|org|office|dw|bm|receiver)\w*", re.IGNORECASE)
_TELLS_ANSWER = late(rf"[\"']?{_ANSWER}\w*[\"']?\s*:|[\"']?\w*(?:status|state)\w*[\"']?\s*:", re.IGNORECASE)


def letters_in_scripts(scripts: list[Script], base: str) -> tuple[Message, ...]:
    """The letters that the richest script holds; none unless every record of it tells its title, its day and whether it was answered."""
    tables = (_letters(whole(script.code), base) for script in scripts)
    return max(tables, key=len, default=())


def _letters(code: str, base: str) -> tuple[Message, ...]:
    records = [found[0] for _, found in zip(range(MOST_ROWS), records_of(code), strict=False)]
    letters = [letter for record in records if (letter := _letter(record, base)) is not None]
    return tuple(letters) if len(letters) == len(records) else ()


def _letter(record: str, base: str) -> Message | None:
    fields = fields_of(record)
    title = next((value for key, value in fields if TITLE_KEY.fullmatch(key) and len(value) >= 4), None)
    answered = _day(fields, answered=True)
    asked = _day(fields, answered=False)
    if not title or asked is None or not _TELLS_ANSWER.search(record):
        return None
    status = _value(fields, _STATUS_KEY, ANSWERED) or _value(fields, _STATUS_KEY, OPEN)
    reply = next((value for key, value in fields if _REPLY_KEY.fullmatch(key) and len(value) >= 4), None)
    path = next((value for key, value in fields if ADDRESS_KEY.fullmatch(key) and may_be_page(value)), None)
    return Message(
        title=short(title),
        asked=asked,
        answered=answered,
        unit=_value(fields, _UNIT_KEY, IS_UNIT),
        status=status,
        url=resolve(path, base) if path else None,
        replied=replied(answered, status, reply, own_page=False),
    )


def _day(fields: Fields, *, answered: bool) -> dt.date | None:
    told = (
        value
        for key, value in fields
        if _DAY_KEY.fullmatch(key) and bool(_ANSWERED_KEY.fullmatch(key)) is answered
    )
    return next((day for value in told if (stamp := stamp_of_data(value)) and (day := stamp.date())), None)


def _value(fields: Fields, key: re.Pattern[str], value: re.Pattern[str]) -> str | None:
    return next((said for name, said in fields if key.fullmatch(name) and value.search(said)), None)

"""解读形式: whether interpretations come in more than one form."""

import datetime as dt

from xunwang.inspector.indicators.documents import published_within
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import months_words
from xunwang.inspector.indicators.report import Place, Report, counted, met, unchecked
from xunwang.inspector.model import Record

_NAMES = {"text": "文字", "picture": "图片", "video": "音视频", "questions": "问答"}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    months: int
    min_items: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    if book.home_unread:
        return unchecked(book.home_unread)
    recent = published_within(book.services.interpretations, as_of, params.months)
    if len(recent) < params.min_items:
        return unchecked(f"{months_words(params.months)}内的解读不足{params.min_items}件，看不出形式")
    forms = {form for one in recent for form in one.forms}
    if len(forms) < 2 and not all(one.forms for one in recent):
        return unchecked(f"{months_words(params.months)}内有的解读看不出形式")
    if len(forms) != 1:
        return met(len(forms), reason="、".join(_NAMES[form] for form in sorted(forms)) or None)
    name, newest = (
        _NAMES[next(iter(forms))],
        max(recent, key=lambda one: (one.published or dt.date.min, one.key)),
    )
    message = f"{months_words(params.months)}内的{len(recent)}件解读都只有{name}一种形式"
    return counted(
        (Place("interpretation:forms", newest.url, message, excerpt=name, evidence=newest.evidence),)
    )

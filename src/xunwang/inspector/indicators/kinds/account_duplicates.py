"""一平台一账号: other accounts of the same organiser on the same platform in the register."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(_params: Params, book: FactBook, _as_of: dt.date) -> Report:
    """“In principle”: a unit may have had reasons, so a person decides."""
    subject = book.subject
    if subject is None or not subject.organiser or not subject.platform:
        return unchecked("名录里没有写明账号的平台或主办单位", blocks=False)
    names = sorted({name for look in book.accounts for name in look.siblings})
    seen = max((look.seen for look in book.accounts), default=None)
    places = tuple(
        Place(
            f"sibling:{name}",
            book.home_url,
            f"{subject.organiser}在同一平台另有账号“{name}”",
            seen=seen,
            certain=False,
        )
        for name in names
    )
    return counted(places)

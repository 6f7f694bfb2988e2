"""解读比例: whether sampled policy documents were interpreted."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from xunwang.inspector.indicators.documents import published_within
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.guides import sample
from xunwang.inspector.indicators.letters import Own, titled
from xunwang.inspector.indicators.periods import months_words
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import PolicyFact, Record

# What concerns persons, single cases or the unit itself is not interpreted.
_NEEDS_NONE = re.compile(
    r"任免|任职|免职|任命|表彰|表扬|通报|批复|领导小组|调整.{0,12}成员|值班|放假|答复|废止|失效|清理"
)


class Params(Record, frozen=True, forbid_unknown_fields=True):
    sample: int
    months: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    if book.home_unread:
        return unchecked(book.home_unread)
    asked = [one for one in book.services.policies if not _NEEDS_NONE.search(one.title)]
    recent = published_within(asked, as_of, params.months)
    if not recent:
        return unchecked(book.gap or f"没有读到{months_words(params.months)}内发布的政策文件")
    read = sum(bool(one.interpreted) for one in recent)
    share = (Decimal(100 * read) / len(recent)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    drawn = sample(recent, params.sample)
    own = Own(book)
    places = tuple(_place(one, own) for one in drawn if not one.interpreted)
    said = f"{months_words(params.months)}内政策文件{len(recent)}件，读到解读的{read}件（{share}%）；抽查{len(drawn)}件"
    return counted(places, reason="；".join(filter(None, (said, book.gap))))


def _place(policy: PolicyFact, own: Own) -> Place:
    number = f"（{policy.number}）" if policy.number else ""
    return Place(
        locator=own(policy.key),
        url=policy.url,
        message=f"政策文件“{titled(policy.title)}”{number}没有找到对应的解读",
        value=policy.published.isoformat() if policy.published else None,
        evidence=policy.evidence,
    )

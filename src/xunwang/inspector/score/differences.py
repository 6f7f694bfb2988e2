"""What another norm would have made of the same facts: the differences between two judgements."""

from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.model import Judgement, Outcome, OutcomeKind, Record, Verdict

_VERDICTS = {Verdict.PASS: "合格", Verdict.FAIL: "不合格", Verdict.UNDECIDED: "暂不作结论"}
_OUTCOMES = {
    OutcomeKind.MET: "符合",
    OutcomeKind.FOUND: "发现问题",
    OutcomeKind.UNCHECKED: "未能检查",
    OutcomeKind.NOT_APPLICABLE: "不适用",
}


class Difference(Record, frozen=True):
    """One thing that the second norm sees otherwise; `indicator` is None for verdict and score. `before`, `after` are for people."""

    what: str
    before: str
    after: str
    indicator: str | None = None


def differences(base: Judgement, other: Judgement) -> tuple[Difference, ...]:
    """How `other` differs from `base`: verdict, score, then every indicator whose outcome, threshold or points do."""
    return (*_whole(base, other), *_indicators(base, other))


def _whole(base: Judgement, other: Judgement) -> Iterator[Difference]:
    if base.verdict is not other.verdict:
        yield Difference("结论", _VERDICTS[base.verdict], _VERDICTS[other.verdict])
    if base.score != other.score:
        yield Difference("得分", _score(base.score), _score(other.score))


def _indicators(base: Judgement, other: Judgement) -> Iterator[Difference]:
    before = {row.indicator: row for row in base.outcomes}
    after = {row.indicator: row for row in other.outcomes}
    for indicator in before | after:
        yield from _rows(indicator, before.get(indicator), after.get(indicator))


def _rows(indicator: str, before: Outcome | None, after: Outcome | None) -> Iterator[Difference]:
    if before is None or after is None:
        yield Difference("结果", _outcome(before), _outcome(after), indicator)
        return
    if before.outcome is not after.outcome:
        yield Difference("结果", _outcome(before), _outcome(after), indicator)
    elif before.value != after.value:
        yield Difference("数值", _plain(before.value), _plain(after.value), indicator)
    if before.threshold != after.threshold:
        yield Difference("界限", _plain(before.threshold), _plain(after.threshold), indicator)
    if before.points != after.points:
        yield Difference("分值", _score(before.points), _score(after.points), indicator)


def _outcome(row: Outcome | None) -> str:
    if row is None:
        return "不检查"
    value = "" if row.value is None else f"（{row.value}）"
    return f"{_OUTCOMES[row.outcome]}{value}"


def _score(points: Decimal | None) -> str:
    return "未评分" if points is None else str(points)


def _plain(value: int | str | None) -> str:
    return "—" if value is None else str(value)

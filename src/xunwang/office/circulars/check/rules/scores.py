"""Deductions and bonuses against the score: 发现1次（扣5分） beside 90 points; 共扣11分，得分89分."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from xunwang.office.circulars.check.columns import Column, Grid, Row
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.numerals import normalise, parse_chinese
from xunwang.office.circulars.check.quantities import Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rounding import Fit, fit, shown
from xunwang.office.circulars.check.rules.common import in_row, in_text
from xunwang.office.circulars.check.rules.relations import RANK

_N = r"(\d+(?:\.\d+)?|[一二三四五六七八九十两]{1,3})"
_TIMES = re.compile(rf"(?:发现|共|出现|存在)?{_N}(?:次|处|个|条)[，、：（]?每(?:次|处|个|条){{1,2}}?扣{_N}分")
_TOTAL_DEDUCTED = re.compile(
    rf"(?:(?:合计|共计|累计|总共|共)扣(?:除|分)?|扣分(?:合计|共计|总计|总分))(?:为|：)?{_N}分"
)
_DEDUCTED = re.compile(
    rf"(?<!每次)(?<!每处)(?<!每个)(?<!每条)(?<![不高多可])(?:扣除|扣减|扣分|扣)(?:为|：)?{_N}分(?!以上|以下)"
)
_ADDED = re.compile(rf"(?<![不高多可])加分?(?:为|：)?{_N}分(?!以上|以下)")
_SCORE = re.compile(
    rf"(?:最终|最后|总|综合|实际|检查)?(?:得分|总分|得)(?:为|是|：)?{_N}分(?!以上|以下|制|及)"
)
_FULL = re.compile(r"(?:满分|总分值?|基础分)(?:为|是)?(\d+)分?|(\d+)分制|(?:以|按)(\d+)分(?:为满分|计)")
_SCALED = re.compile(rf"折算(?:后)?(?:得分|总分|成绩|为|成|得|：|，)*{_N}分")
_PASS_MARK = Decimal(60)
_BONUS_FROM = Decimal(80)


class _Account(msgspec.Struct, frozen=True):
    """Points taken off and added, as far as the words say."""

    deducted: Decimal
    added: Decimal
    parts: tuple[Decimal, ...] = ()

    def score(self, base: Decimal) -> Decimal:
        return base - self.deducted + self.added

    def refutes(self, score: Decimal, base: Decimal) -> str:
        """The sentence that tells a printed score from the one these points give."""
        added = f"、加{shown(self.added)}分" if self.added else ""
        expected = shown(self.score(base))
        return f"得分为{score}分，但所述共扣{shown(self.deducted)}分{added}，以{base}分为满分应为{expected}分"


def check(reading: Reading) -> Iterator[Contradiction]:
    """Scores in text and tables that the stated deductions refute."""
    base = _base(reading)
    for _, sentence in reading.sentences():
        yield from _sum_of_parts(sentence)
        yield from _scaled(sentence)
        yield from _score_in_text(sentence, base)
    for grid in reading.grids:
        yield from _grid(grid, base)


def _base(reading: Reading) -> Decimal:
    """Full marks: what the document says, else 100."""
    stated = {
        next(filter(None, match.groups()))
        for one in reading.paragraphs
        for match in _FULL.finditer(normalise(one.text))
    }
    return Decimal(stated.pop()) if len(stated) == 1 else Decimal(100)


def _number(text: str) -> Decimal:
    return Decimal(text) if text[0].isdigit() else parse_chinese(text) or Decimal(0)


def _account(text: str) -> _Account | None:
    """What a text says was taken off and added; ``None`` when it says nothing of points."""
    times = [_number(count) * _number(points) for count, points in _TIMES.findall(text)]
    rest = _TIMES.sub("", text)
    whole = [_number(one) for one in _TOTAL_DEDUCTED.findall(rest)]
    single = [_number(one) for one in _DEDUCTED.findall(_TOTAL_DEDUCTED.sub("", rest))]
    added = [_number(one) for one in _ADDED.findall(rest)]
    deductions = times + single
    if not (deductions or whole or added):
        return None
    deducted = whole[0] if whole else sum(deductions, Decimal(0))
    return _Account(deducted, sum(added, Decimal(0)), tuple(deductions))


def _score_in_text(sentence: Sentence, base: Decimal) -> Iterator[Contradiction]:
    """One subject's points and its score in one sentence."""
    scores = _SCORE.findall(_SCALED.sub("", sentence.text))
    account = _account(sentence.text)
    if account is None or len(scores) != 1 or _per_unit(sentence.text):
        return
    score, expected = _number(scores[0]), account.score(base)
    if score != expected:
        message = account.refutes(score, base)
        yield in_text("score", sentence, message, stated=f"{score}分", computed=f"{shown(expected)}分")


def _per_unit(sentence: str) -> bool:
    """Whether points are named per occurrence without a count, so that nothing can be summed."""
    return bool(re.search("每(?:次|处|个|条|项|少|缺)", _TIMES.sub("", sentence)))


def _sum_of_parts(sentence: Sentence) -> Iterator[Contradiction]:
    account = _account(sentence.text)
    whole = _TOTAL_DEDUCTED.findall(sentence.text)
    if account is None or len(whole) != 1 or len(account.parts) < 2 or _per_unit(sentence.text):
        return
    total = sum(account.parts, Decimal(0))
    if total != _number(whole[0]):
        parts = "+".join(shown(one) for one in account.parts)
        message = f"扣分合计表述为{whole[0]}分，所列各项相加为{parts}={shown(total)}分"
        yield in_text("score", sentence, message, stated=f"{whole[0]}分", computed=f"{shown(total)}分")


def _scaled(sentence: Sentence) -> Iterator[Contradiction]:
    """按75分制得60分，折算为80分 (国办秘函〔2019〕19号: 4/3 of the remaining 75 points)."""
    scaled, full = _SCALED.search(sentence.text), _FULL.search(sentence.text)
    scores = _SCORE.findall(_SCALED.sub("", sentence.text))
    if scaled is None or full is None or len(scores) != 1:
        return
    exact = _number(scores[0]) * 100 / Decimal(next(filter(None, full.groups())))
    stated = _number(scaled[1])
    decimals = len(scaled[1].partition(".")[2])
    if fit(stated, decimals, exact) is not Fit.EXACT:
        message = f"折算得分表述为{stated}分，按{full.group()}得{scores[0]}分折算应为{shown(exact)}分"
        yield in_text("score", sentence, message, stated=f"{stated}分", computed=f"{shown(exact)}分")


def _grid(grid: Grid, base: Decimal) -> Iterator[Contradiction]:
    column = grid.find("score")
    if column is None:
        return
    accounts = [(row, _row_account(grid, row)) for row in grid.rows]
    if _is_of_parts(grid, column, accounts):
        return
    base = _usual_base(accounts, column, base)
    own = grid.find("base")  # 基础分: each row begins from its own
    for row, account in accounts:
        score, start = row.value(column), row.value(own)
        if score is not None and account is not None and (start or own is None):
            yield from _row_score(grid, row, score.value, account, start.value if start else base)
        if score is not None and base == 100 and own is None:
            yield from _verdict(grid, row, score.value)


def _is_of_parts(grid: Grid, score: Column, accounts: list[tuple[Row, _Account | None]]) -> bool:
    """Whether some row's score is what its other columns (内容, 互动 …) make, with the bonus and without the deduction: no full marks to begin from."""
    parts = [one for one in grid.columns if one.role == "other" and not RANK.fullmatch(one.header)]
    return any(
        value.value
        == sum((part.value for one in parts if (part := row.value(one))), account.added - account.deducted)
        for row, account in accounts
        if account and len(parts) > 1 and (value := row.value(score)) and value.value
    )


def _row_score(
    grid: Grid, row: Row, score: Decimal, account: _Account, base: Decimal
) -> Iterator[Contradiction]:
    expected = account.score(base)
    if score not in {expected, base - account.deducted if grid.find("bonus") else expected}:
        message = account.refutes(score, base)
        yield in_row("score", grid, row, message, stated=f"{score}分", computed=f"{shown(expected)}分")


def _row_account(grid: Grid, row: Row) -> _Account | None:
    """The points of a row: from its number columns, else from the words of its faults."""
    deducted, added = row.value(grid.find("deduct")), row.value(grid.find("bonus"))
    faults = row.cell(grid.find("faults"))
    words = None if _per_unit(faults) else _account(faults)
    if deducted is None and words is None:
        return None
    if added is None and re.search(r"\d", row.cell(grid.find("bonus"))):  # 8（封顶5分）
        return None
    bonus = added.value if added is not None else (words.added if words else Decimal(0))
    taken = abs(deducted.value) if deducted is not None else (words.deducted if words else Decimal(0))
    return _Account(taken, bonus)


def _usual_base(rows: list[tuple[Row, _Account | None]], score: Column, base: Decimal) -> Decimal:
    """Full marks that most rows of a table agree on, when they are not those of the document."""
    bases = Counter(
        value.value + account.deducted - account.added
        for row, account in rows
        if account is not None and (value := row.value(score)) is not None
    )
    if not bases or base in bases:
        return base
    usual, times = bases.most_common(1)[0]
    return usual if times >= 2 and times * 2 > bases.total() else base


def _verdict(grid: Grid, row: Row, score: Decimal) -> Iterator[Contradiction]:
    """Below 60 is 不合格; bonus points are given above 80 only (国办秘函〔2019〕19号)."""
    result, bonus = row.cell(grid.find("result")), row.value(grid.find("bonus"))
    if result in {"合格", "达标", "通过"} and score < _PASS_MARK:
        message = f"得分{score}分低于60分，检查结果却为“{result}”"
        yield in_row("score", grid, row, message, stated=f"{score}分", computed="不合格", sure=False)
    if bonus is not None and bonus.value > 0 and score - bonus.value <= _BONUS_FROM < score:
        message = f"扣分后为{shown(score - bonus.value)}分，不高于80分，不应再加{bonus.value}分"
        yield in_row("score", grid, row, message, stated=f"加{bonus.value}分", computed="不加分", sure=False)

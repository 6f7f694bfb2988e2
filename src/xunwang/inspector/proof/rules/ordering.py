"""Numbers of a row told in one line: one left out, one told twice."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from xunwang.inspector.model import FIGURES, late
from xunwang.inspector.proof.rules.shapes import Hit

_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_HEAD = r"(?:^|(?<=[。；，：\s]))"


class _Form(NamedTuple):
    """A way to number: the pattern holds the figure in group 1; `heads`: how numbers from the second or third on are written; `once`: the same number twice is a slip, too."""

    pattern: re.Pattern[str]
    figures: str
    heads: tuple[str, ...]
    once: bool = False


_FORMS = (
    _Form(
        re.compile(rf"{_HEAD}([{FIGURES}])(?=是(?!的))是"),
        FIGURES,
        tuple(f"{figure}是" for figure in FIGURES[1:]),
        once=True,
    ),
    _Form(re.compile(rf"{_HEAD}([{FIGURES}])要"), FIGURES, tuple(f"{figure}要" for figure in FIGURES[1:])),
    _Form(
        re.compile(rf"{_HEAD}第([{FIGURES}])，"), FIGURES, tuple(f"第{figure}，" for figure in FIGURES[1:])
    ),
    _Form(
        late(
            rf"(?:^|(?<=[。；：\u4e00-\u9fff])(?<![第条款项按照见述及与和或至到合]))（([{FIGURES}])）(?![、，（和或至—～款项条目类])"
        ),
        FIGURES,
        tuple(f"（{figure}）" for figure in FIGURES[2:]),
    ),
    _Form(
        re.compile(r"(?:^|(?<=[。；：\s]))([1-9])[.．](?![\d.])(?=[\u4e00-\u9fff])"),
        "123456789",
        tuple(f"{figure}{dot}" for figure in range(2, 10) for dot in ".．"),
        once=True,
    ),
    _Form(
        re.compile(rf"(?:^|(?<=[。；：]))([{FIGURES}])、(?![{FIGURES}十])"),
        FIGURES,
        tuple(f"{figure}、" for figure in FIGURES[2:]),
    ),
    _Form(late(rf"(?:^|(?<=[。；：\s]))([{_CIRCLED}])(?=[\u4e00-\u9fff])"), _CIRCLED, tuple(_CIRCLED[2:])),
)
Look = Callable[[str, dt.date | None], Iterator[Hit]]


def out_of_order() -> Iterator[tuple[tuple[str, ...], Look]]:
    """For each way to number what starts it and how it looks: in a row that begins with the first; a row within the row begins anew."""
    for form in _FORMS:
        yield form.heads, _looking(form)


def _looking(form: _Form) -> Look:
    return lambda line, _published: _skips(line, form)


def _skips(line: str, form: _Form) -> Iterator[Hit]:
    open_rows: list[int] = []
    for match in form.pattern.finditer(line):
        number = form.figures.index(match[1])
        if number == 0:
            open_rows.append(0)
            continue
        while open_rows and number - 1 != open_rows[-1] and number - 1 in open_rows:
            open_rows.pop()
        if open_rows and number > open_rows[-1] + 1:
            told = match[0].replace(match[1], form.figures[open_rows[-1]])
            yield Hit(*match.span(), (), f"“{told}”之后是“{match[0]}”")
        elif form.once and open_rows == [number]:
            yield Hit(*match.span(), (), f"“{match[0]}”写了两次")
        if open_rows:
            open_rows[-1] = number

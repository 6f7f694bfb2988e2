"""Numbers of a row told in one line: one left out, one told twice."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from xunwang.inspector.proof.rules.shapes import Hit

_FIGURES = "一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_HEAD = r"(?:^|(?<=[。；，：\s]))"


class _Form(NamedTuple):
    """A way to number: the pattern holds the figure in group 1; `once`: the same number twice is a slip, too."""

    pattern: re.Pattern[str]
    figures: str
    once: bool = False


_FORMS = (
    _Form(re.compile(rf"{_HEAD}([{_FIGURES}])(?=是(?!的))是"), _FIGURES, once=True),
    _Form(re.compile(rf"{_HEAD}([{_FIGURES}])要"), _FIGURES),
    _Form(re.compile(rf"{_HEAD}第([{_FIGURES}])，"), _FIGURES),
    _Form(
        re.compile(
            rf"(?:^|(?<=[。；：\u4e00-\u9fff])(?<![第条款项按照见述及与和或至到合]))（([{_FIGURES}])）(?![、，（和或至—～款项条目类）])"
        ),
        _FIGURES,
    ),
    _Form(
        re.compile(r"(?:^|(?<=[。；：\s]))([1-9])[.．](?![\d.])(?=[\u4e00-\u9fff])"), "123456789", once=True
    ),
    _Form(re.compile(rf"(?:^|(?<=[。；：]))([{_FIGURES}])、(?![{_FIGURES}十])"), _FIGURES),
    _Form(re.compile(rf"(?:^|(?<=[。；：\s]))([{_CIRCLED}])(?=[\u4e00-\u9fff])"), _CIRCLED),
)
ORDER_TRIGGERS = (
    *(figure + word for figure in _FIGURES[1:] for word in "是要"),
    *(f"第{figure}，" for figure in _FIGURES[1:]),
    *(f"{figure}、" for figure in _FIGURES[2:]),
    *(f"（{figure}）" for figure in _FIGURES[2:]),
    *(f"{figure}{dot}" for figure in range(2, 10) for dot in ".．"),
    *_CIRCLED[2:],
)


def out_of_order(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """In a row that begins with the first; a row within the row begins anew."""
    for form in _FORMS:
        yield from _skips(line, form)


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

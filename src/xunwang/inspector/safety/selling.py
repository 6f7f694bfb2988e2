"""What a page sells, told by what it sounds like instead of by the words of a list: a title that the page says nothing of, lines of a text."""

import re
from collections.abc import Iterator

from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.safety import makes, wares, words
from xunwang.inspector.safety.deep import DeepPage

_SENTENCE = re.compile(r"[。；！？!\n]+")
_REACHED = re.compile(
    r"(?:微信|薇|威信|v信|vx|qq|扣扣|企鹅|飞机|电报|telegram|tg|加[qv微薇扣])\s*[:：@]?\s*[a-z0-9_-]{4,}|同号|\d[\d\s-]{6,}\d|(?:[a-z0-9-]+\.)+(?:com|cn|net|vip|top|cc|xyz|icu|app|me|org)\b",
    re.IGNORECASE,
)
_LONGEST = 4_000  # sentences of a text that are read
_FOUND = 60


def sold(text: str) -> Iterator[str]:
    """The sentences of a text that sell; not those that speak of crime, nor their neighbours."""
    told = [piece.strip() for piece in _SENTENCE.split(words.plain(text))][:_LONGEST]
    for number, piece in enumerate(told):
        if wares.sells(piece) and wares.names_any(piece) and (wares.surely_sells(piece) or _REACHED.search(piece)):
            around = " ".join(told[max(0, number - 1) : number + 2])
            if not words.is_sober(around):
                yield piece


def title_signs(deep: DeepPage, shown: str) -> Iterator[SafetySign]:
    """A title, or tags, that sell what the page says nothing of."""
    for rule, what, told in (("title", "页面标题", deep.title), ("metas", "关键词或描述标签", deep.metas)):
        piece = next(
            (piece for piece in _parts(told) if wares.sells(piece) and not words.is_sober(told)), None
        )
        if piece is not None and not makes.is_known(piece.lower(), shown.lower()):
            yield _sign(SafetyKind.SPAM, rule, piece, f"疑似植入推广内容：{what}像在招揽生意，页面上毫无踪影")
            return


def line_signs(shown: str, known: str, *, hidden: bool) -> Iterator[SafetySign]:
    """Lines of a text that sell, told once; not what stands in `known`. `hidden`: the text is one that visitors do not see."""
    piece = next((piece for piece in sold(shown) if piece not in known), None)
    if piece is not None:
        kind = SafetyKind.HIDDEN if hidden else SafetyKind.SPAM
        where = "隐藏的文字" if hidden else "正文"
        yield _sign(kind, "ware", piece, f"疑似植入推广内容：{where}夹杂招揽生意的语句")


def _parts(told: str) -> Iterator[str]:
    """A title or tags as a whole, and line by line."""
    yield from (words.plain(part) for part in told.split("\n"))


def _sign(kind: SafetyKind, rule: str, piece: str, why: str) -> SafetySign:
    return SafetySign(
        kind=kind, rule=rule, place=f"sold:{rule}", found=" ".join(piece[:_FOUND].split()), why=why
    )

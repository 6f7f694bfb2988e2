"""What a page sells, told by what it sounds like instead of by the words of a list: a title that the page says nothing of, lines of a text."""

import re
from collections.abc import Iterator

from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.safety import makes, wares, words
from xunwang.inspector.safety.deep import DeepPage

_SENTENCE = re.compile(r"[。；！？!\n]+")
_REACHED = re.compile(
    r"(?:微信|薇|威信|v信|vx|qq|扣扣|企鹅|飞机|电报|telegram|tg|加[qv微薇扣])\s*[:：@]?\s*[a-z0-9_-]{4,}|(?:qq|扣扣|微信)\s*[:：]|(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|(?:[a-z0-9-]+\.)+(?:com|cn|net|vip|top|cc|xyz|icu|app|me|org)\b",
    re.IGNORECASE,
)
# Figures in letters and pictures between them, as those write them who do not want to be searched for.
_SPELT = re.compile(r"[\d零〇一二三四五六七八九两陆柒捌玖]{6,}")
_FIGURES = str.maketrans("零〇一二三四五六七八九两陆柒捌玖", "0012345678926789")
_PICTURES = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]")
_WITH_A_NUMBER = 3.0  # log odds from which a sentence sells that says where its seller is reached
_LONGEST = 4_000  # sentences of a text that are read
_SAYS_NOTHING = -0.5  # log odds of words that are hidden for no reason
_FEW = 200  # letters so written, beyond which a whole text is guarded against copying
_FOUND = 60
_RESULTS = re.compile(r"搜索|检索|查找|查询|结果|相关")
_ASKED = re.compile(r"[“\"'「『《【]([^“”\"'「」『』《》【】]{4,80})[”\"'」』》】]")
_ADVERTISES = 3  # weight of words that are searched for
_CLAUSE = re.compile(r"[（）()【】\[\]「」『』“”_|｜—–\-]+")  # what parts of a title stand between
_REACH = 80  # bytes on each side of a word


def sold(text: str, trades: frozenset[str], *, hidden: bool = False) -> Iterator[str]:
    """The sentences of a text that sell and hold two of these words of trades, or one beside where the seller is reached; not those that speak of crime, nor their neighbours.

    Of a text that is `hidden` one word is enough, or two beside what only likely sells.
    """
    least, most = (1, wares.LIKELY) if hidden else (2, wares.SURE)
    whole = _spelt(words.plain(text))
    lowered = whole.lower()
    trades = frozenset(word for word in trades if word in lowered)
    if not trades:
        return
    told = [piece.strip() for piece in _SENTENCE.split(whole)][:_LONGEST]
    for number, piece in enumerate(told):
        lowered = piece.lower()
        met = sum(word in lowered for word in trades)
        if not met:
            continue
        odds = wares.odds(piece)
        if (
            (odds >= wares.SURE and met >= least)
            or (odds >= most and met > least)
            or (odds >= _WITH_A_NUMBER and _REACHED.search(piece))
        ):
            around = " ".join(told[max(0, number - 1) : number + 2])
            if not words.is_sober(around):
                yield piece


def unseen(text: str, body: bytes, trades: frozenset[str]) -> list[bytes]:
    """Where words of trades stand in the bytes of a page that its readers do not see, with what is around them."""
    shown = text.lower() if trades else ""
    places = (body.find(word.encode()) for word in trades if word not in shown)
    return [body[max(0, place - _REACH) : place + _REACH] for place in places if place >= 0]


def _spelt(text: str) -> str:
    """A text with its numbers in figures."""
    return _SPELT.sub(lambda found: found[0].translate(_FIGURES), _PICTURES.sub("", text))


def echoed(title: str) -> str:
    """What a page of results gives back of a search that advertises, for search engines to keep; "" where it gives back nothing of the kind."""
    asked = _ASKED.search(title) if _RESULTS.search(title) else None
    said = words.plain(asked[1]) if asked else ""
    return said if said and (words.weigh(said).weight >= _ADVERTISES or wares.sells(said)) else ""


def title_signs(deep: DeepPage, shown: str) -> Iterator[SafetySign]:
    """A title that gives back such a search, or title or tags that sell what the page says nothing of."""
    if asked := echoed(deep.title):
        yield _sign(SafetyKind.SPAM, "echo", asked, "疑似植入推广内容：站内搜索的结果页把推广用语留在标题里")
        return
    for rule, what, told in (("title", "页面标题", deep.title), ("metas", "关键词或描述标签", deep.metas)):
        sells = wares.sells if rule == "title" else wares.surely_sells  # keywords are calls by themselves
        piece = next((piece for piece in _parts(told) if sells(piece) and not words.is_sober(told)), None)
        if piece is not None and not _is_spoken_of(piece, shown):
            yield _sign(SafetyKind.SPAM, rule, piece, f"疑似植入推广内容：{what}像在招揽生意，页面上毫无踪影")
            return


def _is_spoken_of(piece: str, shown: str) -> bool:
    """Whether a page speaks of a title, and of the part of it that sells, which may stand behind one of its own."""
    loudest = max(_CLAUSE.split(piece), key=wares.odds)
    told = {piece, loudest} if wares.sells(loudest) else {piece}
    return all(makes.is_known(part.lower(), shown.lower()) for part in told)


def line_signs(shown: str, trades: frozenset[str], known: str, *, hidden: bool) -> Iterator[SafetySign]:
    """Lines of a text that sell, told once; not what stands in `known`. `hidden`: the text is one that visitors do not see."""
    piece = next((piece for piece in sold(shown, trades, hidden=hidden) if piece not in known), None)
    if piece is not None:
        kind = SafetyKind.HIDDEN if hidden else SafetyKind.SPAM
        where = "隐藏的文字" if hidden else "正文"
        yield _sign(kind, "ware", piece, f"疑似植入推广内容：{where}夹杂招揽生意的语句")


def parted_signs(shown: str) -> Iterator[SafetySign]:
    """Words of a text that are written with what nobody sees between their letters, so that no search finds them."""
    parted = words.parted(shown)
    if sum(map(len, parted)) <= _FEW and max(map(wares.odds, parted), default=_SAYS_NOTHING) > _SAYS_NOTHING:
        why = "疑似植入推广内容：文字被看不见的字符拆开，躲避检查"
        yield _sign(SafetyKind.SPAM, "parted", parted[0], why)


def _parts(told: str) -> Iterator[str]:
    """A title or tags as a whole, and line by line."""
    yield from (words.plain(part) for part in told.split("\n"))


def _sign(kind: SafetyKind, rule: str, piece: str, why: str) -> SafetySign:
    return SafetySign(
        kind=kind, rule=rule, place=f"sold:{rule}", found=" ".join(piece[:_FOUND].split()), why=why
    )

"""Titles of laws and regulations: those they do not have, and those no longer in force."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit, Rename

STATE = "中华人民共和国"
LAW_TRIGGERS = ("法》", "条例》", "通则》", "法（", "条例（", "通则（")
_CITED = re.compile(
    r"《(?P<state>中华人民共和国)?(?P<title>[\u4e00-\u9fff]{1,40}?(?:法|条例|通则))(?P<note>（[^（）《》]{1,12}）)?》"
)
_KIND = re.compile(r"(?:条例|法)$")
_UNDER_A_LAW = re.compile(r"(?:实施|施行)?(?:条例|细则|办法)$")
_LEAST = 5  # characters of a title that another may be taken for
REMEMBERED = 10_000  # titles that are none; a website cites its own local ones again and again
_LEAST_PLAIN = 8  # of one without the name of the state: local ones are many
_PAST = re.compile(
    r"[原旧]|当时|时期|废止|失效|修订前|[施实]行前|实施前|生效前|以前|曾|历史|起源|取代|替代|同时|修改为|更名|第.{1,3}号令?|不再"
    r"|周年|颁布|通过|编纂|吸收|解释|草案|征求意见|起草|立法|[一二][〇○零一二三四五六七八九]{3}年"
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?=[年〕）)\-./])")
Look = Callable[[str, dt.date | None], Iterator[Hit]]


def cited(titles: Sequence[str], renames: Sequence[Rename]) -> Look:
    """Titles that are none and near to exactly one, and those that another has replaced."""
    former = {rename.old: rename for rename in renames}
    known = frozenset(titles) | former.keys()

    @lru_cache(maxsize=REMEMBERED)
    def meant_by(title: str, of_state: bool) -> list[str]:
        near = _near_of_state if of_state else _near
        return [other for other in titles if near(title, other)]

    def look(line: str, published: dt.date | None) -> Iterator[Hit]:
        for match in _CITED.finditer(line):
            title = match["title"]
            if _is_told_of(line, match):
                continue
            if title in former:
                yield from _replaced(line, match, former[title], published)
            elif (
                not title.endswith("通则") and title not in known and _UNDER_A_LAW.sub("", title) not in known
            ):
                meant = meant_by(title, match["state"] is not None)
                if len(meant) == 1:
                    yield Hit(*match.span("title"), (meant[0],))

    return look


def _is_told_of(line: str, match: re.Match[str]) -> bool:
    """Within the title of another document, or where the text speaks of an earlier time or of a law in the making."""
    before = line[: match.start()]
    around = f"{before[-24:]}|{match['note'] or ''}|{line[match.end() : match.end() + 24]}"
    return before.count("《") > before.count("》") or bool(_PAST.search(around))


def _replaced(line: str, match: re.Match[str], rename: Rename, published: dt.date | None) -> Iterator[Hit]:
    """Cited as one in force: in a text from after the day, which names neither an earlier year nor the successor."""
    rest = line[: match.start()] + line[match.end() :]
    if published is None or published < rename.since or rename.new.removeprefix(STATE) in rest:
        return
    if all(int(year) > rename.since.year for year in _YEAR.findall(line)):
        day = f"{rename.since.year}年{rename.since.month}月{rename.since.day}日"
        why = f"《{rename.old}》自{day}起不再施行，由《{rename.new}》取代"
        start = match.start("state" if match["state"] else "title")
        yield Hit(
            start, match.end("title"), (rename.new,), why + ("" if rename.confirmed else "，日期待核对")
        )


def _near_of_state(title: str, other: str) -> bool:
    """Another kind of rule on the same matter, nearly the same characters, a word too few or too many."""
    if _KIND.sub("", title) == _KIND.sub("", other):
        return True
    if len(title) >= _LEAST and _near(title, other, _LEAST):
        return True
    return _is_shortened(title, other) or (len(other) >= _LEAST and _is_shortened(other, title))


def _near(title: str, other: str, least: int = _LEAST_PLAIN) -> bool:
    """The same characters in another order, or one of them another."""
    if len(title) != len(other) or len(title) < least:
        return False
    return sorted(title) == sorted(other) or sum(a != b for a, b in zip(title, other, strict=True)) == 1


def _is_shortened(title: str, other: str) -> bool:
    """One character or one word is missing."""
    if len(title) < _LEAST - 1 or not 0 < len(other) - len(title) <= 2:
        return False
    rest = iter(other)
    return all(character in rest for character in title)


IN_FORCE_TRIGGERS = tuple(
    f"日{begins}" for begins in ("起施行", "起实施", "起正式", "起生效", "施行", "正式施行", "正式实施")
)
# That the law was made stands between it and its day, and nothing else: 《信访工作条例》宣传月自… tells of another thing.
_PASSED = r"(?:[\d年月日，、（）()]|全文|经|第?[一二三四五六七八九十]+次会议|全国人大(?:常委会)?|国务院|表决|审议|通过|公布|颁布|发布|出台|印发|后|并|了|已|将|现|正式|也|均|就|由|于)"
_BEGINS = late(
    rf"《(?:{STATE})?(?P<title>[\u4e00-\u9fff]{{2,20}})》(?P<between>{_PASSED}{{0,16}}?)(?:自|从|于)(?P<year>\d{{4}})年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日起?(?:正式)?(?:施行|实施|生效)(?=[。；，、：！）)”】的后以]|了?[\s　]*$)"
)
_REVISED = re.compile(r"(?:修订|修正|修改)后?的?$")


def in_force_since(renames: Sequence[Rename]) -> Look:
    """A law told to be in force since another day than its own."""
    since = {rename.old: rename.since for rename in renames}

    def look(line: str, _published: dt.date | None) -> Iterator[Hit]:
        for match in _BEGINS.finditer(line):
            day = since.get(match["title"])
            if day is None or _REVISED.search(line[: match.start()]):
                continue
            if (day.year, day.month, day.day) != tuple(int(match[part]) for part in ("year", "month", "day")):
                why = f"《{match['title']}》自{day.year}年{day.month}月{day.day}日起施行"
                yield Hit(match.start("year"), match.end("day") + 1, (), why)

    return look

"""Who is told under two verdicts in different paragraphs: named among those that failed, and praised below."""

import re
from collections.abc import Iterator

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rules.common import in_text
from xunwang.office.circulars.check.rules.names import NAME

_GOOD = re.compile(
    "(?:未|没有|无)(?:发现|存在|出现)[^，；。]{0,4}问题|(?<![不未])合格|(?<![未不])达标|予以表扬|通报表扬|全部完成|按期完成"
)
_BAD = re.compile("不合格|不达标|未达标|予以通报批评|通报批评|不更新|未更新|不及时|无法访问|回应差|空白")
_MIXED = re.compile("复查|回头看|整改后|上季度|上次|去年|此前|其中|除|基本合格|分别|合格率|率|项|指标|曾")
_HALVES = re.compile("上半年|下半年|[一二三四]季度|\\d{1,2}月份?")
_OF = {"网站": re.compile("网站|站点"), "新媒体": re.compile("账号|新媒体|公众号|微博|抖音")}
_PARTED = re.compile("[、和及]|以及")
_HEADING = re.compile(
    "(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\\d{1,2}[.．、]|[一二三四五六七八九十]+是)"
)
_ASIDE = re.compile("（[^（）]*）")
_LIST = re.compile(
    "(?:\\A|[，：；。为有是])(?P<names>[^，：；。为有是、和及]{2,14}(?:[、和及][^，：；。、和及]{2,14}?)+)(?:等)?(?=[，：；。]|共|\\d|的|等|\\Z)"
)
_LONGEST = 300

Standing = dict[
    tuple[str, str], tuple[str, Sentence]
]  # (name, of what) -> the verdict it was first told under


def check(reading: Reading) -> Iterator[Contradiction]:
    """Names that one paragraph tells as good and another as bad, of the same sort of thing."""
    known: Standing = {}
    for paragraph, sentence in reading.sentences():
        text = _ASIDE.sub("", _HEADING.sub("", sentence.text))
        verdict, what = _verdict(text), _of(text) or paragraph.subject
        for name in _names(text) if verdict and what else ():
            first, before = known.setdefault((name, what), (verdict, sentence))
            if first != verdict and before.paragraph != sentence.paragraph:
                message = f"“{name}”在第{before.paragraph}段列为{_TOLD[first]}，此处又列为{_TOLD[verdict]}"
                yield in_text("mismatch", sentence, message, stated=name, computed=_TOLD[first], sure=False)


_TOLD = {"good": "没有问题的", "bad": "有问题的"}


def _verdict(text: str) -> str:
    """One verdict alone: a sentence that tells of several, or of another time, tells none here."""
    if len(text) > _LONGEST or _MIXED.search(text) or _HALVES.search(text):
        return ""
    good, bad = bool(_GOOD.search(text)), bool(_BAD.search(_GOOD.sub("", text)))
    return "" if good == bad else "good" if good else "bad"


def _of(text: str) -> str:
    found = [what for what, words in _OF.items() if words.search(text)]
    return found[0] if len(found) == 1 else ""


def _names(text: str) -> list[str]:
    """The bodies of a list: at least two, each called like one."""
    found: list[str] = []
    for match in _LIST.finditer(text):
        names = [
            re.sub("(?:的?(?:政府)?(?:网站|账号)|等)$", "", one.strip())
            for one in _PARTED.split(match["names"])
        ]
        if len(names) > 1 and all(NAME.fullmatch(one) and not one.startswith("各") for one in names):
            found += names
    return found

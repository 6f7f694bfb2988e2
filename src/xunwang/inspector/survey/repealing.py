"""What a document says of its own end and of that of others."""

import re
from collections.abc import Iterator

from xunwang.inspector.model import Page
from xunwang.inspector.read.numbers import numbers_in

_ENDINGS = ("废止", "失效", "停止执行", "不再执行")
_ENDS = re.compile(r"废止|失效|停止执行|不再执行")
_OPEN = re.compile(
    r"[拟未]|征求|建议|草案|[不没]予?(?:废止|失效)|保留|继续有效|继续执行|自[^，。]{0,24}(?:废止|失效)之日|如|部分条款|(?:可|应当?|适时|及时)(?:予以)?废止|逾期|届时|期满|失效的[，,]|(?:证照?|证件|证书|执照|许可证|印章)[^，。《》]{0,8}(?:废止|失效)|遗失"
)
_GROUNDS = re.compile(
    r"(?:^|(?<=[，；：、\n\s]))[现兹]?(?:根据|依据|依照|按照)[^，；\n]*?(?=决定|废止|失效|停止|不再|[，；\n]|$)"
)
_SENTENCES = re.compile(r"[^。；\n]+")
NAMED = re.compile(r"《([^《》\n]{6,80})》")
_OF_REPEAL = re.compile(r"废止|失效")
_MIXED = re.compile(r"继续有效|保留|修改|清理|征求|解读|草案")
ABOUT = re.compile(r"解读|图解|问答|废止|失效|宣传|培训|座谈|征求|草案|说明|公示|学习|贯彻|会议|发布会|一图")
DOCUMENT = re.compile(r"办法|规定|细则|意见|方案|通知|条例|制度|规则|决定|规范|标准|预案|公告|通告|目录")
_VOID = frozenset({"失效", "已失效", "废止", "已废止", "无效", "否", "修改", "已修改", "修订", "已修订", "部分失效", "部分废止", "部分有效"})  # fmt: skip
_SAYS_VOID = re.compile(
    r"(?:已|被|予以|现行|宣布|本文件)[^，。\n]{0,12}(?:废止|失效)|[（(【\[](?:已)?(?:废止|失效)[^，。\n]{0,12}[）)】\]]"
)
_BEGINNING = 300  # characters of a text in which it says that it is void
_MOST_OF_A_PAGE = 40


def repealed_by(page: Page) -> tuple[str, ...]:
    """Titles and numbers of the documents that an article says are repealed."""
    title = page.title or ""
    if not any(word in page.text for word in _ENDINGS) and not _OF_REPEAL.search(title):
        return ()
    named = (name for sentence in _telling(page.text, title) for name in _named(sentence))
    return tuple(dict.fromkeys(named))[:_MOST_OF_A_PAGE]


def is_void(page: Page) -> bool:
    """Whether a document says of itself that it is not in force any more, or not whole."""
    if page.force in _VOID:
        return True
    if "废止" not in page.text and "失效" not in page.text and not _OF_REPEAL.search(page.title or ""):
        return False
    said = _SAYS_VOID.search(f"{page.title or ''}\n{page.text[:_BEGINNING]}") or _SAYS_VOID.search(
        page.text[-_BEGINNING:]
    )
    return said is not None


def _telling(text: str, title: str) -> Iterator[str]:
    """The sentences that repeal; of a page whose title says so, those that name documents."""
    is_repeal = _OF_REPEAL.search(title) is not None and _MIXED.search(title) is None
    if ABOUT.search(title) and not is_repeal:
        return
    for sentence in (one[0] for one in _SENTENCES.finditer(text)):
        if (is_repeal or _ENDS.search(sentence)) and not _OPEN.search(sentence):
            yield sentence


def _named(sentence: str) -> Iterator[str]:
    """What a sentence repeals, without the documents on whose grounds it does."""
    sentence = _GROUNDS.sub("", sentence)
    yield from (name.strip() for name in NAMED.findall(sentence) if DOCUMENT.search(name))
    yield from numbers_in(sentence)

"""What one page tells of letters, guides, policies and consultations, as facts where the page alone is enough."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    ColumnType,
    Guide,
    GuideFact,
    Link,
    LinkKind,
    MailboxFact,
    Message,
    MessageFact,
    Page,
    PageKind,
    PageRow,
    Record,
    Zone,
    late,
)
from xunwang.inspector.read.dates import FULL, stamp_of
from xunwang.inspector.read.guide import names_guide
from xunwang.inspector.read.numbers import numbers_in
from xunwang.inspector.survey.empty_answers import empty_phrase
from xunwang.inspector.survey.naming import by_name

Told = MessageFact | MailboxFact | GuideFact
_MOST_LETTERS = 100  # of one page
_INTERPRETS = re.compile(
    r"解读|图解|一图读懂|图说|一图看懂|政策问答|答记者问|政策吹风|漫画|动漫|问答|新闻发布会"
)
_QUESTIONS = re.compile(r"问答|答记者问|问与答|[一二三四五六七八九十]问")
_PICTURES = re.compile(r"图解|一图|图说|漫画|长图|图表|图片解读")
_VIDEOS = re.compile(r"视频|动漫|动画|音频|短片|H5", re.IGNORECASE)
_VIDEO_FILE = re.compile(r"\.(?:mp4|m3u8|flv|webm)(?:\?|$)", re.IGNORECASE)
_POLICY_TITLE = re.compile(
    r"通知|意见|办法|规定|方案|细则|决定|条例|规划|措施|规则|制度|通告|计划|标准|预案|目录|政策"
)
_NEITHER = frozenset({ColumnType.NEWS, ColumnType.NOTICE, ColumnType.MESSAGES, ColumnType.INTERVIEW, ColumnType.SURVEY, ColumnType.PERSONNEL, ColumnType.SERVICE, ColumnType.LEADERS})  # fmt: skip
_BODY = frozenset({Zone.MAIN, Zone.UNKNOWN})
# Looking a member up costs more than comparing it.
_PAGE, _ATTACHMENT, _SIDE = LinkKind.PAGE, LinkKind.ATTACHMENT, Zone.SIDE
_LEAVES = frozenset({PageKind.ARTICLE, PageKind.OTHER, PageKind.GUIDE})
_ORIGINAL = re.compile(
    r"(?:政策|文件|阅读|查看|相关|正式|规范性文件)?(?:原文|原件)|(?:相关|对应|关联|所解读|解读)的?(?:政策|文件)|文件全文|^(?:政策|正式)?文件(?:链接)?$"
)
_LONG_NAME = 6  # characters
_CONSULTS = re.compile(
    r"征集(?!.{0,6}(?:资料|史料|文物|档案|作品|线索|志愿者|图片|照片))|征求.{0,12}(?:意见|建议)|公开征询|问卷|网上调查|在线调查|听取意见|听证"
)
_OUTCOME = re.compile(
    r"(?:结果|采纳|反馈|汇总|综述|情况)(?:的)?(?:公告|公示|公布|通报|说明|报告|反馈|统计)?|结果$"
)
_ADOPTS = re.compile(r"(?:意见|建议)[^《》，。]{0,6}(?:采纳|吸收)")
# An outcome tells what came in; that anybody may hand in opinions, and that their fate will be told, stands in every consultation.
_CAME_IN = r"(?:收到|收集到?|征集到|征得|征求到)"
_OPINIONS = r"(?:意见|建议)"
_OUTCOME_TEXT = late(
    rf"(?:共|累计|已经?|期间|截至)[^。\n]{{0,30}}{_CAME_IN}[^。\n]{{0,20}}{_OPINIONS}"
    rf"|{_CAME_IN}[^。\n]{{0,20}}(?:{_OPINIONS}[^。\n]{{0,8}}?[\d一二三四五六七八九十百两]+余?\s*[条份件个]|[\d一二三四五六七八九十百两]+\s*[条份件个余]+[^。\n]{{0,12}}{_OPINIONS})"
    rf"|采纳情况的?(?:公布|反馈|说明|公告|通报|公示|汇总)?(?:如下|[:：])|征集结果(?:如下|为|[:：])|反馈意见如下|(?:未|没有){_CAME_IN}[^。\n]{{0,20}}{_OPINIONS}"
)
_ADOPTED = re.compile(r"采纳|吸收|未收到")
_DEADLINE = late(
    r"(?:截止|截至|结束|征集|征求|反馈|调查|期限|时间)(?:[^。\n]{0,40}?(?:至|到|[-—~～－前]|截止|截至|为|[:：]|于)|(?<=[截结][止至束])(?:时间|日期|日))\s*(?P<day>(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2})"
)
_PERIOD = late(
    r"(?:截止|截至|起止|征集|征求|反馈|调查|意见|期限|时间)[^。\n]{0,40}?(?P<year>(?:19|20)\d\d)\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}(?!\d)[^。\n至到—–~～-]{0,12}(?:至|到|[—–~～-]+)[^。\n\d]{0,6}"
    r"(?:(?P<last>(?:19|20)\d\d)\s*[年./-]\s*)?(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})"
)
_UNFILLED = frozenset({"body", "list", "values", "frame"})
_ALL_BUT_NAME = 7  # of the eight classes
_LINKS = 60
_NAMES = 3


class Document(Record, frozen=True, omit_defaults=True):
    """A policy, an interpretation or a consultation as far as its page tells. `links` are the keys of the pages that its body, or what is named beside it, leads to.

    `subjects` are the names of what it is about, `numbers` the document numbers it is or speaks of, `original`: its body leads somewhere
    by words for an original text. `outcome`, `adopted`, `deadline`, `form` are of consultations.
    """

    role: str
    subjects: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    published: dt.date | None = None
    forms: tuple[str, ...] = ()
    original: bool = False
    outcome: bool = False
    adopted: bool = False
    deadline: dt.date | None = None
    form: bool = False


def told_by(row: PageRow) -> tuple[Told, ...]:
    """The facts that a page gives alone: its letters, its place in a letter box, its guide."""
    page = row.page
    if not (page.messages or page.mailbox_statistics or page.guide or _awaits_guide(page)):
        return ()
    return tuple(_told(row, page))


def _told(row: PageRow, page: Page) -> Iterator[Told]:
    key, name = row.key, (page.title or page.url)[:60]
    unfilled = "late" in page.script_filled or (
        not row.rendered and not _UNFILLED.isdisjoint(page.script_filled)
    )
    if page.guide:
        yield GuideFact(
            key=key, title=page.guide.title or name, url=page.url, parent=row.parent, missing=page.guide.missing, vague=page.guide.vague,
            forms=page.guide.forms, scripted=bool(page.guide.missing) and (unfilled or _stayed_empty(page, page.guide)), evidence=row.evidence,
        )  # fmt: skip
    elif _awaits_guide(page):
        yield GuideFact(
            key=key, title=name, url=page.url, parent=row.parent, scripted=True, evidence=row.evidence
        )
    own = len(page.messages) == 1 and page.messages[0].url is None
    if page.mailbox_statistics or (page.messages and not own):
        letters = 0 if own else len(page.messages)
        yield MailboxFact(
            key=key,
            name=name,
            url=page.url,
            letters=letters,
            statistics=page.mailbox_statistics,
            evidence=row.evidence,
        )
    for letter in page.messages[:_MOST_LETTERS]:
        yield _message(row, letter, own=own, unfilled=unfilled)


def _awaits_guide(page: Page) -> bool:
    """Whether this is the guide of one item of which nothing could be read, since a script fills it."""
    if page.guide or page.messages or "values" not in page.script_filled:
        return False
    return names_guide(page.title or "", page.text)


def _stayed_empty(page: Page, guide: Guide) -> bool:
    """Whether nothing came although the script ran: then its source may have refused us rather than hold nothing."""
    return "values" in page.script_filled and len(guide.missing) >= _ALL_BUT_NAME


def _message(row: PageRow, letter: Message, *, own: bool, unfilled: bool) -> MessageFact:
    has_page = letter.url is not None
    in_full = own or not has_page
    lacks = _lacks(letter) if in_full and letter.replied and not unfilled else ()
    if not own and not (letter.question or letter.reply):
        lacks = tuple(name for name in lacks if name == "reply")  # a script may open the rest of its row
    return MessageFact(
        key=row.key if own else key_of(letter.url) if letter.url else f"{row.key}#{_mark(letter)}",
        title=letter.title,
        url=letter.url or row.page.url,
        parent=row.page.url if has_page else row.parent,
        asked=letter.asked,
        answered=letter.answered,
        unit=letter.unit,
        status=letter.status,
        replied=letter.replied or (None if unfilled else letter.replied),
        own_page=in_full,
        lacks=lacks,
        phrase=empty_phrase(letter.reply) if in_full else None,
        question=letter.question if in_full else None,
        reply=letter.reply if in_full else None,
        evidence=row.evidence,
    )


def _mark(letter: Message) -> str:
    return hashlib.sha256(f"{letter.title}\n{letter.asked}".encode()).hexdigest()[:12]


def _lacks(letter: Message) -> tuple[str, ...]:
    values = {"asked": letter.asked, "answered": letter.answered, "unit": letter.unit, "reply": letter.reply}
    return tuple(name for name, value in values.items() if not value)


# ── documents ──


def document_of(page: Page) -> Document | None:
    """What an article is to policies and consultations; None for most."""
    if not page.title or page.messages:
        return None
    title = page.title
    if page.kind not in _LEAVES:
        return _consultation(page, title) if _is_open_text(page, title) else None
    column = by_name(_last_name(page))
    if _is_interpretation(page, title, column):
        return _interpretation(page, title)
    if column is ColumnType.SURVEY or (
        _CONSULTS.search(title) and column not in {ColumnType.NEWS, ColumnType.POLICY}
    ):
        return _consultation(page, title) if page.kind is PageKind.ARTICLE or page.forms else None
    if _is_policy(page, title, column):
        numbers = (page.number,) if page.number else ()
        subjects = subjects_of(title)
        return Document("policy", subjects, numbers, _links(page, subjects), _day(page))
    return None


def _is_open_text(page: Page, title: str) -> bool:
    """Whether a page that has no list, though it stands for a column, asks for opinions until a day."""
    asks = page.kind is PageKind.COLUMN and not page.items and _CONSULTS.search(title) is not None
    return asks and title != page.column and _deadline(page.text[:4_000]) is not None


def _last_name(page: Page) -> str | None:
    names = [crumb.text for crumb in page.breadcrumb if crumb.url and crumb.text not in {"首页", "网站首页"}]
    return page.column or (names[-1] if names else None)


def _is_interpretation(page: Page, title: str, column: ColumnType | None) -> bool:
    if column is ColumnType.INTERPRETATION:
        return True
    named = _INTERPRETS.search(title) is not None
    return (
        named
        and column not in _NEITHER
        and ("《" in title or "政策" in title or "解读" in title or bool(page.number))
    )


def _is_policy(page: Page, title: str, column: ColumnType | None) -> bool:
    if page.kind is not PageKind.ARTICLE:
        return False
    if column is ColumnType.POLICY:
        return True
    return (
        bool(page.number) and column not in _NEITHER and bool(_POLICY_TITLE.search(title)) and "关于" in title
    )


def _interpretation(page: Page, title: str) -> Document:
    body = page.text[:3_000]
    numbers = tuple(dict.fromkeys((*((page.number,) if page.number else ()), *numbers_in(body))))[:_NAMES]
    subjects = subjects_of(title)
    return Document(
        "interpretation",
        subjects,
        numbers,
        _links(page, subjects),
        _day(page),
        forms=tuple(_forms(page, title)),
        original=_leads_to_original(page, subjects),
    )


def _leads_to_original(page: Page, subjects: tuple[str, ...]) -> bool:
    """Whether a link of the body names an original text: by that word, or by the name of what is interpreted. Other interpretations are none."""
    words = [link.text for link in page.links if link.kind is _ATTACHMENT and link.zone in _BODY]
    words += [link.text for link in _own_links(page, subjects)]
    return any(map(_ORIGINAL.search, words)) or any(
        _names_one(text, subjects) for text in words if not _INTERPRETS.search(text)
    )


def _tells(text: str, subjects: tuple[str, ...]) -> bool:
    """Whether a link beside the text names what that is about, or no title at all: 点击查看, as in a box of its own."""
    return _names_one(text, subjects) or len(text) <= _LONG_NAME


def _names_one(text: str, subjects: tuple[str, ...]) -> bool:
    """Whether the words of a link name one of the subjects."""
    name = bare_name(text)
    return any(
        min(len(name), len(subject)) >= _LONG_NAME and (subject in name or name in subject)
        for subject in subjects
    )


def _forms(page: Page, title: str) -> Iterator[str]:
    if _QUESTIONS.search(title):
        yield "questions"
    if _PICTURES.search(title) or (
        len(page.text) < 150
        and any(link.kind is LinkKind.IMAGE and link.zone in _BODY for link in page.links)
    ):
        yield "picture"
    if _VIDEOS.search(title) or any(
        _VIDEO_FILE.search(link.url) for link in page.links if link.kind is _ATTACHMENT
    ):
        yield "video"
    if len(page.text) >= 150:
        yield "text"


def _consultation(page: Page, title: str) -> Document:
    body = page.text[:4_000]
    consults = _CONSULTS.search(title) is not None
    is_outcome = _OUTCOME.search(title) is not None and (consults or _ADOPTS.search(title) is not None)
    subjects = _consulted(title)
    return Document(
        "consultation",
        subjects,
        (),
        _links(page, subjects),
        _day(page),
        outcome=is_outcome or _OUTCOME_TEXT.search(body) is not None,
        adopted=_ADOPTED.search(body) is not None and (is_outcome or _OUTCOME_TEXT.search(body) is not None),
        deadline=_deadline(body),
        form=any(form.purpose in {"message", "other"} for form in page.forms),
    )


def _deadline(body: str) -> dt.date | None:
    """The last day of a consultation: the end of its period, whose year may be that of its beginning, else the day it is said to close on."""
    if period := _PERIOD.search(body):
        year = period["last"] or period["year"]
        day = FULL.search(f"{year}年{period['month']}月{period['day']}日")
    else:
        found = _DEADLINE.search(body)
        day = FULL.search(found["day"] + "日") if found else None
    return stamp_of(day).date() if day else None


def _links(page: Page, subjects: tuple[str, ...]) -> tuple[str, ...]:
    keys = dict.fromkeys(key_of(link.url) for link in _own_links(page, subjects))
    return tuple(keys)[:_LINKS]


def _own_links(page: Page, subjects: tuple[str, ...]) -> Iterator[Link]:
    """The links of the text, and those beside it that name what the page is about: 相关解读 often stands in a bar of its own."""
    here = key_of(page.url)
    steps = {crumb.url for crumb in page.breadcrumb}
    return (
        link for link in page.links
        if link.kind is _PAGE and link.visible and link.url not in steps and key_of(link.url) != here
        and (link.zone in _BODY or (link.zone is _SIDE and _tells(link.text, subjects)))
    )  # fmt: skip


def _day(page: Page) -> dt.date | None:
    return page.published.date() if page.published else None


# ── what a title is about ──

_NAMED = re.compile(r"《([^《》]{4,80})》")
_ISSUED = re.compile(
    r"关于(?:印发|公布|发布|颁布|下发|修订|修改|实施|转发)(.{4,80}?)的?(?:通知|公告|决定|通告|函)"
)
_ABOUT = re.compile(
    r"关于(.{4,80}?)的?(?:通知|意见|决定|通告|公告|方案|办法|规定|批复|函|报告|实施意见|若干措施|措施)(?:[（(].*)?$"
)
_ROUND = late(
    r"[【\[（(]?(?:政策|文件|图文|图片|视频|文字|专家|部门|负责人|多元化?|原创|音频|动漫|漫画)?(?:解读|图解|一图读懂|一图看懂|图说|问答|吹风会|答记者问)(?:之[一二三四五六七八九十]|[一二三四五六七八九十\d])?[】\]）)]?"
    r"|^\W*关于|的?(?:编制|起草|制定)?(?:说明|解析)$|[|｜丨:：]"
)
_MARKS = re.compile(r"[\s\u3000“”\"'‘’《》〈〉<>（）()【】\[\]:：,，.。·…、!！?？—\-_|]+")
_YEAR_TAIL = re.compile(r"(?:试行|暂行|修订稿?|征求意见稿|草案|送审稿|修订版|20\d\d年(?:修订|版))$")
_CONSULTED = re.compile(
    r"(?:公开|向社会|网上|面向社会|关于|开展|意见征集|征集|征求|意见|建议|公告|结果|反馈|采纳|情况|公示|公布|的|通告|说明|汇总|及|民意|调查|问卷|社会|公众)"
)
_SHORTEST_SUBJECT = 4


def subjects_of(title: str) -> tuple[str, ...]:
    """The names of the documents that a title is about, bare of marks: those in 《》, what was issued, what it is 关于."""
    named = _NAMED.findall(title)
    if not named and (issued := _ISSUED.search(title)):
        named = [issued[1]]
    if not named:
        rest = _ROUND.sub(" ", title).strip()
        about = _ABOUT.search(rest) or _ABOUT.search(title)
        named = [about[1] if about else rest]
    bare = (bare_name(name) for name in named)
    return tuple(dict.fromkeys(name for name in bare if len(name) >= _SHORTEST_SUBJECT))[:_NAMES]


def bare_name(name: str) -> str:
    inner = _ISSUED.search(name) or _ABOUT.search(name)
    text = _MARKS.sub("", inner[1] if inner else name)
    return _YEAR_TAIL.sub("", text)


def _consulted(title: str) -> tuple[str, ...]:
    """What is consulted on: a name in 《》, else the title without the words of consulting."""
    named = [bare_name(name) for name in _NAMED.findall(title)]
    rest = _MARKS.sub("", _CONSULTED.sub("", title))
    return tuple(dict.fromkeys(name for name in (*named, rest) if len(name) >= _SHORTEST_SUBJECT))[:_NAMES]

"""Letters of the public and their answers: lists of a letter box, blocks of question and answer, and a letter's own page."""

import datetime as dt
import re
from collections.abc import Sequence

import msgspec

from xunwang.inspector.model import Crumb, Message, PageKind, Zone
from xunwang.inspector.read.dates import FULL, stamp_of
from xunwang.inspector.read.dom import Dom
from xunwang.inspector.read.headline import plain
from xunwang.inspector.read.labels import Labelled, line_of, name_in, value_of
from xunwang.inspector.read.letter_labels import LABELS
from xunwang.inspector.read.letter_lines import holds_lines, with_lines
from xunwang.inspector.read.letter_rows import Row, rows_of
from xunwang.inspector.read.letter_words import (
    IS_UNIT,
    NO_REPLY,
    REFUSED,
    STATISTICS,
    apart,
    cut,
    day_of,
    office,
    short,
    signature,
    status_tells,
)
from xunwang.inspector.read.links import Found
from xunwang.inspector.read.threads import holds_posts, thread_of

_BOX = re.compile(
    r"信箱|留言|来信|来件|信件|写信|诉求|12345|咨询(?!机构|公司|热线|服务|委员|师)|投诉|建言|问政|网民|网友|有问必答|百姓心声|我要问|答疑|互动选登|民声|提问"
)
_FORUM = re.compile(rf"{_BOX.pattern}|论坛|贴吧")
_COUNTED = re.compile(rf"(?:{_BOX.pattern}|互动|(?:受理|反馈|答复|回复|办结)(?:情况)?).{{0,6}}统计")
_NAME_OF_BOX = re.compile(
    r"信箱|(?:留言|咨询|信件|互动|来信|详情|内容|回复|答复|投诉)(?:[栏区板台页]|栏目|板块|中心|平台|选登|选编|公开|公示|列表|查询|查看|结果|情况|反馈)?$"
)
_TAKING_PART = ("互动", "交流", "参与", "之声")
_LONGEST_BOX = 8  # characters
_OTHER = re.compile(r"访谈|直播|调查|征集|征求|问卷|信访|举报|纪检|监察|听证|评议|公告|公示|招聘")
_NAMED_BY = r"题\s*[:：][^\n]{2,60}(?:网友|来信人|留言人|写信人)\s*[:：]"
_ASKED_WITH = ("来信", "来件", "来电", "留言", "提问", "咨询", "写信", "信件", "诉求", "工单")
# What a letter shows, and what its answer. A pattern all of whose branches begin with fixed characters is searched five times faster.
_ASKS = re.compile(
    "|".join(f"{word}(?:时间|日期|内容|描述|标题)" for word in _ASKED_WITH)
    + rf"|问题描述|网友提问|主{_NAMED_BY}|标{_NAMED_BY}"
)
# A line of its own that tells of no answer yet.
_NOT_YET = re.compile(
    r"\n[ \t\u3000【（(]*(?:(?:尚未|暂未|还未|暂无|等待|未)(?:答复|回复)|待(?:答复|回复))[】）)。.！!…\s]*(?:\n|\Z)"
)
_ANSWERS = (
    _NOT_YET,
    re.compile(r"(?:答复|回复|处办)(?:时间|日期|内容|单位|部门|情况)"),
    re.compile(
        r"办结时间|办理结果|处理结果|办理状态|当前状态|处理状态|状态\s*[:：\n\t]|处办回复|部门回复|回复：|答复："
    ),
)
_ASKED_ALONE = tuple(
    re.compile(rf"(?:来信|留言|提问|咨询|写信|信件|诉求){what}\s*[:：]") for what in ("(?:时间|日期)", "内容")
)  # of a letter that shows no answer
_SITE = re.compile(r"(?:局|政府|网|网站|委|委员会|厅|办公室|平台|中心|街道|镇|乡|县|区|市|门户)$")
_ORGAN = re.compile(r"[^？?，,。]{2,20}(?:局|政府|委员会|办公室|办事处|街道)")
_PARTS = re.compile(r"[-_|—–｜>]+|\s{2,}")
_UNIT_RANK = (
    "答复",
    "回复",
    "办复",
    "解答",
    "回答",
    "反馈",
    "承办",
    "办理",
    "处理",
    "主办",
    "责任",
    "转办",
    "受理",
    "处置",
)
_TAIL = re.compile(
    r"\n\s*(?:上一[篇条封]|下一[篇条封]|友情链接|【?打印|【?关闭|返回|分享到|您?对.{0,8}(?:满意|评价)|相关信件|扫一扫|纠错|版权所有).*",
    re.DOTALL,
)
_TEXTS = ("question", "reply")
_TELLS_ANSWER = frozenset({"answered", "unit", "status"})
_STEPS = ("/", ">", "»", "›", "＞")
_REACH = 4  # characters beside a label within which a sign of a path stands
_FEW_DAYS = 2  # a question may be asked again
_SHORTEST_LINE = 4  # characters of a line that may be one of a letter
_LEADING_DAY = re.compile(r"^\s*[（(\[【]?\s*")


def may_hold_letters(dom: Dom, kind: PageKind, names: Sequence[str]) -> bool:
    """A cheap look: whether a page called by these names may show letters of the public."""
    if kind in {PageKind.HOME, PageKind.ERROR, PageKind.CHALLENGE, PageKind.SEARCH, PageKind.GUIDE}:
        return False
    by_name = (told for name in names if (told := _told(name)) is not None)
    told = True if _is_in_forum(dom, names) else next(by_name, None)
    if told is not None:
        return told
    if any("统计" in name and _COUNTED.search(name) for name in names) or any(
        name.endswith(_TAKING_PART) for name in names
    ):
        return True
    if "办结" in dom.text and STATISTICS.search(dom.text):
        return True
    if _ASKS.search(dom.text):
        alone = (sign.search(dom.text) for sign in _ASKED_ALONE)
        if any(sign.search(dom.text) for sign in _ANSWERS) or all(alone):
            return True
    return holds_lines(dom.text)


def _told(name: str) -> bool | None:
    """Whether a name is that of a letter box, or of another way to take part; None where it tells nothing."""
    other = _OTHER.search(name)
    if other and (len(name) <= _LONGEST_BOX or other.end() == len(name)):
        return False  # a sentence that only mentions 公示 may be what somebody asks
    return True if _BOX.search(name) else None


def own_names(title: str | None, crumbs: Sequence[Crumb]) -> list[str]:
    """What a page is called by: its last crumbs from the innermost up, then the parts of its title that are no name of a site."""
    parts = [part for part in _PARTS.split(title.strip()) if part] if title else []
    named = [part for part in parts if not _SITE.search(part)] or parts[:1]
    return [*(crumb.text for crumb in reversed(crumbs[-2:])), *named]


def shows_statistics(dom: Dom, names: Sequence[str]) -> bool:
    """Whether the page tells how many letters came in and how many were answered."""
    return STATISTICS.search(dom.text) is not None or any(map(_COUNTED.search, names))


def read_letters(
    dom: Dom, found: Sequence[Found], *, title: str | None, names: Sequence[str], today: dt.date | None
) -> tuple[Message, ...]:
    """The letters that a page shows: its own one, else those of its list. Nothing where no label, status or list tells of letters."""
    is_box = any(_BOX.search(name) for name in names)
    labels = with_lines(dom, [one for one in LABELS.find(dom) if not _is_step(dom, one)], is_box=is_box)
    if _is_in_forum(dom, names) and (thread := _thread(dom, title)):
        return (thread,)
    rows = list(rows_of(dom, found, labels, today, is_box=is_box))
    spans = [(row.node.start, row.node.end) for row in rows] if len(rows) > 1 else []
    own = [
        one
        for one in labels
        if not any(start <= one.start < end for start, end in spans) and not _leads_on(dom, one)
    ]
    letter = _own_letter(dom, own, title, today, is_box=is_box)
    if letter is not None and not (rows and letter.question is None and letter.reply is None):
        return (letter,)
    return tuple(_in_full(row, dom, labels) for row in rows)


def _is_in_forum(dom: Dom, names: Sequence[str]) -> bool:
    """Whether a page of numbered posts stands in a forum or a letter box, by the names around its own."""
    own, *around = [part.strip() for part in _PARTS.split(dom.titles[0])] if dom.titles else [""]
    told = [name for name in (*names, *around) if name not in own]
    named = any(len(name) <= _LONGEST_BOX and _FORUM.search(name) for name in told)
    return named and holds_posts(dom.text)


def _thread(dom: Dom, title: str | None) -> Message | None:
    """The letter of a page of posts that has a name of its own."""
    name = _title(dom, {}, title)
    return thread_of(dom, name) if name and not _is_name_of_box(name) else None


def _in_full(row: Row, dom: Dom, labels: Sequence[Labelled]) -> Message:
    """The letter of a row; one that leads to no page of its own may have its texts in it, without labels of their own."""
    letter, end = row.letter, row.node.end
    own = [
        msgspec.structs.replace(one, stop=min(one.stop, end))
        for one in labels
        if row.node.start <= one.start < end
    ]
    if letter.url is not None or letter.reply or not own:
        return letter
    return _with_plain_reply(letter, dom, own) if letter.question else _with_plain_texts(letter, dom, own)


def _is_step(dom: Dom, label: Labelled) -> bool:
    """Whether the word of a label is a step of the way to the page, such as 首页 / 来信详情 /."""
    before = dom.text[max(0, label.start - _REACH) : label.start].rpartition("\n")[2].strip()
    after = dom.text[label.end : label.end + _REACH].partition("\n")[0].strip()
    return before.endswith(_STEPS) or after.startswith(_STEPS)


def _leads_on(dom: Dom, label: Labelled) -> bool:
    """Whether a label begins the words of a link: 咨询：… is then what a letter behind it is called."""
    node = dom.node_at(label.start)
    return any(outer.tag == "a" and outer.get("href") for outer in (node, *node.up()))


def _own_letter(
    dom: Dom, labels: Sequence[Labelled], title: str | None, today: dt.date | None, *, is_box: bool
) -> Message | None:
    """The letter of a page that is its own: told by the labels of a question and of what became of it."""
    if len({_day(dom, one, today) for one in labels if one.role == "asked"} - {None}) > _FEW_DAYS:
        return None  # what was asked on many days is many letters
    first = _firsts(dom, labels)
    told = set(first)
    says = "question" in told and bool(value_of(dom, first["question"]))
    is_dated = _day(dom, first.get("asked"), today) is not None
    waits = is_dated and "reply" not in told and _NOT_YET.search(dom.text) is not None
    ends = waits or bool(told & {"reply", "answered", "status", "unit"})
    is_question = (says and is_dated) or (is_box and {"asked", "question"} <= told)
    if not (says or is_dated) or not (ends or is_question) or len(told - {"none"}) + waits < 2:
        return None
    letter = _letter(dom, first, _title(dom, first, title), today)
    if letter.answered and _heads_answer(dom, first):
        labels = [one for one in labels if one.role != "reply"]
        told.discard("reply")
    if "reply" not in told and letter.question:
        return _with_plain_reply(letter, dom, labels)
    return letter if told & set(_TEXTS) else _with_plain_texts(letter, dom, labels)


def _heads_answer(dom: Dom, first: dict[str, Labelled]) -> bool:
    """Whether the label of the answer is a heading above those that tell who gave it and when."""
    reply, answered = first.get("reply"), first.get("answered")
    return (
        reply is not None
        and answered is not None
        and reply.start < answered.start
        and not value_of(dom, reply)
    )


def _with_plain_reply(letter: Message, dom: Dom, labels: Sequence[Labelled]) -> Message:
    """An answered letter whose answer stands without a label below those that tell who gave it and when."""
    last = next((one for one in reversed(labels) if one.role in _TELLS_ANSWER), None)
    answer = _below(dom, last) if last is not None and letter.answered is not None else []
    return msgspec.structs.replace(letter, reply=cut("\n".join(answer)) or letter.reply)


def _with_plain_texts(letter: Message, dom: Dom, labels: Sequence[Labelled]) -> Message:
    """An answered letter whose texts stand without labels of their own: below the labels that tell who asked, and who answered when."""
    if letter.answered is None:
        return letter
    number = next((number for number, one in enumerate(labels) if one.role in _TELLS_ANSWER), 0)
    asked = _below(dom, labels[number - 1]) if number else []
    answer = _below(dom, labels[-1])
    texts = [*asked, *answer] if not (asked and answer) else ["\n".join(asked), "\n".join(answer)]
    question, reply = (texts[0], "\n".join(texts[1:])) if len(texts) > 1 else (None, "".join(texts))
    return msgspec.structs.replace(letter, question=cut(question), reply=cut(reply))


def _below(dom: Dom, label: Labelled) -> list[str]:
    """The lines that follow the one in which a label has its value."""
    _, _, rest = dom.text[label.end : label.stop].strip().partition("\n")
    return [line.strip() for line in _clean(rest).splitlines() if len(line.strip()) >= _SHORTEST_LINE]


def _firsts(dom: Dom, labels: Sequence[Labelled]) -> dict[str, Labelled]:
    """The label that speaks for each role: of several the first with a value, of units the one nearest to an answer."""
    found: dict[str, Labelled] = {}
    for one in labels:
        known = found.get(one.role)
        if known is None or (not value_of(dom, known) and value_of(dom, one)) or _outranks(one, known):
            found[one.role] = one
    return found


def _outranks(one: Labelled, known: Labelled) -> bool:
    return one.role == "unit" and _rank(one.word) < _rank(known.word)


def _rank(word: str) -> int:
    return next(
        (number for number, start in enumerate(_UNIT_RANK) if word.startswith(start)), len(_UNIT_RANK)
    )


def _title(dom: Dom, first: dict[str, Labelled], title: str | None) -> str:
    if "title" in first and (words := line_of(dom, first["title"])):
        return short(words)
    heads = (node for node in dom.all("h1", "h2", "h3", "h4") if node.visible and node.zone is not Zone.SIDE)
    headings = (plain(dom.text_of(node)) for node in heads)
    named = _PARTS.split(title or "", maxsplit=1)[0].strip()
    question = apart(value_of(dom, first["question"]))[1] or "" if "question" in first else ""
    candidates = [
        words
        for words in headings
        if 4 <= len(words) <= 60 and not _is_name_of_box(words) and not _ORGAN.fullmatch(words)
    ]
    if named and any(named in words or words in named for words in candidates):
        return short(named)
    return short(
        next(iter(candidates), "")
        or ("" if _is_name_of_box(named) else named)
        or question.partition("\n")[0][:40]
        or named
    )


def _is_name_of_box(words: str) -> bool:
    return len(words) <= _LONGEST_BOX and _NAME_OF_BOX.search(words) is not None


def _letter(dom: Dom, first: dict[str, Labelled], title: str, today: dt.date | None) -> Message:
    question = _clean(value_of(dom, first["question"])) if "question" in first else None
    reply = _clean(value_of(dom, first["reply"])) if "reply" in first else None
    told, question = apart(question)
    asked = (
        _day(dom, first.get("asked"), today)
        or told
        or _day_at_start(question)
        or _day(dom, first.get("when"), today)
    )
    said, reply = _said_after_day(reply)
    answered = _day(dom, first.get("answered"), today) or said
    unit = _unit(dom, first.get("unit")) or ("reply" in first and name_in(dom, first["reply"])) or None
    unit = unit or _unit_before(dom, first.get("answered"))
    status = _status(dom, first.get("status"))
    if reply and NO_REPLY.match(reply):
        reply = ""
    if reply:
        signed_unit, signed_day = signature(reply)
        unit, answered = unit or signed_unit, answered or signed_day
    return Message(
        title=title,
        asked=asked,
        answered=answered,
        unit=unit,
        status=status,
        replied=replied(answered, status, reply, own_page=True),
        question=cut(question),
        reply=cut(reply),
    )


def replied(
    answered: dt.date | None, status: str | None, reply: str | None, *, own_page: bool
) -> bool | None:
    """Whether an answer is seen; on its own page a letter that shows none has none."""
    if answered or reply:
        return True
    if status and REFUSED.search(status):
        return None
    told = status_tells(status) if status else None
    return False if told is None and (reply == "" or own_page) else told


def _clean(text: str) -> str:
    """A text without the furniture that follows it."""
    return _TAIL.sub("", f"\n{text}").strip()


def _day(dom: Dom, label: Labelled | None, today: dt.date | None) -> dt.date | None:
    return day_of(line_of(dom, label), today) if label else None


def _said_after_day(reply: str | None) -> tuple[dt.date | None, str | None]:
    """The day and the words of `回复（2026-03-09）：…`, whose value begins with the day."""
    found = FULL.match(reply) if reply else None
    rest = reply[found.end() :].lstrip(" \u3000）)]】") if reply and found else ""
    return (stamp_of(found).date(), rest[1:].strip()) if found and rest[:1] in {":", "："} else (None, reply)


def _day_at_start(text: str | None) -> dt.date | None:
    if not text:
        return None
    found = FULL.match(text, len(_LEADING_DAY.match(text)[0]))  # type: ignore[index]  # the pattern matches everywhere
    return stamp_of(found).date() if found else None


def _unit(dom: Dom, label: Labelled | None) -> str | None:
    return office(re.split(r"[\s\u3000]|办理|答复", line_of(dom, label))[0]) if label else None


def _unit_before(dom: Dom, label: Labelled | None) -> str | None:
    """The office that stands in the line before the label of its day: `村建站 回复时间：…`."""
    line = dom.text[: label.start].rpartition("\n")[2].strip() if label else ""
    return line if IS_UNIT.fullmatch(line) else None


def _status(dom: Dom, label: Labelled | None) -> str | None:
    words = line_of(dom, label) if label else ""
    return words[:12].split()[0] if words.split() else None

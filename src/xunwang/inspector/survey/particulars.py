"""What single indicators ask of the words of a page: how its time and source are shown, what it tells of later days, what standing pages hold."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator

from msgspec import structs

from xunwang.inspector.model import (
    ColumnType,
    Flaw,
    FlawKind,
    Page,
    PageKind,
    PageRow,
    Particulars,
    StandingTopic,
    Zone,
    late,
)
from xunwang.inspector.survey.force import in_force_until
from xunwang.inspector.survey.maps import map_without_number
from xunwang.inspector.survey.naming import by_name, clean
from xunwang.inspector.survey.parallels import empty_of_leaders, lacking_of_leaders, lacking_of_units
from xunwang.inspector.survey.repealing import DOCUMENT, is_void, repealed_by

_SHOWN = frozenset({"label", "near_title", "made"})
_ABOUT = frozenset({PageKind.COLUMN, PageKind.ARTICLE, PageKind.OTHER})
_MOVING = frozenset(
    {ColumnType.NEWS, ColumnType.NOTICE, ColumnType.PERSONNEL, ColumnType.POLICY, ColumnType.INTERPRETATION}
)
_MAIN = frozenset({Zone.MAIN, Zone.UNKNOWN})
_FEWEST_LETTERS = 150
_FINGERPRINTED = 4_000
_STOPS = "。；！\n"
_LONGEST_WAIT = 400  # days between publication and a told event: beyond it is a slip of the pen
_DAY = re.compile(r"(?P<year>20\d\d)年(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日")
_PAST = re.compile(
    r"已经?(?:于|[^，。；]{0,12}(?:完成|通过|召开|举行|结束|落实|印发|上线|投入))|圆满|闭幕|落幕|顺利(?:完成|召开|举行|结束)"
)
_COMING = re.compile(
    r"[将拟至]|定于|计划|预计|预定|截[止至]|之?前(?:完成|提交|报)|期限|有效期|施行|生效|开始|报名|到期|以前|原则上|应当?"
)
_PRESS = (
    "(?:新华社|新华网|人民日报|人民网|央视新闻|央视网|央广网|中新社|中新网|中国新闻网|中国新闻社|光明日报|光明网|经济日报"
    "|中国经济网|科技日报|法治日报|工人日报|农民日报|中国青年报|中国妇女报|中国日报|求是)"
)
_REPRINT = late(
    rf"转载自|转自|摘自|(?:{_PRESS}|中国政府网)[^。\n]{{0,16}}(?:电|讯|报道|消息)|[（(]\s*{_PRESS}(?:记者|通讯员)[^（）()\n]{{0,20}}[）)]"
)
_DATELINE = late(
    rf"据?{_PRESS}[^。，\n]{{0,16}}(?:[电讯](?!子|话|力)|消息|报道)|本报(?:[\u4e00-\u9fff]{{2,4}})?[电讯]\s*[（(]|[（(]\s*{_PRESS}(?:记者|通讯员)[^（）()\n]{{0,20}}[）)]"
)
_BEGINNING = 30  # characters of a text within which its dateline stands
_TOPICS = (
    (
        StandingTopic.LEADERS,
        re.compile(r"领导(?!小组|调研|讲话|活动|关怀|批示)|负责人信息|班子成员|[市县区镇局]长简介"),
    ),
    (
        StandingTopic.ORGANISATION,
        re.compile(
            r"机构(?:职能|设置|概况|简介|职责|信息)|^(?:政府|组织|工作|本级)?机构$|主要职责|职能职责|部门职能|内设机构|工作职责"
        ),
    ),
    (StandingTopic.OVERVIEW, re.compile(r"概况|[市县区州省镇乡]情|走进|简介$")),
)
_ANY_TOPIC = re.compile(r"领导|负责人|班子|长简介|机构|职责|职能|概况|[市县区州省镇乡]情|走进|简介")
_FIELDS = {
    StandingTopic.LEADERS: (
        ("职务", re.compile(r"职\s*务|书记|[市县区州镇乡省局厅]长|主任|委员|秘书长|调研员|巡视员")),
        ("姓名", re.compile(r"姓\s*名|(?:^|\n)(?!\S*(?:领导|信息|介绍|简[介历]|成员|班子|负责))[\u4e00-\u9fff]{2,4}(?: [A-Za-z ]{2,30})?\n\s*职\s*务|(?:书记|[市县区州镇乡省局厅]长|主任|委员)[：:\s]{1,3}[\u4e00-\u9fff]{2,4}(?=\s|$)|[\u4e00-\u9fff]{2,4}[，,]\s*(?:[男女]|[^\s。，]{0,12}(?:书记|[市县区州镇乡省局厅]长|主任)[。，,])|(?:^|[\n\t])(?!\S{0,3}[记长任员务位])[\u4e00-\u9fff]{2,4}[ \u3000]{1,3}[^\s。]{0,12}(?:书记|[市县区州镇乡省局厅]长|主任|委员)")),
        ("简历", re.compile(r"简\s*历|[男女][，,]|年\d{1,2}月(?:出)?生|出生于|参加工作|历任|曾任|毕业|学历|中共党员")),
        ("分管工作", re.compile(r"分\s*管|分\s*工|负责|主持|协助|联系(?=[\u4e00-\u9fff]+(?:局|工作|单位))")),
    ),
    StandingTopic.ORGANISATION: (
        ("职责", re.compile(r"职\s*责|职\s*能|负责(?!人)|承担|贯彻|拟订|组织实施|监督管理|指导")),
        ("联系方式", re.compile(r"电\s*话|地\s*址|传\s*真|邮\s*编|邮\s*箱|联系方式|0\d{2,3}[-—－ ]?\d{7,8}")),
    ),
    StandingTopic.OVERVIEW: (),
}  # fmt: skip
_LABELLED = {
    "简历": re.compile(r"(?:^|[\n\t])\s*(?:个人|工作|主要|基本)?简\s*历\s*[:：]"),
    "分管工作": re.compile(r"(?:^|[\n\t])\s*(?:工作)?(?:分\s*管|分\s*工)(?:工作)?\s*[:：]"),
}
_HEADED_BY_NAME = re.compile(
    r"(?!.*(?:领导|信息|班子|之窗|政府|政务|[^\s]简介|概况|机构|书记|主任|[市县区州镇乡局厅]长))[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,3}|[ \u3000]+[\u4e00-\u9fff])(?:\s*(?:简历|同志))?"
)
_PERSON = re.compile(r"[\u4e00-\u9fff](?:[\u4e00-\u9fff]{1,3}|[ \u3000]+[\u4e00-\u9fff])")
_NO_STEP = re.compile(r"(?:网站|本站)?首页|主页|正文|内容|详情|详细.{0,2}|.{0,4}列表|查看.{2}")
_FIGURES = re.compile(r"生产总值|GDP|人口|亿元|万人|收入")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")


def particulars_of(row: PageRow) -> Particulars | None:
    """None for a page that has nothing to tell."""
    page = row.page
    told = _told_by(page) if page.kind in _ABOUT else _NOTHING
    if page.empty_links:
        told = structs.replace(told, empty_links=page.empty_links)
    if flaws := tuple(_flaws(row)):
        told = structs.replace(told, flaws=flaws)
    if shown := stands_in(page):
        told = structs.replace(told, stands_in=shown)
    return told if told != _NOTHING else None


def _flaws(row: PageRow) -> Iterator[Flaw]:
    """What a page shows to be broken; what a script may still fill only where its scripts have run."""
    has_run = row.rendered and "late" not in row.page.script_filled
    for flaw in row.page.flaws:
        if flaw.kind is FlawKind.WAITING:
            if has_run:
                yield Flaw(FlawKind.TEMPLATE, flaw.words)
        elif (
            flaw.kind is not FlawKind.CHARSET or not row.rendered
        ):  # what a browser hands over it has written anew
            yield flaw


def stands_in(page: Page) -> str | None:
    """The column in which the way to a page ends, where its tag names none of those on that way."""
    tagged = page.metas.get("ColumnName")
    if not tagged or not page.breadcrumb or any(crumb.text == tagged for crumb in page.breadcrumb[1:]):
        return None
    if page.kind is not PageKind.ARTICLE and tagged in (page.title or ""):
        return None  # it names itself, where the way to it ends above it
    steps = (clean(crumb.text) for crumb in page.breadcrumb if crumb.text != page.title)
    names = [name for name in steps if name and not _NO_STEP.fullmatch(name)]
    if not names or any(tagged in name or name in tagged for name in names):
        return None
    kinds = {by_name(name) for name in names} - {None, ColumnType.OTHER}
    return None if by_name(tagged) in kinds else names[-1]


def _told_by(page: Page) -> Particulars:
    told = _of_article(page) if page.kind is PageKind.ARTICLE else _NOTHING
    topic = _topic(page)
    told = _with_topic(told, page, topic) if topic else told
    unmarked = map_without_number(page)
    return structs.replace(told, unmarked_map=unmarked) if unmarked else told


_NOTHING = Particulars()


# ── articles ─────────────────────────────────────────────────────────────────────────────────────


def _of_article(page: Page) -> Particulars:
    later = _later(page)
    until = in_force_until(page)
    return Particulars(
        force=page.force if until else None,
        in_force_until=until,
        source=page.source,
        time_shown=page.published_precision if page.published_from in _SHOWN else None,
        reprint=_is_reprint(page),
        text_key=_fingerprint(page.text),
        later=later[0] if later else None,
        later_words=later[1] if later else None,
        repeals=repealed_by(page),
        void=is_void(page),
        number=page.number if DOCUMENT.search(page.title or "") else None,
    )


def _is_reprint(page: Page) -> bool:
    """Whether a text comes from elsewhere while no source is shown, or the site itself where an agency's dateline begins it."""
    if not page.source:
        return _REPRINT.search(page.text, 0, 1_000) is not None
    own = (page.metas.get("SiteName", "").strip(), page.marks.organiser)
    is_own = any(name and page.source.startswith(name) for name in own)  # or an office of its own
    return is_own and _DATELINE.search(page.text, 0, _BEGINNING) is not None


def _fingerprint(text: str) -> str | None:
    """Of a text long enough to be one of its own, blanks left out."""
    letters = "".join(text[:_FINGERPRINTED].split())
    if len(letters) < _FEWEST_LETTERS:
        return None
    return hashlib.blake2b(letters.encode(), digest_size=8).hexdigest()


def _later(page: Page) -> tuple[dt.date, str] | None:
    """The first day after publication of which the text tells as past, with the sentence."""
    if page.published is None or page.published_from not in _SHOWN:
        return None
    published = page.published.date()
    for found in _DAY.finditer(page.text):
        day = _day_of(found)
        if day and 0 < (day - published).days < _LONGEST_WAIT:
            sentence = _sentence_around(found, page.text)
            if _PAST.search(sentence) and not _COMING.search(sentence):
                return day, sentence
    return None


def _day_of(found: re.Match[str]) -> dt.date | None:
    """The day that was found; None for one that is in no calendar."""
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _sentence_around(found: re.Match[str], text: str) -> str:
    start = max(text.rfind(sign, 0, found.start()) for sign in _STOPS) + 1
    ends = [end for sign in _STOPS if (end := text.find(sign, found.end())) >= 0]
    return text[start : min(ends, default=len(text))].strip()[:120]


# ── standing pages ───────────────────────────────────────────────────────────────────────────────


def _topic(page: Page) -> StandingTopic | None:
    """What a standing page is about, told by its place in the site; news about leaders stands elsewhere."""
    names = (page.column or "", *(crumb.text for crumb in page.breadcrumb[-3:]), _own_title(page))
    told = " ".join(names)
    if not _ANY_TOPIC.search(told) or page.marks.sitemap == page.url:
        return None
    names = tuple(name for name in names if by_name(name) not in _MOVING)
    return next((topic for topic, words in _TOPICS if any(words.search(name) for name in names)), None)


def _leads_to_leaders(page: Page) -> bool:
    """Whether several links of the main part name offices, each with who holds it, or those who hold one beside them."""
    post = dict(_FIELDS[StandingTopic.LEADERS])["职务"]
    named = (
        link
        for link in page.links
        if link.visible
        and link.zone in _MAIN
        and (post.search(link.text) or _stands_beside(link.text, post, page.text))
    )
    return len({link.url for link in named}) > 1


def _stands_beside(name: str, post: re.Pattern[str], text: str) -> bool:
    """Whether what may be a person's name stands in a line with an office."""
    if _PERSON.fullmatch(name) is None:
        return False
    return any(name in line and post.search(line.replace(name, "")) for line in text.splitlines())


def _own_title(page: Page) -> str:
    """The title of a page that is no article; articles speak of everything."""
    return "" if page.kind is PageKind.ARTICLE else re.split(r"[_\-|—]", page.title or "")[0].strip()


def _with_topic(told: Particulars, page: Page, topic: StandingTopic) -> Particulars:
    text = f"{page.title or ''}\n{page.text}"
    if topic is StandingTopic.ORGANISATION:
        text = _beside_names(text, page)
    holds = [name for name, words in _FIELDS[topic] if words.search(text)]
    if topic is StandingTopic.LEADERS:
        holds = _of_leaders(page, holds)
    return structs.replace(
        told, topic=topic, holds=tuple(holds), lacks=_lacks(page, topic), figures_year=_figures_year(text)
    )


def _lacks(page: Page, topic: StandingTopic) -> tuple[str, ...]:
    """What one of several lacks that most of them show."""
    if topic is StandingTopic.ORGANISATION:
        return lacking_of_units(page.text)
    links = {link.text for link in page.links if link.zone in _MAIN}
    if topic is not StandingTopic.LEADERS:
        return ()
    lacking = (*lacking_of_leaders(page.text, links), *empty_of_leaders(page.text, links))
    return tuple(dict.fromkeys(lacking))


def _beside_names(text: str, page: Page) -> str:
    """A text without what the page is called: a column of duties that bears their name need not show any."""
    for name in {page.column, _own_title(page), *(crumb.text for crumb in page.breadcrumb)}:
        text = text.replace(name, "") if name else text
    return text


def _of_leaders(page: Page, holds: list[str]) -> list[str]:
    """A list that leads to the pages of several leaders shows none of them; the page of one may carry the name as its heading."""
    if "简历" not in holds and (len(page.items) > 1 or _leads_to_leaders(page)):
        return []
    holds = [name for name in holds if not _is_missing_of_one(name, page.text)]
    if "姓名" in holds or _HEADED_BY_NAME.fullmatch(_own_title(page)) is None:
        return holds
    return ["姓名", *holds]


def _is_missing_of_one(name: str, text: str) -> bool:
    """Whether fewer lines begin with the label of this than with that of the other: then one of the leaders lacks it."""
    told = {label: len(lines.findall(text)) for label, lines in _LABELLED.items()}
    return name in told and 0 < told[name] < max(told.values())


def _figures_year(text: str) -> int | None:
    """The newest year whose figures a line gives."""
    lines = (line for line in text.splitlines() if _FIGURES.search(line))
    return max((int(year) for line in lines for year in _YEAR.findall(line)), default=None)

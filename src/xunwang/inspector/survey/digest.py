"""The little that the survey wants of each page: enough to hold it against its neighbours without reading it again."""

import datetime as dt
import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import pairwise

from msgspec import structs

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Evidence, LinkKind, Page, PageKind, PageRow, Record, Zone, late
from xunwang.inspector.read.nothing import NOTHING_HERE
from xunwang.inspector.survey.cycles import promised, stated
from xunwang.inspector.survey.naming import clean
from xunwang.inspector.survey.places import Places
from xunwang.inspector.survey.showing import shown_by, telling_lines
from xunwang.inspector.survey.troubles import list_trouble, page_trouble, rest_trouble

_LETTERS_OF_A_TEXT = 80
_LETTERS_OF_A_NOTE = 30
_EDGE = 12  # lines
_BEGINNING = 1_000
_DAY_AT_END = re.compile(r"\s*[\[(（]?(?:(?:19|20)\d\d[-./年])?\d{1,2}[-./月]\d{1,2}日?[\])）]?\Z")
_ARCHIVED = re.compile(
    r"(?:已经?|现已|予以)归档|归档(?:备查|留存|保存)|归档(?:专题|专栏|栏目|内容)|(?:专题|专栏|栏目)归档|不再(?:更新|发布新)|(?:已|现)(?:停止|结束)更新|停止更新"
)
_DAY_ENDS = frozenset("0123456789日])）")
_BULLETS = "·•▪■◆◇►▶>»›-* \u3000"
_FIGURES = "统计"
_PAGE = LinkKind.PAGE  # looking a member up costs more than comparing it
_FEW_WORDS = 160  # characters
_REFERS = late(
    r"(?:暂不|暂未|尚未|暂时不|不)(?:能|支持|提供|开通|开放)[^，。；\n]{0,6}(?:网上|在线|线上)|(?:功能|系统|平台|服务)[^，。；\n]{0,6}(?:暂未|尚未|即将)(?:开通|开放|上线|启用)"
    r"|(?:到|至|前往|赴|在)[^，。；\n]{0,24}(?:窗口|大厅|服务中心|现场)[^，。；\n]{0,8}(?:办理|申请|提交|申报|咨询)"
)
_BODY_ZONES = frozenset({Zone.MAIN, Zone.UNKNOWN})


class Entry(Record, frozen=True, array_like=True):
    """One item of a list, with the place it leads to."""

    key: str
    place: str
    title: str
    date: dt.date | None


class Step(Record, frozen=True, array_like=True):
    """One step of a breadcrumb; `place` is None where the step is not linked."""

    name: str
    place: str | None
    url: str | None


class Digest(Record, frozen=True, omit_defaults=True):
    """One page, without its text and most of its links.

    `asked` is the place that was asked for, `place` the one that answered after redirects. `trouble` says why its content is not at hand, `list_trouble` why only its list is not, `late` why more may stand in it than was seen. `path` are the steps of the
    breadcrumb below the home page; `part_filled`: a script that nobody ran fills something beside its list, or one that ran left the list empty; `framed` the places whose pages it shows as its main part; `pointers` the places its main part links to beside its items, pages
    and steps. `long_text`: a page of text; `some_text`: at least a note that says something; `excused`: it says that there is nothing; `refers`: a few words that send visitors to a counter or tell that nothing works yet, and no form. `shown` and `lines`: what its
    body shows (links, pictures, frames; lines that say something), to be held against the other pages of the site. `cycle_months`: how often it says that its list is brought up to date. `stated`: of what days figures are that stand without a list.
    """

    url: str
    key: str
    place: str
    asked: str
    kind: PageKind
    depth: int = 0
    parent: str | None = None
    trouble: str | None = None
    list_trouble: str | None = None
    late: str | None = None
    status: int | None = None
    title: str | None = None
    column: str | None = None
    column_meta: str | None = None
    type_meta: str | None = None
    path: tuple[Step, ...] = ()
    entries: tuple[Entry, ...] = ()
    next_places: tuple[str, ...] = ()
    framed: tuple[str, ...] = ()
    archived: bool = False
    pointers: tuple[str, ...] = ()
    long_text: bool = False
    some_text: bool = False
    part_filled: bool = False
    message_form: bool = False
    other_form: bool = False
    excused: bool = False
    refers: bool = False
    shown: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    cycle_months: int | None = None
    stated: tuple[dt.date, ...] = ()
    evidence: Evidence | None = None

    @property
    def read(self) -> bool:
        return self.trouble is None


def digest_of(row: PageRow, places: Places) -> Digest:
    """What the survey keeps of a page row: what it is, where it stands and what of it could not be read; no body."""
    page = row.page
    purposes = [form.purpose for form in page.forms]
    own = [form.purpose for form in page.forms if not form.framed]
    digest = Digest(
        url=page.url,
        key=row.key,
        place=places.of(row.attempt.final_url or page.url),
        asked=places.of_key(row.key),
        kind=page.kind,
        depth=row.depth,
        parent=row.parent,
        trouble=page_trouble(page, row.attempt, rendered=row.rendered),
        list_trouble=list_trouble(page, rendered=row.rendered),
        status=row.attempt.status,
        title=page.title,
        column=clean(page.column),
        column_meta=None if page.metas.get("ArticleTitle") else clean(page.metas.get("ColumnName")),
        type_meta=page.metas.get("ColumnType"),
        path=_path(page, places),
        next_places=tuple(dict.fromkeys(places.of(url) for url in page.next_pages)),
        late=rest_trouble(page),
        framed=_framed(page, places) if "frame" in page.script_filled else (),
        part_filled=_waits_in_part(page, rendered=row.rendered),
        message_form="message" in purposes,
        other_form="message" in purposes or "other" in own,
        evidence=row.evidence,
    )
    if page.kind is PageKind.ARTICLE:
        long_text = has_long_text(page)
        return structs.replace(digest, long_text=long_text, some_text=long_text or is_note(own_words(page)))
    return _with_body(digest, page, places, rendered=row.rendered) if digest.read else digest


def _waits_in_part(page: Page, *, rendered: bool) -> bool:
    """Whether a script that did not run fills something beside the list, or one that ran filled no list, for it got nothing to show there or did not find it."""
    if rendered:
        return not page.items and not {"list", "unfound"}.isdisjoint(page.script_filled)
    return "part" in page.script_filled


def _framed(page: Page, places: Places) -> tuple[str, ...]:
    frames = (link for link in page.links if link.kind is LinkKind.FRAME and link.zone in _BODY_ZONES)
    return tuple(dict.fromkeys(places.of(link.url) for link in frames if link.visible))


def _with_body(digest: Digest, page: Page, places: Places, *, rendered: bool) -> Digest:
    """What the body holds, for pages that may be columns: an article shows itself, and that is never asked for."""
    entries = entries_of(page, places)
    words = own_words(page)
    long_text = is_long(words)
    excused = not entries and NOTHING_HERE.search(words) is not None
    told = telling_lines(_edges(words) if long_text else words, _headings(page), excused=excused)
    return structs.replace(
        digest,
        entries=entries,
        pointers=tuple(sorted(_pointers(page, places, entries, digest.path, digest.next_places))),
        long_text=long_text,
        some_text=long_text or is_note(words),
        archived=_ARCHIVED.search(words) is not None,
        excused=excused,
        refers=not entries and _refers(words, page),
        shown=tuple(sorted(shown_by(page, _BODY_ZONES, rendered=rendered and not digest.late))),
        lines=tuple(sorted(told)),
        cycle_months=promised(words) if entries else None,
        stated=stated(words) if not entries and _FIGURES in f"{page.title}{page.column}" else (),
    )


def _refers(words: str, page: Page) -> bool:
    """Whether all that the page says is that nothing can be done on it."""
    if len(words) > _FEW_WORDS or any(form.purpose != "search" for form in page.forms):
        return False
    return _REFERS.search(words) is not None or NOTHING_HERE.search(words) is not None


def _headings(page: Page) -> frozenset[str]:
    """The lines right above a line that is but a link."""
    linked = {link.text for link in page.links}
    lines = [line.strip() for line in page.text.splitlines()]
    return frozenset(line for line, below in pairwise(lines) if _is_linked(below, linked))


def _edges(words: str) -> str:
    """The first and last lines of a page of text, where the furniture of its site stands."""
    lines = words.splitlines()
    return "\n".join(lines if len(lines) <= 2 * _EDGE else (*lines[:_EDGE], *lines[-_EDGE:]))


def own_words(page: Page) -> str:
    """The text of a page without its lines that are but links, with or without a day: a menu in the middle of a page says nothing by itself."""
    linked = {link.text for link in page.links}
    return "\n".join(line for line in page.text.splitlines() if not _is_linked(line.strip(), linked))


def _is_linked(line: str, linked: AbstractSet[str]) -> bool:
    line = line.lstrip(_BULLETS)
    return line in linked or (line[-1:] in _DAY_ENDS and _DAY_AT_END.sub("", line) in linked)


def has_long_text(page: Page) -> bool:
    """Whether a page is a page of text, told by its beginning where that is enough."""
    linked = {link.text for link in page.links}
    letters = 0
    for line in page.text[:_BEGINNING].splitlines()[:-1]:
        if line.strip() not in linked:
            letters += len("".join(line.split()))
            if letters >= _LETTERS_OF_A_TEXT:
                return True
    return is_long(own_words(page))


def is_long(text: str) -> bool:
    """Whether these are the words of a page of text."""
    return len("".join(text.split())) >= _LETTERS_OF_A_TEXT


def is_note(text: str) -> bool:
    """Whether a short text says something of its own: in sentences, and not to excuse that there is nothing."""
    letters = "".join(text.split())
    return len(letters) >= _LETTERS_OF_A_NOTE and "。" in letters and NOTHING_HERE.search(letters) is None


def days_of(dates: Iterable[dt.date | None]) -> tuple[dt.date, ...]:
    """The known days, newest first."""
    return tuple(sorted((date for date in dates if date is not None), reverse=True))


def entries_of(page: Page, places: Places) -> tuple[Entry, ...]:
    """The items of a page, each once; what leads to the home page or back to the page itself is none."""
    here = {places.root, places.of(page.url)}
    entries: dict[str, Entry] = {}
    for item in page.items:
        place = places.of(item.url)
        if item.url == page.url and item.date is not None:
            key = f"{key_of(item.url)}#{item.title}"  # a row that opens by a script of unknown address
        elif place in here:
            continue
        else:
            key = key_of(item.url)
        known = entries.get(key)
        if known is None or known.date is None:
            entries[key] = Entry(key=key, place=place, title=item.title, date=item.date)
    return tuple(entries.values())


def _path(page: Page, places: Places) -> tuple[Step, ...]:
    steps = (
        Step(name=clean(crumb.text) or "", place=places.of(crumb.url) if crumb.url else None, url=crumb.url)
        for crumb in page.breadcrumb
    )
    return tuple(step for step in steps if step.name and step.name != "首页" and step.place != places.root)


def _pointers(
    page: Page,
    places: Places,
    entries: tuple[Entry, ...],
    path: tuple[Step, ...],
    next_places: tuple[str, ...],
) -> frozenset[str]:
    linked = {
        places.of(link.url)
        for link in page.links
        if link.kind is _PAGE and link.zone in _BODY_ZONES and link.visible and places.internal(link.url)
    }
    known = (
        {entry.place for entry in entries} | {step.place for step in path if step.place} | set(next_places)
    )
    return frozenset(linked - known - {places.root, places.of(page.url)})

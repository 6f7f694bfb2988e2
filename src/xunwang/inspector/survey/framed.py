"""A home page that is but a set of frames or a way in, put together with the pages behind it: what visitors take for one page."""

from collections.abc import Iterator, Sequence

from msgspec import structs

from xunwang.inspector.fetch.urls import host_of, key_of
from xunwang.inspector.model import (
    Link,
    LinkKind,
    Page,
    PageFact,
    PageKind,
    PageRow,
    Reach,
    Record,
    Subject,
    Zone,
)
from xunwang.inspector.survey.mentions import is_edition
from xunwang.inspector.survey.notes import Rows, home_row
from xunwang.inspector.survey.pages import completed, leads_on, merged, shows_footer

_DEPTH = 3  # sets of frames within one another, welcomes behind one another
_MOST_WAYS = 3
_LITTLE = 300  # characters: a page that says more is no mere welcome
_UNREAD = ("elsewhere", "footer")
_BODY = frozenset({Zone.MAIN, Zone.UNKNOWN})


class Home(Record, frozen=True):
    """The home page, with what the pages `behind` it show where it is made of frames, leads on or has but one link.

    `at_once`: visitors come to see those without doing anything, so that what these carry is carried. `ways_in`: the keys of the few
    pages to which a page that is but a welcome asks to come in; `inside` is the only one, as a whole, where it was read.
    """

    row: PageRow
    behind: tuple[PageRow, ...] = ()
    at_once: bool = False
    ways_in: tuple[str, ...] = ()
    inside: "Home | None" = None


def home_of(subject: Subject, rows: Rows) -> Home | None:
    home = home_row(subject, rows())
    return _whole(home, rows, _DEPTH) if home is not None else None


def _whole(row: PageRow, rows: Rows, depth: int) -> Home:
    if depth and (onward := leads_on(row.page)):
        return _passed(row, onward, rows, depth)
    if ways_in := _ways_in(row):
        return _entered(row, ways_in, rows, depth)
    if not _is_set_of_frames(row):
        return Home(row)
    frames = tuple(_frames_of(row, rows, _DEPTH))
    shown = [frame for frame in frames if frame is not None]
    return Home(_with(row, shown), tuple(shown), at_once=True) if len(shown) == len(frames) else Home(row)


def as_seen(fact: PageFact, home: Home) -> PageFact:
    """The fact of the home page with the marks and tags of the pages that its visitors come to see for it; where nobody read those, its foot is unread."""
    page = home.row.page
    foot = completed(fact, [row.page.marks for row in home.behind])
    unread = () if home.behind else _UNREAD
    return structs.replace(
        foot,
        title=page.title,
        masthead=page.masthead,
        marks=merged(page.marks, foot.marks),
        metas=page.metas,
        script_filled=tuple(dict.fromkeys((*foot.script_filled, *unread))),
    )


def _passed(row: PageRow, onward: Sequence[str], rows: Rows, depth: int) -> Home:
    """A page with that to which it leads by itself: of several the one that leads to most, for that is not the one for telephones."""
    keys = {key_of(url) for url in onward}
    read = {one.key: one for one in rows() if one.key in keys and one.attempt.reach is Reach.OK}
    behind = max(read.values(), key=lambda one: len(one.page.links), default=None)
    if behind is None or (len(read) < len(keys) and not shows_footer(behind.page.marks)):
        return Home(row, at_once=True)
    inner = _whole(behind, rows, depth - 1)
    page = _joined(row.page, inner.row.page, None)
    filled = tuple(part for part in inner.row.page.script_filled if part not in page.script_filled)
    page = structs.replace(page, script_filled=(*page.script_filled, *filled))
    row = structs.replace(row, page=page)
    return Home(row, (behind, *inner.behind), at_once=True, ways_in=inner.ways_in, inside=inner.inside)


def _read(key: str, rows: Rows) -> PageRow | None:
    return next((row for row in rows() if row.key == key and row.attempt.reach is Reach.OK), None)


def _ways_in(home: PageRow) -> tuple[str, ...]:
    """The keys of the few pages of the site to which a home page without any list leads, outside its footer: it asks but to come in. Other editions are none."""
    page = home.page
    if page.kind is not PageKind.HOME or page.items or page.script_filled or page.forms:
        return ()
    host = host_of(page.url)
    led = dict.fromkeys(
        key_of(link.url)
        for link in page.links
        if link.kind is LinkKind.PAGE
        and link.zone is not Zone.FOOTER
        and host_of(link.url) == host
        and not is_edition(link)
    )
    led.pop(home.key, None)
    is_choice = len(led) <= _MOST_WAYS and len(page.text) <= _LITTLE
    return tuple(led) if len(led) == 1 or is_choice else ()


def _entered(home: PageRow, ways_in: tuple[str, ...], rows: Rows, depth: int) -> Home:
    """A welcome with the page behind it, where there is but one and that shows what is new."""
    row = _read(ways_in[0], rows) if depth and len(ways_in) == 1 else None
    if row is None:
        return Home(home, ways_in=ways_in)
    inside = _whole(row, rows, depth - 1)
    if not inside.row.page.items:
        return Home(home, ways_in=ways_in, inside=inside)
    whole = structs.replace(home, page=_joined(home.page, inside.row.page, None))
    return Home(whole, (row, *inside.behind), ways_in=ways_in, inside=inside)


def _is_set_of_frames(row: PageRow) -> bool:
    return "frame" in row.page.script_filled


def _frames_of(framing: PageRow, rows: Rows, depth: int) -> Iterator[PageRow | None]:
    """The rows of the frames of a page and of those within them, in the order of the page; None for one that was not read."""
    keys = _keys(framing.page)
    known = {row.key: row for row in rows() if row.key in keys and row.attempt.reach is Reach.OK}
    for key in keys:
        row = known.get(key)
        if row is not None and depth > 1 and _is_set_of_frames(row):
            yield from _frames_of(row, rows, depth - 1)
        else:
            yield row


def _with(home: PageRow, frames: Sequence[PageRow]) -> PageRow:
    page = home.page
    for row in frames:
        page = _joined(page, row.page, _zone_of(row.page))
    filled = tuple(part for part in page.script_filled if part not in {"frame", "footer"})
    newest = max((item.date for item in page.items if item.date), default=None)
    return structs.replace(home, page=structs.replace(page, script_filled=filled, newest=newest))


def _keys(page: Page) -> tuple[str, ...]:
    return tuple(key_of(link.url) for link in page.links if link.kind is LinkKind.FRAME and link.visible)


def _zone_of(frame: Page) -> Zone | None:
    """Where the links of a frame stand: beside nothing that is listed they are the menu, beside marks the foot."""
    return Zone.FOOTER if shows_footer(frame.marks) else None if frame.items else Zone.NAV


def _joined(page: Page, frame: Page, zone: Zone | None) -> Page:
    """A page with what another shows for it; links in the body of that stand in the zone, if one is given."""
    return structs.replace(
        page,
        items=page.items + frame.items,
        links=page.links + tuple(_placed(link, zone) for link in frame.links),
        forms=page.forms + frame.forms,
        title=page.title or frame.title,
        marks=merged(page.marks, frame.marks),
        metas=frame.metas | {name: value for name, value in page.metas.items() if value},
        masthead=" ".join(filter(None, (page.masthead, frame.masthead))) or None,
        submenu=page.submenu + frame.submenu,
        text=f"{page.text}\n{frame.text}".strip(),
    )


def _placed(link: Link, zone: Zone | None) -> Link:
    return structs.replace(link, zone=zone) if zone and link.zone in _BODY else link

"""A home page that is but a set of frames or a way in, put together with the pages behind it: what visitors take for one page."""

from collections.abc import Iterator, Sequence

from msgspec import structs

from xunwang.inspector.fetch.urls import host_of, key_of
from xunwang.inspector.model import Link, LinkKind, Page, PageKind, PageRow, Reach, Subject, Zone
from xunwang.inspector.survey.notes import Rows, home_row
from xunwang.inspector.survey.pages import merged, shows_footer

_DEPTH = 3  # sets of frames within one another
_BODY = frozenset({Zone.MAIN, Zone.UNKNOWN})


def home_of(subject: Subject, rows: Rows) -> tuple[PageRow | None, tuple[PageRow, ...]]:
    """The home page, with what its frames show where it is made of frames, or with the page to which its only link leads; and the rows of these."""
    home = home_row(subject, rows())
    if home is None:
        return None, ()
    if (way_in := _only_way_in(home)) is not None:
        return _entered(home, way_in, rows)
    if not _is_set_of_frames(home):
        return home, ()
    frames = tuple(_frames_of(home, rows, _DEPTH))
    shown = [row for row in frames if row is not None]
    return (_with(home, shown), tuple(shown)) if len(shown) == len(frames) else (home, ())


def _only_way_in(home: PageRow) -> str | None:
    """The key of the only page of the site to which a home page without any list leads, outside its footer: it asks but to come in."""
    page = home.page
    if page.kind is not PageKind.HOME or page.items or page.script_filled or page.forms:
        return None
    host = host_of(page.url)
    led = {
        key_of(link.url)
        for link in page.links
        if link.kind is LinkKind.PAGE and link.zone is not Zone.FOOTER and host_of(link.url) == host
    } - {home.key}
    return led.pop() if len(led) == 1 else None


def _entered(home: PageRow, way_in: str, rows: Rows) -> tuple[PageRow, tuple[PageRow, ...]]:
    row = next((row for row in rows() if row.key == way_in and row.attempt.reach is Reach.OK), None)
    if row is None or not row.page.items:
        return home, ()
    return structs.replace(home, page=_joined(home.page, row.page, None)), (row,)


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
        marks=merged(page.marks, frame.marks),
        masthead=page.masthead or frame.masthead,
        submenu=page.submenu + frame.submenu,
        text=f"{page.text}\n{frame.text}".strip(),
    )


def _placed(link: Link, zone: Zone | None) -> Link:
    return structs.replace(link, zone=zone) if zone and link.zone in _BODY else link

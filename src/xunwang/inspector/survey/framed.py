"""A home page that is but a set of frames, put together with the pages it shows: visitors see one page."""

from collections.abc import Iterator, Sequence

from msgspec import structs

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Link, LinkKind, Page, PageRow, Reach, Subject, Zone
from xunwang.inspector.survey.notes import Rows, home_row
from xunwang.inspector.survey.pages import merged, shows_footer

_DEPTH = 3  # sets of frames within one another
_BODY = frozenset({Zone.MAIN, Zone.UNKNOWN})


def home_of(subject: Subject, rows: Rows) -> tuple[PageRow | None, tuple[PageRow, ...]]:
    """The home page, with what its frames show where it is made of frames, and the rows of these."""
    home = home_row(subject, rows())
    if home is None or not _is_set_of_frames(home):
        return home, ()
    frames = tuple(_frames_of(home, rows, _DEPTH))
    shown = [row for row in frames if row is not None]
    return (_with(home, shown), tuple(shown)) if len(shown) == len(frames) else (home, ())


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
        page = _joined(page, row.page)
    filled = tuple(part for part in page.script_filled if part not in {"frame", "footer"})
    newest = max((item.date for item in page.items if item.date), default=None)
    return structs.replace(home, page=structs.replace(page, script_filled=filled, newest=newest))


def _keys(page: Page) -> tuple[str, ...]:
    return tuple(key_of(link.url) for link in page.links if link.kind is LinkKind.FRAME and link.visible)


def _joined(page: Page, frame: Page) -> Page:
    """A page with what one of its frames shows; links beside a frame that lists nothing are the menu, those beside marks the foot."""
    zone = Zone.FOOTER if shows_footer(frame.marks) else None if frame.items else Zone.NAV
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

"""What the page indicators need of each page that was read."""

from collections.abc import Iterable

from msgspec import structs

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import BY_ITSELF, LinkKind, Marks, Page, PageFact, PageKind, PageRow, Reach
from xunwang.inspector.survey.groups import title_name
from xunwang.inspector.survey.naming import denies_column
from xunwang.inspector.survey.particulars import particulars_of
from xunwang.inspector.survey.places import Places

_READABLE = frozenset(
    {PageKind.HOME, PageKind.COLUMN, PageKind.ARTICLE, PageKind.GUIDE, PageKind.MESSAGE, PageKind.OTHER}
)

_MUCH = 1_000  # characters: a page that says more is there to be read
_MADE = frozenset({PageKind.COLUMN, PageKind.ARTICLE})
_FRAME = LinkKind.FRAME  # looking a member up costs more than comparing it
_WITH_CONTENT = frozenset({None, 200, 304})  # 304: the content is that of an earlier run


def page_fact(row: PageRow) -> PageFact | None:
    """The fact of a page that answered with its content; None for error pages, challenges and search results."""
    page = row.page
    if (
        row.attempt.reach is not Reach.OK
        or row.attempt.status not in _WITH_CONTENT
        or page.kind not in _READABLE
    ):
        return None
    return PageFact(
        url=page.url,
        key=row.key,
        kind=_kind(page),
        depth=row.depth,
        title=page.title,
        attempt=row.attempt,
        evidence=row.evidence,
        masthead=page.masthead,
        published=page.published,
        column=page.column,
        marks=page.marks,
        metas=page.metas,
        script_filled=page.script_filled,
        rendered=row.rendered,
        template=row.template,
        particulars=particulars_of(row),
    )


def leads_on(page: Page) -> tuple[str, ...]:
    """The addresses to which a page that holds little takes its visitors by itself, but for its own by another name; several where each kind of visitor has one."""
    if page.items or len(page.text) > _MUCH:
        return ()
    led = dict.fromkeys(link.url for link in page.links if link.rel == BY_ITSELF)
    return tuple(url for url in led if Places(page.url).of(url) != Places(page.url).root)


def frames_of(page: Page) -> tuple[str, ...]:
    """The keys of the frames that a page shows."""
    frames = [link for link in page.links if link.kind is _FRAME]
    return tuple(key_of(link.url) for link in frames if link.visible)


def completed(fact: PageFact, frames: Iterable[Marks]) -> PageFact:
    """The fact with the marks of its frames; a footer that a frame has filled is unread no more.

    A footer in a frame is the page's own: visitors see no difference.
    """
    footers = [marks for marks in frames if shows_footer(marks)]
    if not footers:
        return fact
    marks = fact.marks
    for footer in footers:
        marks = merged(marks, footer)
    unfilled = tuple(part for part in fact.script_filled if part != "footer")
    return structs.replace(fact, marks=marks, script_filled=unfilled)


def shows_footer(marks: Marks) -> bool:
    return bool(marks.icp or marks.police or marks.organiser or marks.site_code_from == "text")


def merged(page: Marks, frame: Marks) -> Marks:
    """The page's own marks, completed by those of the frame; a printed site code outweighs one from a tag."""
    kept = {name: getattr(page, name) or getattr(frame, name) for name in Marks.__struct_fields__}
    if frame.site_code_from == "text" and page.site_code_from != "text":
        kept |= {"site_code": frame.site_code, "site_code_from": "text"}
    return Marks(**kept)


def _kind(page: Page) -> PageKind:
    """A tool of the site without a list, such as a page that tells how to enlarge the letters, is no page of a column; what only leads on is none either."""
    if page.kind not in _MADE:
        return page.kind
    is_bare = page.kind is PageKind.COLUMN and not page.items
    is_tool = is_bare and denies_column(title_name(page.title) or "")
    return PageKind.OTHER if is_tool or leads_on(page) else page.kind

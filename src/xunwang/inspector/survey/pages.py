"""What the page indicators need of each page that was read."""

from xunwang.inspector.model import PageFact, PageKind, PageRow, Reach

_READABLE = frozenset(
    {PageKind.HOME, PageKind.COLUMN, PageKind.ARTICLE, PageKind.GUIDE, PageKind.MESSAGE, PageKind.OTHER}
)


def page_fact(row: PageRow) -> PageFact | None:
    """The fact of a page that answered with its content; None for error pages, challenges and search results."""
    page = row.page
    if (
        row.attempt.reach is not Reach.OK
        or row.attempt.status not in {None, 200}
        or page.kind not in _READABLE
    ):
        return None
    return PageFact(
        url=page.url,
        key=row.key,
        kind=page.kind,
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
    )

"""A small invented site, written down page by page as the reader would hand it over."""

import datetime as dt

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    SHANGHAI,
    Attempt,
    ChannelFact,
    ColumnFact,
    Crumb,
    Form,
    Item,
    Link,
    LinkFact,
    LinkKind,
    Page,
    PageKind,
    PageRow,
    Reach,
    SiteFact,
    Subject,
    Zone,
)
from xunwang.inspector.survey import survey

HOME = "http://www.lizhen.gov.cn/"
STARTED = dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI)
TEXT = "梨镇位于示例市南部，辖十二个村和三个社区。" * 5


def day(text):
    return dt.date.fromisoformat(text)


def url(path):
    return path if ":" in path else HOME + path.removeprefix("/")


def attempt(reach=Reach.OK, status=200, final=None):
    return Attempt(at=STARTED, reach=reach, status=status, final_url=final)


class Sketch:
    """Pages and link facts of one site; `survey()` hands them over."""

    def __init__(self, home=HOME):
        self.home = home
        self.rows = []
        self.links = []

    def page(
        self,
        path,
        kind=PageKind.COLUMN,
        *,
        depth=1,
        parent="",
        status=200,
        reach=Reach.OK,
        final=None,
        **parts,
    ):
        """`items` are (title, path, date or None), `nav`, `header`, `main`, `side`, `foot` are (text, path), `crumbs` (text, path or None)."""
        links = [
            Link(
                url=url(target),
                href=target,
                text=text,
                zone=zone,
                visible=zone is not Zone.NAV or not text.endswith("\u200b"),
            )
            for zone in (Zone.HEADER, Zone.NAV, Zone.MAIN, Zone.SIDE, Zone.FOOTER, Zone.UNKNOWN)
            for text, target in parts.pop(str(zone), ())
        ]
        items = tuple(
            Item(title=title, url=url(target), date=day(date) if date else None)
            for title, target, date in parts.pop("items", ())
        )
        crumbs = tuple(
            Crumb(text, url(target) if target else None) for text, target in parts.pop("crumbs", ())
        )
        forms = tuple(Form(purpose=purpose, action=url("/submit")) for purpose in parts.pop("forms", ()))
        next_pages = tuple(url(target) for target in parts.pop("next_pages", ()))
        rendered = parts.pop("rendered", False)
        page = Page(
            url=final or url(path),
            status=status,
            kind=kind,
            links=tuple(links),
            items=items,
            breadcrumb=crumbs,
            forms=forms,
            next_pages=next_pages,
            **parts,
        )
        self.rows.append(
            PageRow(
                page=page,
                key=key_of(url(path)),
                depth=depth,
                parent=url(parent) if parent != "" else HOME,
                attempt=attempt(reach, status, final),
                evidence=None,
                rendered=rendered,
            )
        )
        return self

    def front(self, *nav, **parts):
        parts.setdefault("items", [("梨镇召开春耕会议", "/xw/1.html", "2026-03-20")])
        return self.page(self.home, PageKind.HOME, depth=0, nav=nav, **parts)

    def list(self, path, *dates, prefix=None, **parts):
        """A list page with one item per date, its articles below its own folder unless `prefix` says otherwise."""
        base = prefix or path.rpartition("/")[0] + "/"
        items = [(f"第{number}条", f"{base}a{number}.html", date) for number, date in enumerate(dates)]
        return self.page(path, items=items, **parts)

    def link(self, path, reach, status=None, final=None, **parts):
        self.links.append(
            LinkFact(
                key=key_of(url(path)),
                url=url(path),
                parent=HOME,
                text=None,
                kind=LinkKind.PAGE,
                on_home=True,
                internal=True,
                attempts=(attempt(reach, status, final),),
                **parts,
            )
        )
        return self

    def survey(self, *, complete=True):
        facts = survey(
            Subject(id="s1", name="梨镇人民政府", home=HOME),
            lambda: iter(self.rows),
            self.links,
            started=STARTED,
            browser=False,
            complete=complete,
            incomplete_reason=None if complete else "达到页数上限",
        )
        return list(facts)

    def columns(self):
        return {fact.key: fact for fact in self.survey() if isinstance(fact, ColumnFact)}

    def channels(self):
        return [fact for fact in self.survey() if isinstance(fact, ChannelFact)]

    def site(self):
        return next(fact for fact in self.survey() if isinstance(fact, SiteFact))

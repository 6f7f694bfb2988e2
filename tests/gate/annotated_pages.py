"""The invented pages of `annotated/` as they are read, held against what a person reads off them."""

import datetime as dt
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.indicators.columns import State, state_of
from xunwang.inspector.indicators.periods import days_back, months_back
from xunwang.inspector.model import (
    SHANGHAI,
    Attempt,
    ColumnFact,
    ColumnType,
    Page,
    PageRow,
    Reach,
    Subject,
)
from xunwang.inspector.read import read_page
from xunwang.inspector.survey import survey

HERE = Path(__file__).parent
PAGES = HERE / "annotated"
DAY = dt.date(2026, 3, 31)
NIGHT = dt.datetime(2026, 3, 31, 23, tzinfo=SHANGHAI)
Truth = dict[str, Any]

TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource")  # fmt: skip
MARKS = ("site_code", "icp", "police", "organiser", "contact", "sitemap", "error_entry", "error_entry_code", "conac")  # fmt: skip
UNREADABLE = frozenset({"home", "column", "article"})
PERIODS = {
    ColumnType.NEWS: days_back(DAY, 14),
    ColumnType.NOTICE: months_back(DAY, 6),
    ColumnType.POLICY: months_back(DAY, 6),
    ColumnType.INTERPRETATION: months_back(DAY, 6),
    ColumnType.PERSONNEL: months_back(DAY, 12),
    ColumnType.PLAN: months_back(DAY, 12),
    ColumnType.SERVICE_STATISTICS: months_back(DAY, 3),
}
WORDS = {
    State.FRESH: "fresh",
    State.STALE: "stale",
    State.BLANK: "blank",
    State.STATIC: "static",
    State.UNKNOWN: "unread",
}


class Case(NamedTuple):
    """A page with its truth, as it was read, and the column that the survey of its site made of it."""

    truth: Truth
    page: Page
    column: ColumnFact | None


# ── reading ──


@cache
def cases() -> list[Case]:
    with (PAGES / "truth.toml").open("rb") as lines:
        truths = tomllib.load(lines)["page"]
    pages = {truth["file"]: read_one(truth) for truth in truths}
    columns = {
        key: fact
        for home in sorted({truth["home"] for truth in truths})
        for key, fact in columns_of(home, [pages[truth["file"]] for truth in truths if truth["home"] == home])
    }
    return [
        Case(truth, pages[truth["file"]], columns.get((truth["home"], key_of(truth["url"]))))
        for truth in truths
    ]


def read_one(truth: Truth) -> Page:
    body = (PAGES / truth["file"]).read_bytes()
    return read_page(body, truth["url"], status=truth.get("status", 200), home=truth["home"], today=DAY)


def columns_of(home: str, pages: list[Page]) -> list[tuple[tuple[str, str], ColumnFact]]:
    rows = [row_of(page, home) for page in pages]
    facts = survey(
        Subject(id=home, name="示例", home=home),
        lambda: iter(rows),
        [],
        started=NIGHT,
        browser=False,
        complete=True,
        incomplete_reason=None,
    )
    return [((home, key_of(fact.url)), fact) for fact in facts if isinstance(fact, ColumnFact)]


def row_of(page: Page, home: str) -> PageRow:
    status = page.status or 200
    attempt = Attempt(at=NIGHT, reach=Reach.OK if status < 400 else Reach.HTTP, status=status)
    is_home = key_of(page.url) == key_of(home)
    return PageRow(
        page=page,
        key=key_of(page.url),
        depth=0 if is_home else 1,
        parent=None if is_home else home,
        attempt=attempt,
        evidence=None,
    )


# ── what was read, in the words of the truth ──


def among(right: Any, said: Any) -> bool:
    """Whether `said` is the truth or, where it allows several answers, one of them; None says what "" says."""
    answers = right if isinstance(right, list) else [right]
    return ("" if said is None else said) in answers


def published_fits(truth: Truth, page: Page) -> bool:
    right = truth["published"]
    if not right or page.published is None:
        return not right and page.published is None
    written = page.published.strftime("%Y-%m-%d %H:%M")
    return written.startswith(right)


def items_fit(truth: Truth, page: Page) -> bool:
    """An entry that is shown twice, for large and small screens, is one entry; rows that open by script have no address of their own."""
    days = {(item.url, item.title if item.url == page.url else ""): item.date for item in page.items}
    dated = sum(day is not None for day in days.values())
    return (dated, len(days)) == (truth["dated"], truth.get("items", len(days)))


def verdict_fits(truth: Truth, column: ColumnFact | None) -> bool:
    return column is not None and among(truth["verdict"], verdict_of(column))


def verdict_of(column: ColumnFact) -> str:
    """As the indicators say it; a list in which nothing is dated is called so."""
    state = state_of(column, PERIODS.get(column.type, dt.date.min), DAY)
    return "undated" if state is State.STALE and not column.dates else WORDS[state]


def record_of(words: str | None) -> str:
    """The number of a record as it compares: however it is spaced and wherever 号 stands."""
    return "".join((words or "").split()).replace("号", "")


def contact_fits(truth: Truth, page: Page) -> bool:
    right, said = truth["contact"], page.marks.contact
    return said is not None and right in {"link", said} if right else said is None


def entry_fits(truth: Truth, page: Page) -> bool:
    right, said = truth["error_entry"], page.marks.error_entry
    return said is not None and (right == "any" or said.startswith(right)) if right else said is None


def text_fits(truth: Truth, page: Page) -> bool:
    words = "".join(page.text.split())
    return all("".join(sentence.split()) in words for sentence in truth["text"])


def unread_fits(truth: Truth, page: Page) -> bool:
    right = set(truth.get("unread", ()))
    return bool(right & set(page.script_filled)) if right else not page.script_filled


FIELDS: dict[str, tuple[str, Callable[[Truth, Page], bool]]] = {
    "kind": ("kind", lambda truth, page: among(truth["kind"], page.kind.value)),
    "title": ("title", lambda truth, page: among(truth["title"], page.title)),
    "published": ("published", published_fits),
    "published_meta": (
        "published_meta",
        lambda truth, page: page.metas.get("PubDate", "") == truth["published_meta"],
    ),
    "source": ("source", lambda truth, page: among(truth["source"], page.source)),
    "text": ("text", text_fits),
    "column": ("column", lambda truth, page: among(truth["column"], page.column)),
    "items": ("dated", items_fit),
    "newest": (
        "newest",
        lambda truth, page: truth["newest"] == (page.newest.isoformat() if page.newest else ""),
    ),
    "site_code": ("site_code", lambda truth, page: among(truth["site_code"], page.marks.site_code)),
    "icp": ("icp", lambda truth, page: record_of(truth["icp"]) == record_of(page.marks.icp)),
    "police": ("police", lambda truth, page: record_of(truth["police"]) == record_of(page.marks.police)),
    "organiser": ("organiser", lambda truth, page: among(truth["organiser"], page.marks.organiser)),
    "contact": ("contact", contact_fits),
    "sitemap": ("sitemap", lambda truth, page: truth["sitemap"] == (page.marks.sitemap is not None)),
    "error_entry": ("error_entry", entry_fits),
    "error_entry_code": (
        "error_entry_code",
        lambda truth, page: among(truth["error_entry_code"], page.marks.error_entry_code),
    ),
    "conac": ("conac", lambda truth, page: truth["conac"] == page.marks.conac),
    "metas": (
        "metas",
        lambda truth, page: {tag for tag in TAGS if page.metas.get(tag)} == set(truth["metas"]),
    ),
}
OF_COLUMNS: dict[str, Callable[[Truth, ColumnFact | None], bool]] = {
    "column_type": lambda truth, column: (
        column is not None and among(truth["column_type"], column.type.value)
    ),
    "verdict": verdict_fits,
    "first_level": lambda truth, column: column is not None and column.first_level == truth["first_level"],
}
MEASURED = (*FIELDS, *OF_COLUMNS, "unread")


def asked(field: str) -> list[tuple[Case, bool]]:
    """The pages of which a field is asked, and whether it was read right."""
    if field == "unread":
        shown = (case for case in cases() if UNREADABLE & set(kinds_of(case.truth)))
        return [(case, unread_fits(case.truth, case.page)) for case in shown]
    if field in OF_COLUMNS:
        return [(case, OF_COLUMNS[field](case.truth, case.column)) for case in cases() if field in case.truth]
    key, fits = FIELDS[field]
    return [(case, fits(case.truth, case.page)) for case in cases() if key in case.truth]


def kinds_of(truth: Truth) -> list[str]:
    return truth["kind"] if isinstance(truth["kind"], list) else [truth["kind"]]

"""Quality gate of the reader: invented pages in the styles of sixteen content systems, held against what a person reads off them."""

import datetime as dt
import json
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.indicators.columns import State, state_of
from xunwang.inspector.indicators.periods import days_back, months_back
from xunwang.inspector.model import (
    SHANGHAI,
    Attempt,
    ColumnFact,
    ColumnType,
    Page,
    PageKind,
    PageRow,
    Reach,
    Subject,
)
from xunwang.inspector.read import read_page
from xunwang.inspector.survey import survey

HERE = Path(__file__).parent
PAGES = HERE / "annotated"
FLOORS = json.loads((HERE / "annotated_floors.json").read_text(encoding="utf-8"))
DAY = dt.date(2026, 3, 31)
NIGHT = dt.datetime(2026, 3, 31, 23, tzinfo=SHANGHAI)
GOAL = 0.95
Truth = dict[str, Any]

TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource")  # fmt: skip
MARKS = ("site_code", "icp", "police", "organiser", "contact", "sitemap", "error_entry", "error_entry_code", "conac")  # fmt: skip
UNREADABLE = frozenset({"home", "column", "article"})
PERIODS = {
    ColumnType.NEWS: days_back(DAY, 14),
    ColumnType.NOTICE: months_back(DAY, 6),
    ColumnType.POLICY: months_back(DAY, 6),
    ColumnType.PERSONNEL: months_back(DAY, 12),
    ColumnType.PLAN: months_back(DAY, 12),
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
    """An entry that is shown twice, for large and small screens, is one entry."""
    days = {item.url: item.date for item in page.items}
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
    return all(sentence in words for sentence in truth["text"])


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
}
MEASURED = (*FIELDS, *OF_COLUMNS, "unread")
HELD_TO_THE_GOAL = ("title", "published", *MARKS, "verdict")
# Dates in a table whose class says “head” and articles in bare tables; lists in frames, in scripts' data and at addresses of words.
BELOW_THE_GOAL = frozenset({"published", "verdict"})


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


# ── the gate ──


@pytest.mark.parametrize("field", MEASURED)
def test_annotated_pages_are_read_as_well_as_before(
    field: str, record_property: Callable[[str, object], None]
) -> None:
    answers = asked(field)
    wrong = [case.truth["file"] for case, right in answers if not right]
    right = len(answers) - len(wrong)
    share = right / len(answers)
    line = f"{field:<16} {right:>4} of {len(answers):<4} {share:>7.1%}  floor {FLOORS[field]}, wrong: {wrong}"
    record_property("measured", line)
    sys.stdout.write(line + "\n")
    assert right >= FLOORS[field], line


@pytest.mark.parametrize("field", HELD_TO_THE_GOAL)
def test_what_the_goal_names_reaches_it(field: str) -> None:
    """A field that has come up to the goal leaves the list of those below it."""
    reaches = FLOORS[field] >= GOAL * len(asked(field))
    assert reaches != (field in BELOW_THE_GOAL)


def test_every_field_has_a_floor() -> None:
    assert set(FLOORS) == set(MEASURED)


def test_the_pages_cover_the_styles_and_kinds_they_promise() -> None:
    truths = [case.truth for case in cases()]
    assert len(truths) >= 60
    assert len({truth["system"] for truth in truths}) >= 12
    kinds = {kind for truth in truths for kind in kinds_of(truth)}
    assert kinds == {kind.value for kind in PageKind}
    verdicts = [truth["verdict"] for truth in truths if isinstance(truth.get("verdict"), str)]
    assert set(verdicts) == {*WORDS.values(), "undated"}


def test_every_page_has_its_truth_and_no_truth_is_without_a_page() -> None:
    files = [case.truth["file"] for case in cases()]
    assert sorted(files) == sorted(path.name for path in PAGES.glob("*.html"))

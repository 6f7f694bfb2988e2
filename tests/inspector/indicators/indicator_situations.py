"""Situations of a website, written short in the test documents, as facts."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from account_situations import account_facts
from service_situations import service_facts
from whole_situations import whole_facts

from xunwang.inspector.door.proofing import proof_of
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    EMPTY_FILE,
    SHANGHAI,
    Attempt,
    ChannelFact,
    ChannelPurpose,
    ColumnFact,
    ColumnType,
    Fact,
    LinkFact,
    LinkKind,
    Marks,
    PageFact,
    PageKind,
    PageRow,
    Particulars,
    ProbeFact,
    ProofFact,
    ProofreadFact,
    Reach,
    SafetyFact,
    SafetyKind,
    SafetySign,
    SiteFact,
    SiteKind,
    Subject,
    read_yaml,
)
from xunwang.inspector.read import read_page
from xunwang.inspector.safety import with_signs
from xunwang.inspector.survey import survey
from xunwang_demo.oddities import citizen_number

AS_OF = dt.date(2026, 3, 31)
HOME = "http://www.shili.gov.cn/"
CODE = "9900000001"
START = dt.datetime(2026, 4, 1, 9, 0, tzinfo=SHANGHAI)
READ = Attempt(START, Reach.OK, 200, 120.0)
ALL_MARKS = {
    "site_code": CODE,
    "icp": "示ICP备12345678号",
    "police": "示公网安备 99000000000001号",
    "organiser": "示例县人民政府办公室",
    "contact": "0990-1234567",
    "sitemap": f"{HOME}map.html",
    "conac": True,
    "error_entry": f"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={CODE}",
    "error_entry_code": CODE,
}
_BLOCK = re.compile(r"^## (?P<title>.+?)\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_YAML = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
_HTML = re.compile(r"```html (\S+)\n(.*?)```", re.DOTALL)


class Case:
    """One situation of a test document: facts or pages, and what the indicator must say."""

    def __init__(self, document: Path, title: str, body: str) -> None:
        self.indicator = document.stem
        self.title = title
        data = [read_yaml(block) for block in _YAML.findall(body)]
        self.facts: dict[str, Any] = next((block for block in data if "expect" not in block), {})
        self.expect: dict[str, Any] = next(block["expect"] for block in data if "expect" in block)
        self.pages = dict(_HTML.findall(body))

    def __repr__(self) -> str:
        return f"{self.indicator} {self.title}"


def cases(folder: Path) -> Iterator[Case]:
    for document in sorted(folder.glob("*.md")):
        for block in _BLOCK.finditer(document.read_text(encoding="utf-8")):
            yield Case(document, block["title"], block["body"])


def subject(**changes: Any) -> Subject:
    words = {
        "id": "shili",
        "name": "示例县人民政府门户网站",
        "home": HOME,
        "code": CODE,
        "site_kind": SiteKind.PORTAL,
    }
    return Subject(**(words | changes))


def facts(short: dict[str, Any]) -> list[Fact]:
    """Facts written short; a home page in order is supplied unless the site is said to be unread."""
    if "account" in short:
        return account_facts(short, AS_OF)
    register = subject(**short.get("subject", {}))
    site = _site(register, short.get("site", {}))
    found: list[Fact] = [site]
    found += [page for one in short.get("pages", []) for page in _pages(one)]
    if site.home_read and not any(
        isinstance(fact, PageFact) and fact.kind is PageKind.HOME for fact in found
    ):
        found += _pages({"kind": "home"})
    found += [_column(one, number) for number, one in enumerate(_repeated(short.get("columns", [])))]
    found += [_link(one) for one in short.get("links", [])]
    found += [_channel(one) for one in short.get("channels", [])]
    found += [_safety(one) for one in short.get("safety", [])]
    found += [fact for one in short.get("proof", []) for fact in _language(one)]
    found += service_facts(short, HOME)
    found += whole_facts(short)
    return [*found, *_probes(short.get("probes"))]


def read(pages: dict[str, str]) -> list[Fact]:
    """Pages written out, read and surveyed as an inspection would."""
    rows = [_row(path, html) for path, html in pages.items()]
    language = proof_of(lambda: iter(rows), {"proof": True}, day=AS_OF)
    return list(language) + list(
        survey(
            subject(),
            lambda: iter(rows),
            [],
            started=START,
            browser=False,
            complete=True,
            incomplete_reason=None,
        )
    )


def _language(short: dict[str, Any]) -> Iterator[Fact]:
    yield ProofreadFact(AS_OF)
    if short:
        words = {
            "rule": "title.职务",
            "sure": True,
            "why": "职务表",
            "excerpt": short["found"],
            "key": "/a/1.html",
        }
        yield ProofFact(**(words | short | {"suggest": tuple(short["suggest"]), "url": f"{HOME}a/1.html"}))


def _row(path: str, html: str) -> PageRow:
    url = HOME + path.removeprefix("/")
    body = html.replace("{{公民身份号码}}", citizen_number(Random(1))).encode()
    page = with_signs(read_page(body, url, home=HOME, today=AS_OF), body, None, HOME)
    is_home = path == "/"
    return PageRow(page, key_of(url), 0 if is_home else 1, None if is_home else HOME, READ, None)


def _site(register: Subject, short: dict[str, Any]) -> SiteFact:
    at = START
    if inspected := short.get("inspected"):
        at = dt.datetime.combine(inspected, dt.time(23, 50), SHANGHAI).astimezone(dt.UTC)
    words = {"home_read": True, "home_dates": (AS_OF,), "pages": 40} | short
    words.pop("inspected", None)
    took = words.pop("home_ms", 120.0)
    words["home_dates"] = tuple(words["home_dates"])
    words.setdefault("home_url", register.home)
    read_then = Attempt(at, Reach.OK, 200, took)
    return SiteFact(subject=register, home_attempts=(read_then,), first_seen=START, **words)


def _repeated(columns: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for column in columns:
        for _ in range(column.get("repeat", 1)):
            yield {key: value for key, value in column.items() if key != "repeat"}


def _column(short: dict[str, Any], number: int) -> ColumnFact:
    dates = tuple(sorted(short.get("dates", ()), reverse=True))
    undated = short.get("undated", 0)
    words = {
        "key": f"/c{number}/",
        "name": f"栏目{number}",
        "url": f"{HOME}c{number}/",
        "type_reason": "栏目名称",
        "first_level": True,
        "parent": HOME,
        "items": len(dates) + undated,
    }
    return ColumnFact(
        **(
            words
            | short
            | {"dates": dates, "undated": undated, "type": ColumnType(short.get("type", "other"))}
        )
    )


def _pages(short: dict[str, Any]) -> Iterator[PageFact]:
    kind = PageKind(short["kind"])
    is_home = kind is PageKind.HOME
    for number in range(short.get("repeat", 1)):
        path = short.get("path", "" if is_home else f"{kind}/{number}.html")
        yield PageFact(
            url=short.get("url", HOME + path),
            key=f"/{path}",
            kind=kind,
            depth=short.get("depth", 0 if is_home else 1 + number),
            title=short.get("title", "示例县人民政府"),
            attempt=READ,
            evidence=None,
            masthead=short.get("masthead", "示例县人民政府"),
            published=short.get("published") and short["published"].replace(tzinfo=SHANGHAI),
            marks=Marks(**(ALL_MARKS | short.get("marks", {}))),
            metas=short.get("metas", {}),
            script_filled=tuple(short.get("script_filled", ())),
            rendered=short.get("rendered", False),
            template=short.get("template"),
            particulars=msgspec.convert(short.get("particulars"), Particulars | None),
            column=short.get("column"),
        )


def _link(short: dict[str, Any]) -> LinkFact:
    return LinkFact(
        key=short["url"].removeprefix(HOME.rstrip("/")),
        url=short["url"],
        parent=short.get("parent", HOME),
        text=short.get("text"),
        kind=LinkKind(short.get("kind", "page")),
        on_home=short.get("on_home", False),
        internal=short["url"].startswith(HOME),
        attempts=tuple(attempt(words) for words in short["attempts"]),
    )


def attempt(words: str) -> Attempt:
    """`04-01 09:00 404`, `04-02 09:00 timeout`, `04-01 09:00 empty`, or with the address that a redirect led to behind them."""
    day, time, end, *led_to = words.split()
    at = dt.datetime.strptime(f"2026-{day} {time}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    if end == "empty":
        return Attempt(at, Reach.OK, 200, detail=EMPTY_FILE)
    if not end.isdigit():
        return Attempt(at, Reach(end))
    return Attempt(
        at, Reach.OK if int(end) < 400 else Reach.HTTP, int(end), final_url=next(iter(led_to), None)
    )


def _channel(short: dict[str, Any]) -> ChannelFact:
    words = {"key": "/x/", "url": f"{HOME}x/", "parent": HOME, "opens": True}
    return ChannelFact(**(words | short | {"purpose": ChannelPurpose(short["purpose"])}))


def _safety(short: dict[str, Any]) -> SafetyFact:
    about = {name: short[name] for name in ("url", "on_home", "pages", "unlisted") if name in short}
    words = {"rule": "test", "found": "…", "why": "…", "place": "/"} | short
    sign = SafetySign(
        **{name: words[name] for name in words if name not in about} | {"kind": SafetyKind(short["kind"])}
    )
    return SafetyFact(sign=sign, key="/", **({"url": HOME} | about))


def _probes(short: dict[str, Any] | None) -> Iterator[ProbeFact]:
    if not short:
        return
    days, per_day = short.get("days", 7), short.get("per_day", 20)
    first = dt.datetime.combine(short.get("last", AS_OF) - dt.timedelta(days=days - 1), dt.time(), SHANGHAI)
    for number in range(days * per_day):
        at = first + dt.timedelta(days=number // per_day, minutes=60 * (number % per_day))
        slow = number < short.get("slow", 0)
        failed = not slow and number < short.get("slow", 0) + short.get("errors", 0)
        milliseconds = short.get("slow_ms", 15_000) if slow else 300
        yield ProbeFact(at, HOME, None if failed else milliseconds, "timeout" if failed else None)

"""Fresh pages in styles that no reader was tuned on, held against what a person reads off them."""

import re
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urljoin

from annotated_pages import DAY, among, columns_of, published_fits, record_of, text_fits, verdict_of
from services_measure import Tally, _letters, _letters_read

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import ColumnFact, Page, PageKind
from xunwang.inspector.read import read_page
from xunwang_demo.oddities import citizen_number

FOLDER = Path(__file__).parent / "fresh"
_BLANK = re.compile(r"\{\{(\w+)\}\}")
Truth = dict[str, Any]


class Result:
    """What was asked and what was read right, by field; `wrong` says which was not."""

    def __init__(self) -> None:
        self.asked: dict[str, int] = defaultdict(int)
        self.right: dict[str, int] = defaultdict(int)
        self.wrong: list[str] = []
        self.letters = Tally()

    def take(self, field: str, where: str, fits: bool, said: object) -> None:
        self.asked[field] += 1
        self.right[field] += fits
        if not fits:
            self.wrong.append(f"{where}: {field} read as {said!r}")

    def share(self, field: str) -> float:
        return self.right[field] / self.asked[field] if self.asked[field] else 1.0


@cache
def measure(name: str) -> Result:
    """One batch, style by style: every page read, the columns surveyed."""
    result = Result()
    for style in styles(name):
        _measure_style(style, result)
    return result


def styles(name: str) -> list[Truth]:
    with (FOLDER / f"{name}.toml").open("rb") as lines:
        read: list[Truth] = tomllib.load(lines)["style"]
    return [style | {"page": [_told(style, truth) for truth in style["page"]]} for style in read]


def _told(style: Truth, truth: Truth) -> Truth:
    """A page with what follows from its style: an article that names its column by a key, a column that names its label."""
    shapes = style.get("shapes", {})
    if "col" in truth:
        name, address, label = shapes["columns"][truth["col"]]
        day, _, clock = truth["published"].partition(" ")
        text = "".join(f"<p>{words}</p>" for words in truth["text"])
        fill = {"col": name, "colurl": address, "ct": label, "day": day, "clock": clock, "text": text}
        said = {"kind": "article", "page_title": f"{truth['title']}-{name}-{shapes['site']}", "source": shapes["source"]}  # fmt: skip
        return said | truth | {"fill": fill | truth.get("fill", {})}
    if "site" in shapes:
        label = truth.get("label", "")
        meta = shapes["column_meta"].replace("{{label}}", label) if label else ""
        return {"page_title": f"{truth['title']}-{shapes['site']}", "meta": meta} | truth
    return truth


def _measure_style(style: Truth, result: Result) -> None:
    home = next(
        (urljoin(style["home"], page["path"]) for page in style["page"] if page.get("is_home")), style["home"]
    )
    pages = [(truth, _read(style, truth, home)) for truth in style["page"]]
    columns = dict(columns_of(home, [page for _, page in pages]))
    marks = style["marks"]
    for truth, page in pages:
        where = f"{style['name']} /{truth['path']}"
        _take_page(result, where, truth, page)
        if truth.get("marks", True):
            _take_marks(result, where, marks, page)
        _take_column(result, where, truth, columns.get((home, key_of(page.url))))


def _take_column(result: Result, where: str, truth: Truth, column: ColumnFact | None) -> None:
    kind = column.type.value if column else None
    if "verdict" in truth:
        said = verdict_of(column) if column else None
        result.take("verdict", where, said is not None and among(truth["verdict"], said), (said, kind))
    if "column_type" in truth:
        result.take("column_type", where, kind is not None and among(truth["column_type"], kind), kind)


def _read(style: Truth, truth: Truth, home: str) -> Page:
    return read_page(
        source_of(style, truth),
        urljoin(style["home"], truth["path"]),
        status=truth.get("status", 200),
        home=home,
        today=DAY,
    )


def source_of(style: Truth, truth: Truth) -> bytes:
    """The page as it is served: its body in the frame of its style; an article without one is made by the shape of the style's articles."""
    shapes = style.get("shapes", {})
    body = truth.get("body", shapes.get("article"))
    meta = truth.get("meta", "" if "body" in truth else shapes.get("article_meta", ""))
    source = truth.get("frame", style["frame"]).replace("{{title}}", truth.get("page_title", truth["title"]))
    source = source.replace("{{meta}}", meta).replace("{{body}}", body)
    for name, words in reversed(style.get("parts", {}).items()):  # later ones hold earlier ones
        source = source.replace(f"{{{{{name}}}}}", words)
    if shapes:
        filled = {"title": truth["title"], "source": truth.get("source", ""), **truth.get("fill", {})}
        source = _BLANK.sub(lambda blank: filled.get(blank[1], ""), source)
    source = source.replace(
        "{{公民身份号码}}", citizen_number(Random(1))
    )  # no such number is written into a file
    return source.encode(style.get("charset", "utf-8"))


def _take_page(result: Result, where: str, truth: Truth, page: Page) -> None:
    result.take("kind", where, among(truth["kind"], page.kind.value), page.kind.value)
    result.take(
        "title",
        where,
        among(
            [truth["title"], truth.get("page_title", truth["title"])]
            if page.kind is not PageKind.ARTICLE
            else truth["title"],
            page.title,
        ),
        page.title,
    )
    if "published" in truth:
        result.take("published", where, published_fits(truth, page), page.published)
    if "source" in truth:
        result.take("source", where, among(truth["source"], page.source), page.source)
    if "text" in truth:
        result.take("text", where, text_fits(truth, page), page.text[:80])
    if "number" in truth:
        result.take("number", where, truth["number"] == page.number, page.number)
    if "newest" in truth:
        result.take(
            "newest",
            where,
            among(truth["newest"], page.newest.isoformat() if page.newest else ""),
            page.newest,
        )
    if "messages" in truth:
        result.letters.take("letters", where, _letters(truth), _letters_read(page))
    if "guide_missing" in truth:
        missing = set(page.guide.missing) if page.guide else None
        result.take("guide", where, missing == set(truth["guide_missing"]), missing)


def _take_marks(result: Result, where: str, wanted: Truth, page: Page) -> None:
    marks = page.marks
    result.take("site_code", where, wanted["site_code"] == marks.site_code, marks.site_code)
    result.take("icp", where, record_of(wanted["icp"]) == record_of(marks.icp), marks.icp)
    result.take("police", where, record_of(wanted["police"]) == record_of(marks.police), marks.police)
    result.take("organiser", where, among(wanted["organiser"], marks.organiser), marks.organiser)
    result.take("contact", where, bool(marks.contact), marks.contact)
    result.take("sitemap", where, marks.sitemap is not None, marks.sitemap)
    result.take(
        "error_entry", where, (marks.error_entry is not None) == wanted["error_entry"], marks.error_entry
    )
    result.take("conac", where, marks.conac == wanted["conac"], marks.conac)

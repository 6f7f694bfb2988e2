"""How well articles are read, beside what else one would reach for: htmldate, trafilatura and the plain meta tags.

Usage:
    python -m venv PEERS && PEERS/bin/pip install htmldate trafilatura lxml_html_clean
    python -m bench.quality --peers PEERS [--real FOLDER] [--write]

`--real` names a folder with saved pages and their truth.csv; `--write` puts the tables into docs/quality.md. The peers live in an
environment of their own and are run there as a process.
"""

import argparse
import csv
import datetime as dt
import json
import platform
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urljoin

from xunwang.inspector.model import Page
from xunwang.inspector.read import read_page

ROOT = Path(__file__).parents[1]
GATE = ROOT / "tests" / "gate"
ANNOTATED = GATE / "annotated"
DOCUMENT = ROOT / "docs" / "quality.md"
PEER = Path(__file__).parent / "peers" / "article_readers.py"
DAY = dt.date(2026, 3, 31)
FIELDS = {"published": "publish date", "title": "title", "source": "source", "text": "body text"}
Said = dict[str, str | None]


class Article(NamedTuple):
    """A page with an article and the right answers: a field that is missing is not asked, "" says that there is none."""

    path: Path
    url: str
    home: str
    right: dict[str, list[str]]
    frame: str


# ── the pages ──


def annotated() -> Iterator[Article]:
    with (ANNOTATED / "truth.toml").open("rb") as lines:
        truths = tomllib.load(lines)["page"]
    for truth in truths:
        if truth["kind"] == "article":
            right = {field: _listed(truth[field]) for field in FIELDS if field in truth}
            right["published"] = [truth["published"][:10]]
            yield Article(
                ANNOTATED / truth["file"], truth["url"], truth["home"], right, _digits(truth["icp"])
            )


def fresh(folder: Path) -> Iterator[Article]:
    """The articles of the batches that were annotated before they were read, each written into the folder."""
    sys.path.insert(0, str(GATE))
    from fresh_measure import source_of

    for batch in sorted(GATE.glob("fresh/batch_*.toml")):
        with batch.open("rb") as lines:
            styles = tomllib.load(lines)["style"]
        for number, style in enumerate(styles):
            for place, truth in enumerate(style["page"]):
                if truth["kind"] != "article":
                    continue
                path = folder / f"{batch.stem}-{number}-{place}.html"
                path.write_bytes(source_of(style, truth))
                right = {field: _listed(truth[field]) for field in FIELDS if field in truth}
                if "published" in right:
                    right["published"] = [day[:10] for day in right["published"]]
                url = urljoin(style["home"], truth["path"])
                yield Article(path, url, style["home"], right, _digits(style["marks"]["icp"]))


def real(folder: Path) -> Iterator[Article]:
    with (folder / "truth.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] in {"article", "公开目录详情"}]
    for row in rows:
        path = folder / row["file"]
        host = re.match(r"[\w.-]+", row["site"])
        home = f"http://{host[0] if host else 'www.example.gov.cn'}/"
        saved = re.search(rb"saved from url=\(\d+\)(http\S+?)\s*-->", path.read_bytes()[:4096])
        right = {"title": [row["title"]], "published": ["-".join(re.findall(r"\d+", row["pubdate_visible"])[:3])],
                 "source": ["" if row["source_visible"] == "无" else row["source_visible"]]}  # fmt: skip
        yield Article(path, saved[1].decode() if saved else f"{home}pages/{path.name}", home, right, "")


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def _digits(record: str) -> str:
    found = re.search(r"\d{6,}", record)
    return found[0] if found else ""


# ── the readers ──


def xunwang(article: Article) -> Said:
    page: Page = read_page(article.path.read_bytes(), article.url, home=article.home, today=DAY)
    published = page.published.date().isoformat() if page.published else None
    return {"published": published, "title": page.title, "source": page.source, "text": page.text}


class _Metas(HTMLParser):
    """The first value of every named meta tag, and the first <title>."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title"
        given = dict(attrs)
        name = (given.get("name") or given.get("property") or "").lower()
        if tag == "meta" and name and given.get("content"):
            self.found.setdefault(name, str(given["content"]).strip())

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.found.setdefault("<title>", data.strip())


def metas(article: Article) -> Said:
    """The tags that the norm asks of an article; for the title <title> stands in where the tag is missing."""
    body = article.path.read_bytes()
    try:
        words = body.decode("utf-8")
    except UnicodeDecodeError:
        words = body.decode("gb18030", "replace")
    reader = _Metas()
    reader.feed(words)
    day = re.match(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", reader.found.get("pubdate", ""))
    return {
        "published": "-".join((day[1], day[2].zfill(2), day[3].zfill(2))) if day else None,
        "title": reader.found.get("articletitle") or reader.found.get("<title>"),
        "source": reader.found.get("contentsource"),
    }


def peers(environment: Path, articles: list[Article]) -> tuple[dict[str, str], dict[str, dict[str, Said]]]:
    """The versions of the peers, and by file and peer what each read."""
    order = {
        "day": DAY.isoformat(),
        "pages": [(str(article.path.absolute()), article.url) for article in articles],
    }
    python = environment / "bin" / "python"
    run = subprocess.run(
        [python, PEER], input=json.dumps(order), capture_output=True, text=True, check=True, encoding="utf-8"
    )
    answer = json.loads(run.stdout)
    return answer["versions"], answer["pages"]


def _said_by(name: str, said: dict[str, dict[str, Said]], article: Article) -> Said:
    return said[str(article.path.absolute())][name]


# ── held against the truth ──


def is_right(article: Article, field: str, said: str | None) -> bool:
    if field == "text":
        words = "".join((said or "").split())
        told = ("".join(sentence.split()) for sentence in article.right["text"])
        return all(sentence in words for sentence in told) and not (article.frame and article.frame in words)
    return (said or "") in article.right[field]


def table(articles: list[Article], readers: dict[str, Callable[[Article], Said]]) -> list[str]:
    lines = [f"| field | {' | '.join(readers)} |", "| --- " * (len(readers) + 1) + "|"]
    for field, name in FIELDS.items():
        asked = [article for article in articles if field in article.right]
        if not asked:
            continue
        cells = [_cell(field, asked, reader) for reader in readers.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _cell(field: str, articles: list[Article], reader: Callable[[Article], Said]) -> str:
    said = [(article, reader(article)) for article in articles]
    if not any(field in answer for _, answer in said):
        return "–"
    right = sum(is_right(article, field, answer.get(field)) for article, answer in said)
    return f"{right} of {len(articles)} ({right / len(articles):.0%})"


def missed(articles: list[Article], readers: dict[str, Callable[[Article], Said]]) -> Iterator[str]:
    """What each reader got wrong, for the person who runs this."""
    for name, reader in readers.items():
        for article in articles:
            answer = reader(article)
            for field in article.right.keys() & answer.keys():
                if not is_right(article, field, answer[field]):
                    yield f"{name}\t{field}\t{article.path.name}\t{(answer[field] or '–')[:60]!r}"


def write(sections: dict[str, list[str]]) -> None:
    words = DOCUMENT.read_text(encoding="utf-8")
    for name, lines in sections.items():
        before, _, rest = words.partition(f"<!-- quality:{name} -->\n")
        _, _, after = rest.partition(f"<!-- /quality:{name} -->")
        words = "\n".join(
            (f"{before}<!-- quality:{name} -->\n", *lines, f"\n<!-- /quality:{name} -->{after}")
        )
    DOCUMENT.write_text(words, encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.quality")
    options.add_argument("--peers", type=Path, required=True)
    options.add_argument("--real", type=Path)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    with TemporaryDirectory() as folder:
        compare(chosen, Path(folder))


def compare(chosen: argparse.Namespace, folder: Path) -> None:
    sets = {
        "annotated": list(annotated()),
        "fresh": list(fresh(folder)),
        "real": list(real(chosen.real)) if chosen.real else [],
    }
    versions, said = peers(chosen.peers, [article for articles in sets.values() for article in articles])
    readers: dict[str, Callable[[Article], Said]] = {"xunwang": xunwang}
    for name, number in versions.items():
        readers[f"{name} {number}"] = partial(_said_by, name, said)
    readers["meta tags"] = metas
    sections = {name: table(articles, readers) for name, articles in sets.items() if articles}
    sections["conditions"] = [
        f"{dt.datetime.now().astimezone():%Y-%m-%d}, {platform.system()} {platform.machine()}, Python {platform.python_version()}."
    ]
    for name, lines in sections.items():
        print(f"\n{name}", *lines, sep="\n")
    print(
        "\nwrong answers", *missed([one for articles in sets.values() for one in articles], readers), sep="\n"
    )
    if chosen.write:
        write(sections)


if __name__ == "__main__":
    main()

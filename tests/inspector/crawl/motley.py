"""A site with everything that a crawl meets, the same for every host that asks; and what of a run must not depend on chance."""

import json
import random

import msgspec
from loopback import answer
from warcio.archiveiterator import ArchiveIterator

from xunwang.inspector.evidence import Run, verify
from xunwang.inspector.model import LinkFact, NetworkFact

ARTICLES = 66
COLUMNS = 4
PER_PAGE = 10
PDF = answer(b"%PDF", headers=("Content-Type: application/pdf",))
# Who came first to an address depends on the moment; what was found there does not.
_OF_THE_MOMENT = {"at", "milliseconds", "evidence", "parent", "depth", "first_seen", "seconds"}


def prose(number):
    dice = random.Random(number)
    return "".join(chr(0x4E00 + dice.randrange(3000)) for _ in range(60)) + "。"


def page(title, body):
    nav = "".join(f'<a href="/col{c}/">第{c}栏目</a>' for c in range(COLUMNS))
    return answer(
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><div class='nav'>{nav}</div>"
        f"<h1>{title}</h1>{body}<div class='footer'><a href='/dead/footer.html'>旧页</a></div></body></html>"
    )


def entry(number):
    day = f"2026-{number % 3 + 1:02d}-{number % 28 + 1:02d}"
    return f"<li><a href='/col{number % COLUMNS}/{number}.html'>关于第{number}项重点工作安排的通知</a><span>{day}</span></li>"


def leaf(column, number):
    """A page of a column's list; the list goes on by a script, one page further than there are."""
    numbers = [n for n in range(ARTICLES) if n % COLUMNS == column][
        number * PER_PAGE : (number + 1) * PER_PAGE
    ]
    pages = ARTICLES // COLUMNS // PER_PAGE + 2
    script = f"<script>createPageHTML({pages}, {number}, 'index', 'html');</script>"
    return page(f"第{column}栏目", f"<ul>{''.join(entry(n) for n in numbers)}</ul>{script}")


def article(number):
    parts = [
        f"<p>{prose(number)}</p>",
        f"<a href='/col{number % COLUMNS}/{(number * 7 + 1) % ARTICLES}.html'>相关</a>",
    ]
    if number % 5 == 0:
        parts.append(f"<a href='/files/{number}.pdf'>附件</a><img src='/files/{number}.png'>")
    if number % 9 == 0:
        parts.append(f"<a href='/dead/{number}.html'>已删除</a><a href='/old/{number}.html'>旧地址</a>")
    if number % 11 == 0:
        parts.append(
            f"<a href='http://files.HOST/x/{number}.html'>外部</a><a href='/sick/{number}.html'>故障</a>"
        )
    return page(f"关于第{number}项重点工作安排的通知", "".join(parts))


def pages_of(host):
    """The whole site of `host`, by path."""
    pages = {"/": page("首页", f"<ul>{''.join(entry(n) for n in range(20))}</ul>")}
    pages["/robots.txt"] = answer("User-agent: *\nDisallow: /old/18", headers=("Content-Type: text/plain",))
    for column in range(COLUMNS):
        pages[f"/col{column}/"] = leaf(column, 0)
        for number in range(1, ARTICLES // COLUMNS // PER_PAGE + 1):
            pages[f"/col{column}/index_{number}.html"] = leaf(column, number)
    for number in range(ARTICLES):
        pages[f"/col{number % COLUMNS}/{number}.html"] = article(number).replace(b"HOST", host.encode())
        pages[f"/files/{number}.pdf"] = pages[f"/files/{number}.png"] = PDF
        pages[f"/sick/{number}.html"] = answer("", "500 Error")
        there = f"Location: /col{number % COLUMNS}/{number}.html"
        pages[f"/old/{number}.html"] = answer(status="302 Found", headers=(there,))
        pages[f"/x/{number}.html"] = page("外部", "<p>别处</p>")
    # The length of a page follows from its body.
    return {path: _with_length(data) for path, data in pages.items()}


def _with_length(data):
    head, _, body = data.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
    return b"\r\n".join([*lines, b"Content-Length: %d" % len(body)]) + b"\r\n\r\n" + body


def essence_of(run):
    """Rows, links and facts of a closed run without what depends on the moment, in a fixed order."""
    rows = [_timeless(msgspec.to_builtins(row)) for row in run.pages()]
    facts = [_fact(fact) for fact in run.facts() if not isinstance(fact, NetworkFact)]
    stats = _timeless(msgspec.to_builtins(run.manifest.stats))
    # Visits that were not committed are made again, and archived again.
    counts = {name: stats[name] for name in ("pages", "links", "rendered", "unreachable")}
    return _sorted(rows), _sorted(facts), counts, run.manifest.complete


def _fact(fact):
    shown = _timeless(msgspec.to_builtins(fact))
    if isinstance(fact, LinkFact):
        shown["text"] = None
    return shown


def _timeless(value):
    if isinstance(value, dict):
        return {name: _timeless(one) for name, one in value.items() if name not in _OF_THE_MOMENT}
    if isinstance(value, list | tuple):
        return [_timeless(one) for one in value]
    return value


def _sorted(values):
    return sorted(json.dumps(value, ensure_ascii=False, sort_keys=True, default=str) for value in values)


def check_whole(run: Run):
    """Nothing is lost or doubled within the run, and every byte is vouched for."""
    keys = [row.key for row in run.pages()]
    assert len(keys) == len(set(keys))
    links = [fact.key for fact in run.facts() if isinstance(fact, LinkFact)]
    assert len(links) == len(set(links))
    assert all(run.response(row.evidence).status == row.attempt.status for row in run.pages() if row.evidence)
    assert verify(run.path) == []
    assert not list(run.path.glob("*.part")) + list(run.path.glob("frontier.sqlite-*"))
    for archive in run.path.glob("archive-*.warc.gz"):
        with archive.open("rb") as stream:
            assert sum(1 for _ in ArchiveIterator(stream, check_digests="raise")) > 0

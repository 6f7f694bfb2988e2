"""Faults of every kind that people found are kept out of a real run and tried again by `xunwang cases`."""

import datetime as dt
import io
import json
import zipfile

import pytest
from cli_tools import SmallSite, serving

from xunwang.inspector import door
from xunwang.inspector.door import missed

DAY = dt.date(2026, 3, 31)
HEAD = "<!doctype html><html><head><meta charset='utf-8'><title>{}</title></head><body>{}</body></html>"
NAV = "<ul class='nav'><li><a href='/news/'>政务动态</a></li><li><a href='/tzgg/'>通知公告</a></li><li><a href='/zcwj/'>政策文件</a></li><li><a href='/letters/'>领导信箱</a></li></ul>"
HIDDEN = "<div style='display:none'><a href='http://www.bocai-vip888.com/'>澳门博彩官网 真人娱乐</a></div>"


def page(title, body):
    return HEAD.format(title, body).encode()


def rows(path, year):
    return "<ul>" + "".join(
        f"<li><a href='{path}{n}.html'>第{n}次常务会议研究民生实事项目</a><span>{year}-03-{n + 20}</span></li>"
        for n in range(6)
    ) + "</ul>"  # fmt: skip


@pytest.fixture(scope="module")
def city():
    site = SmallSite(articles=0)
    script = "<script>var later = '/hidden/later.html';</script>"
    site.pages = {
        "/": page("某某县人民政府", f"<h1>某某县人民政府</h1>{NAV}<a href='/gone.html'>旧公告</a>{script}"),
        "/news/": page("政务动态", NAV + "<h2>政务动态</h2>" + rows("/news/", 2026)),
        "/tzgg/": page("通知公告", NAV + "<h2>通知公告</h2>" + rows("/tzgg/", 2023)),
        "/zcwj/": page("政策文件", NAV + "<h2>政策文件</h2><ul></ul><p>暂无信息</p>"),
        "/letters/": page("领导信箱", NAV + "<table><tr><th>标题</th><th>来信日期</th><th>答复日期</th><th>状态</th></tr>"
                          "<tr><td><a href='/letters/1.html'>反映路灯不亮</a></td><td>2025-06-01</td><td></td><td>未回复</td></tr></table>"),
    }  # fmt: skip
    for path, year in (("/news/", 2026), ("/tzgg/", 2023)):
        for n in range(6):
            text = f"<h1>第{n}次常务会议研究民生实事项目</h1><p>发布时间：{year}-03-{n + 20}</p><p>会议研究了道路和供水。</p>"
            site.pages[f"{path}{n}.html"] = page(
                "会议", text + (HIDDEN if path == "/news/" and n == 2 else "")
            )
    with serving(site) as served:
        yield served


@pytest.fixture
def run(xunwang, city, here):
    looked = xunwang(
        "inspect", city.home, "--allow-private", "--delay", 0, "--browser", "never", "--no-proof", "--as-of", DAY.isoformat(), "-q"
    )  # fmt: skip
    assert looked.status in {0, 2}, looked.err
    return here / "out" / "20260331-127.0.0.1"


def package(place, run, home, *cases):
    """A package as the office hands it out, of (path, indicators, expected, page in the place of the run's)."""
    with zipfile.ZipFile(place, "w") as out:
        lines = []
        for number, (path, indicators, expected, saved) in enumerate(cases):
            url = home + path.removeprefix("/")
            kept = door.keep_around(run, url, saved=saved)
            line = {"url": url, "indicator": indicators, "reported": "2026-04-01", "expected": expected}
            if kept:
                out.writestr(f"kept/{number}.zip", kept)
                line["kept"] = f"kept/{number}.zip"
            lines.append(json.dumps(line, ensure_ascii=False))
        out.writestr("cases.jsonl", "\n".join(lines))
    return place


def test_every_kind_of_fault_is_tried_from_what_the_run_kept(xunwang, city, run, here):
    tampered = page("通知", "<h1>关于停水的通知</h1><p>明日停水。</p>" + HIDDEN)
    cases = {
        "hidden link": ("/news/2.html", "S", None, None, "found"),
        "its target": ("/news/2.html", "S-hidden S-spam", "bocai-vip888", None, "found"),
        "no hidden link": ("/news/3.html", "S-hidden", None, None, "missed"),
        "hidden in a saved page": ("/news/3.html", "S-hidden S-spam", None, tampered, "found"),
        "blank column": ("/zcwj/", "W-V3 W-V4 D-1 D-2.3", None, None, "found"),
        "stale column": ("/tzgg/", "W-V4 D-1", None, None, "found"),
        "fresh column": ("/news/", "W-V4 D-1", None, None, "missed"),
        "missing mark": ("/", "D-4.2", None, None, "found"),
        "dead link": ("/", "D-4.3", city.home + "gone.html", None, "found"),
        "dead page": ("/gone.html", "D-4.3", None, None, "found"),
        "link that opens": ("/", "D-4.3", city.home + "news/", None, "unchecked"),
        "link in a script": ("/", "D-4.3", city.home + "hidden/later.html", None, "missed"),
        "link of elsewhere": ("/", "D-4.3", city.home + "none.html", None, "unchecked"),
        "unanswered letter": ("/letters/", "W-V5.2", None, None, "found"),
        "not on the page": ("/news/3.html", "S-hidden", "赌场大厅", None, "unchecked"),
        "never fetched": ("/elsewhere/", "D-4.2", None, None, "unchecked"),
        "no such indicator": ("/", "Z-9", None, None, "unchecked"),
        "no indicator": ("/", "", None, None, "unchecked"),
    }  # fmt: skip
    place = package(here / "cases.zip", run, city.home, *(case[:4] for case in cases.values()))
    tried = xunwang("cases", place, "--format", "jsonl")
    ends = {name: json.loads(line) for name, line in zip(cases, tried.out.splitlines(), strict=True)}
    assert {
        name: (one["end"], one["why"]) for name, one in ends.items() if one["end"] != cases[name][4]
    } == {}
    assert all(one["why"] for one in ends.values() if one["end"] == "unchecked")
    assert tried.status == 2

    told = xunwang("cases", place)
    assert told.out.splitlines()[-1] == "复测18件：已能发现9件，仍未发现3件，未能复测6件"
    assert "仍未发现  S-hidden" in told.out


def at_no_address(kept, home):
    """The same package, whose run says that the site lies where nothing can."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(kept)) as package, zipfile.ZipFile(out, "w") as altered:
        for name in package.namelist():
            part = package.read(name)
            altered.writestr(
                name, part.replace(home.encode(), b"http://[/") if name.endswith(".json") else part
            )
    return out.getvalue()


def test_what_is_kept_is_small_whole_and_says_when_it_was_damaged(xunwang, city, run, here):
    kept = door.keep_around(run, city.home + "tzgg/")
    assert kept
    with zipfile.ZipFile(io.BytesIO(kept)) as inside:
        inside.extractall(here / "alone")
    assert xunwang("verify", here / "alone").status == 0
    case = door.Case(city.home + "tzgg/", "W-V4", DAY, "cn-2019")
    for broken in (kept[: len(kept) // 2], kept[53:], at_no_address(kept, city.home)):
        with pytest.raises(door.RunError, match="已损坏"):
            door.try_case(broken, case, door.norm("cn-2019"))

    (here / "none.zip").write_bytes(b"no zip")
    assert "不是“漏报用例”页导出的文件" in xunwang("cases", here / "none.zip").refusal
    with zipfile.ZipFile(here / "odd.zip", "w") as odd:
        odd.writestr("cases.jsonl", '{"url": 3}')
    assert "第 1 行读不懂" in xunwang("cases", here / "odd.zip").refusal


def under_a_password(file):
    body = bytearray(file.read_bytes())
    body[body.index(b"PK\3\4") + 6] |= 1
    body[body.index(b"PK\1\2") + 8] |= 1
    file.write_bytes(body)


def packed_otherwise(file):
    body = bytearray(file.read_bytes())
    body[body.index(b"PK\3\4") + 8] = body[body.index(b"PK\1\2") + 10] = 99
    file.write_bytes(body)


def swelling(file):
    """Says of itself that it unfolds to two gigabytes."""
    body = bytearray(file.read_bytes())
    at = body.index(b"PK\1\2") + 24
    body[at : at + 4] = (2_000_000_000).to_bytes(4, "little")
    file.write_bytes(body)


@pytest.mark.parametrize("spoil", [under_a_password, packed_otherwise, swelling])
def test_a_package_that_nobody_exported_is_refused_in_words(xunwang, here, spoil):
    with zipfile.ZipFile(here / "odd.zip", "w") as odd:
        odd.writestr("cases.jsonl", "{}")
    spoil(here / "odd.zip")

    refused = xunwang("cases", here / "odd.zip")
    assert refused.status == 3
    assert "不是“漏报用例”页导出的文件" in refused.refusal


def test_a_kept_page_that_swells_is_not_unfolded(xunwang, here, monkeypatch):
    monkeypatch.setattr(missed, "MOST_UNPACKED", 5_000)
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as kept:
        kept.writestr("manifest.json", b" " * 10_000)
    line = {"url": "http://a.example.gov.cn/", "indicator": "W-V1", "reported": "2026-03-01", "kept": "1.zip"}
    with zipfile.ZipFile(here / "odd.zip", "w") as odd:
        odd.writestr("cases.jsonl", json.dumps(line))
        odd.writestr("1.zip", inside.getvalue())

    assert "解开后过大" in xunwang("cases", here / "odd.zip").out

"""A mistake of the program at one website is no finding there and costs the other websites nothing."""

import datetime as dt

from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.door import looking
from xunwang.inspector.model import SHANGHAI, ColumnFact, OutcomeKind, Subject, Verdict
from xunwang.inspector.norms import load
from xunwang.inspector.survey import columns, notes

DAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
HOSTS = ("www.pingan.gov.cn", "www.yuliao.gov.cn")


async def home(request):
    return await request.say(answer("<title>示例县人民政府</title><p>欢迎</p>"))


def test_the_others_are_judged_and_it_is_undecided(tmp_path, monkeypatch, caplog):
    usual = looking.survey

    def survey(subject, *given, **named):
        if subject.id == HOSTS[1]:
            raise KeyError("421182")
        return usual(subject, *given, **named)

    monkeypatch.setattr(looking, "survey", survey)
    with Loopback(home) as server:
        settings = door.InspectSettings(
            connect_to=tuple(f"{host}:80:127.0.0.1:{server.port}" for host in HOSTS),
            closed=True, delay=0.0, retry_wait=0.1, browser="never", second_look=False, proof=False,
        )  # fmt: skip
        subjects = [Subject(id=host, name=host, home=f"http://{host}/") for host in HOSTS]
        runs = door.inspect_sites(
            [door.Inspection(subject=subject) for subject in subjects],
            tmp_path, settings, reading_day=DAY, clock=lambda: NOON, tell=lambda _: None,
        )  # fmt: skip
    whole, broken = (door.Run.open(run) for run in runs)
    sound, undecided = (one.judgement for one in door.judge(runs, load("cn-2019"), as_of=DAY))

    assert whole.manifest.complete
    assert list(whole.facts())
    assert broken.manifest.incomplete_reason == "检查程序出错（KeyError），该网站未能检查"
    assert "421182" in caplog.text
    assert door.verify(runs[1]) == []
    assert not undecided.findings
    assert undecided.verdict is Verdict.UNDECIDED
    assert {one.outcome for one in undecided.outcomes} <= {OutcomeKind.UNCHECKED, OutcomeKind.NOT_APPLICABLE}
    reasons = {
        one.indicator: one.reason for one in undecided.outcomes if one.outcome is OutcomeKind.UNCHECKED
    }
    assert reasons["W-V3"] == "检查程序出错（KeyError），该网站未能检查"
    assert not any("没有该网站的检查记录" in (reason or "") for reason in reasons.values())
    assert sound.outcomes != undecided.outcomes


async def site(request):
    items = "".join(
        f"<li><a href='/{name}/{day}.html'>全县第{day}次会议召开</a><span>2026-03-{day}</span></li>"
        for name in ("dt", "gg")
        for day in (11, 12, 13)
    )
    pages = {
        "/": "<title>示例县人民政府</title><div class=nav><a href=/dt/>工作动态</a><a href=/gg/>通知公告</a></div>"
        f"<ul>{items}</ul>",
        "/dt/": f"<title>工作动态</title><h2>工作动态</h2><ul>{items}</ul>",
        "/gg/": f"<title>通知公告</title><h2>通知公告</h2><ul>{items}</ul>",
    }
    text = f"<title>全县会议召开</title><h1>全县会议召开</h1><p>发布时间：2026-03-11</p><p>{'会议强调要抓好春耕。' * 20}</p>"
    return await request.say(answer(pages.get(request.path, text)))


def looked_at(tmp_path, server):
    settings = door.InspectSettings(
        connect_to=(f"{HOSTS[0]}:80:127.0.0.1:{server.port}",),
        closed=True, delay=0.0, retry_wait=0.1, browser="never", second_look=False, proof=False,
    )  # fmt: skip
    (run,) = door.inspect_sites(
        [door.Inspection(subject=Subject(id="one", name="示例县", home=f"http://{HOSTS[0]}/"))],
        tmp_path, settings, reading_day=DAY, clock=lambda: NOON, tell=lambda _: None,
    )  # fmt: skip
    return door.Run.open(run)


def test_a_column_that_breaks_the_program_is_unread_and_the_others_are_read(tmp_path, monkeypatch, caplog):
    usual = columns.type_of

    def type_of(names):
        if "通知公告" in str(names):
            raise KeyError("421182")
        return usual(names)

    monkeypatch.setattr(columns, "type_of", type_of)
    with Loopback(site) as server:
        run = looked_at(tmp_path, server)
    found = {fact.name: fact for fact in run.facts() if isinstance(fact, ColumnFact)}

    assert found["通知公告"].unread == "栏目归纳时程序出错，未能读取"
    assert (found["工作动态"].unread, found["工作动态"].dates[0]) == (None, dt.date(2026, 3, 13))
    assert "421182" in caplog.text


def test_a_page_that_breaks_the_program_is_unread_and_the_others_are_read(tmp_path, monkeypatch, caplog):
    usual = notes.page_fact

    def page_fact(row):
        if row.page.url.endswith("/gg/") and row.page.items:
            raise KeyError("421182")
        return usual(row)

    monkeypatch.setattr(notes, "page_fact", page_fact)
    with Loopback(site) as server:
        run = looked_at(tmp_path, server)
    found = {fact.name: fact for fact in run.facts() if isinstance(fact, ColumnFact)}

    assert "内容无法解析" in found["通知公告"].unread
    assert found["工作动态"].dates[0] == dt.date(2026, 3, 13)
    assert "421182" in caplog.text

"""A mistake of the program at one website is no finding there and costs the other websites nothing."""

import datetime as dt

from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.door import looking
from xunwang.inspector.model import SHANGHAI, OutcomeKind, Subject, Verdict
from xunwang.inspector.norms import load

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

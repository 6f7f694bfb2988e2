"""What the door makes of settings, of decisions in a file, and of being stopped."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from xunwang.inspector import door
from xunwang.inspector.door.looking import with_kept_manners
from xunwang.inspector.door.tools import all_of
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.fetch.guard import GuardRefusedError
from xunwang.inspector.model import SHANGHAI, Ruling, Subject

NOW = dt.datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)


def test_the_port_of_a_named_address_is_open_and_no_other():
    guard = door.InspectSettings().guard(["http://www.example.gov.cn:4567/", "https://b.example.gov.cn/"])

    guard.check_port(4567)
    guard.check_port(443)
    with pytest.raises(GuardRefusedError, match="端口4568不在允许之列"):
        guard.check_port(4568)


def test_a_mapping_that_cannot_be_read_is_refused():
    with pytest.raises(door.SettingsError, match="--connect-to 应为"):
        door.InspectSettings(connect_to=("a.example:80",)).guard()


def test_private_addresses_are_open_for_the_given_sites_only():
    guard = door.InspectSettings(allow_private=True, also=("zwgk.shi.example",)).guard(
        ["http://www.a.example/"]
    )

    for host in ("www.a.example", "zwgk.shi.example"):
        guard.check_address("10.1.2.3", host)
    with pytest.raises(GuardRefusedError, match=r"10\.1\.2\.3不是公网地址"):
        guard.check_address("10.1.2.3", "www.b.example")


def begun_under(folder, **settings):
    """A run that was begun under these settings and not finished."""
    subject = Subject(id="s", name="甲", home="http://a.example/")
    writer = RunWriter.create(folder, "20260331-a", subject, settings, NOW)
    writer.abandon()
    return door.Inspection(subject=subject, resume=writer.path)


def test_a_continued_run_keeps_the_quiet_hours_and_agreements_it_was_begun_under(tmp_path):
    begun = begun_under(
        tmp_path,
        quiet_hours=["08:30-11:30"],
        agreements=["a.example=5x4:平台运维同意"],
        contact="a@b.example",
    )
    given = door.InspectSettings(quiet_hours=("14:00-15:00",))

    kept = with_kept_manners(given, [begun])

    assert kept.quiet_hours == ("14:00-15:00", "08:30-11:30")
    assert (kept.agreements, kept.contact) == (("a.example=5x4:平台运维同意",), "a@b.example")


def test_a_run_continued_by_its_name_alone_may_connect_where_it_could_before_and_as_gently(tmp_path):
    began = begun_under(
        tmp_path, allow_private=True, connect_to=["a.example:80:10.1.2.3:8080"], delay=5.0, per_host=1
    )

    kept = with_kept_manners(door.InspectSettings(per_host=4), [began])

    guard = kept.guard([began.subject.home])
    assert guard.mapped("a.example", 80) == ("10.1.2.3", 8080)
    guard.check_address("10.1.2.3", "a.example")
    assert (kept.manners().delay, kept.manners().per_host) == (5.0, 1)


def test_a_stop_names_every_run_that_can_be_continued():
    stopped = door.StoppedError(Path("out/a"), Path("out/b"))

    assert str(stopped) == "已停止；已完成的保留，未完成的可用 --resume out/a --resume out/b 继续"
    assert str(door.StoppedError()) == "已停止；已完成的保留，其余没有检查"


def test_a_stop_tells_how_many_sites_had_not_begun():
    async def stopped(*unfinished):
        raise door.StoppedError(*unfinished)

    works = [stopped(Path("out/a")), stopped(), asyncio.sleep(0, Path("out/b")), stopped()]
    with pytest.raises(
        door.StoppedError, match=r"可用 --resume out/a 继续；另有2个尚未开始，须另行检查$"
    ) as told:
        asyncio.run(all_of(works))
    assert told.value.unfinished == (Path("out/a"),)


def test_decisions_come_as_lines_or_as_a_list_and_a_time_without_zone_is_local(tmp_path):
    line = '{"finding": "f1", "ruling": "confirmed", "by": "王审", "at": "2026-03-31T10:00:00"}'
    lines, listed = tmp_path / "a.jsonl", tmp_path / "b.json"
    lines.write_text(f"\n{line}\n")
    listed.write_text(f"[{line}]")

    (one,) = door.decisions_in(lines, NOW)

    assert door.decisions_in(listed, NOW) == [one]
    assert (one.ruling, one.at) == (Ruling.CONFIRMED, dt.datetime(2026, 3, 31, 10, tzinfo=SHANGHAI))


def test_an_unfinished_recheck_is_not_taken_for_an_inspection(tmp_path):
    run = tmp_path / "20260331-a-recheck"
    run.mkdir()
    subject = '{"id": "s", "name": "甲", "home": "http://a.example/"}'
    (run / "run.json").write_text(
        f'{{"format": 1, "kind": "recheck", "run": "{run.name}", "subject": {subject}, "settings": {{}}, '
        '"software": "xunwang/0", "started": "2026-04-01T09:00:00+08:00"}'
    )

    with pytest.raises(door.RunError, match="不是一次检查，不能继续；请重新运行 xunwang recheck"):
        door.unfinished(run)

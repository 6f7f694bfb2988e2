"""What is noted of pages while they come in gives the facts that their rows would give."""

import datetime as dt

import msgspec
import pytest
from survey_sketch import HOME, STARTED, TEXT, Sketch

from xunwang.inspector.model import Attempt, Evidence, GuideFact, MailboxFact, MessageFact, Reach, Subject
from xunwang.inspector.survey import survey
from xunwang.inspector.survey.notes import Moved, Noter, carried, decode, glance

SUBJECT = Subject(id="s1", name="梨镇人民政府", home=HOME)


def sketch():
    site = Sketch()
    site.front(("工作动态", "/xw/"), ("通知公告", "/tz/"), ("政务公开", "/zwgk/"), ("镇长信箱", "/xx/"))
    site.list("/xw/", "2026-03-20", "2026-03-01", next_pages=("/xw/index_1.html",))
    site.list("/xw/index_1.html", "2026-02-01", None, parent="/xw/")
    site.page("/tz/", title="通知公告")
    site.page(
        "/zwgk/",
        main=(("规划计划", "/zwgk/gh/"), ("人事信息", "/zwgk/rs/")),
        side=(("采购公告", "/zwgk/cg/"),),
    )
    site.list(
        "/zwgk/gh/",
        "2025-01-01",
        "2024-12-31",
        parent="/zwgk/",
        crumbs=(("政务公开", "/zwgk/"), ("规划计划", None)),
    )
    site.page("/xx/", forms=("message",), text=TEXT)
    site.page("/xw/a0.html", "article", depth=2, parent="/xw/", text=TEXT, crumbs=(("工作动态", "/xw/"),))
    site.page("/map.html", title="网站地图", main=(("统计数据", "/sj/"),))
    return site


def noted(rows, known=()):
    noter = Noter(SUBJECT, lambda: iter(known))
    return [noter(row) for row in rows]


def facts(rows, notes=None):
    return list(
        survey(
            SUBJECT,
            lambda: iter(rows),
            (),
            notes=None if notes is None else lambda: iter(notes),
            started=STARTED,
            browser=False,
            complete=True,
            incomplete_reason=None,
        )
    )


def test_notes_give_the_same_facts_and_only_the_home_page_is_read_again():
    rows = sketch().rows
    assert len(facts(rows)) > 12
    assert facts(rows[:1], noted(rows)) == facts(rows)


@pytest.mark.parametrize("kept", [1, 4])
def test_a_run_that_goes_on_takes_the_same_notes(kept):
    rows = sketch().rows
    assert noted(rows[:kept]) + noted(rows[kept:], known=rows[:kept]) == noted(rows)


def test_without_its_home_page_a_note_is_not_believed():
    rows = sketch().rows
    assert facts(rows, noted(rows[:3]) + noted(rows[3:], known=())) == facts(rows)


def test_notes_under_another_navigation_are_left_aside():
    rows = sketch().rows
    other = Sketch().front(("工作动态", "/xw/"), ("通知公告", "/tz/"), ("机构概况", "/gk/")).rows
    assert facts(other + rows[1:], noted(rows)) == facts(other + rows[1:])


@pytest.mark.parametrize("line", [b"{}", b'{"basis": 7}', b'{"basis"', b""])
def test_a_note_that_cannot_be_read_is_no_reason_to_fail(line):
    rows = sketch().rows
    notes = noted(rows)
    assert facts(rows, [*notes[:4], line, *notes[5:]]) == facts(rows)


def test_the_note_of_an_unchanged_page_moves_to_the_new_run():
    rows = sketch().rows
    later = Attempt(
        at=STARTED + dt.timedelta(days=30), reach=Reach.OK, status=200, final_url=rows[2].page.url
    )
    evidence = Evidence(file="archive-00002.warc.gz", offset=9, length=8, sha256="7" * 64)
    moved = msgspec.structs.replace(rows[2], depth=3, parent=f"{HOME}tz/", attempt=later, evidence=evidence)
    now = Moved(3, f"{HOME}tz/", later, evidence)
    line = carried(noted(rows)[2], Moved(1, None, rows[2].attempt, None))
    for taken in (noted(rows)[2], line):
        assert decode(carried(taken, now)) == decode(noted([rows[0], moved])[1])
    assert glance(line).digest.key == rows[2].key


def test_what_a_page_tells_moves_under_the_page_that_leads_to_it_now():
    rows = sketch().rows
    note = decode(noted(rows)[2])
    url, before, now = rows[2].page.url, note.digest.parent, f"{HOME}tz/"
    told = (
        GuideFact(key="g", title="指南", url=url, parent=before),
        MessageFact(key="m", title="来信", url=f"{url}1.html", parent=url),
        MailboxFact(key="b", name="信箱", url=url),
    )
    moved = Moved(3, now, rows[2].attempt, None).note(msgspec.structs.replace(note, told=told))
    assert [getattr(one, "parent", None) for one in moved.told] == [now, url, None]

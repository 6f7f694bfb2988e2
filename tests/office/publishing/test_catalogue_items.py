"""An entry of the catalogue that names an item is met by what speaks of that item, told by titles and documents."""

import datetime as dt

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import SEEN, judgement

from xunwang.inspector import model
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.model import ColumnType
from xunwang.office.campaigns.handed_in import tables_of
from xunwang.office.campaigns.recording import record_judgement
from xunwang.office.jobs.queue import work_off
from xunwang.office.people.roles import Role
from xunwang.office.publishing.catalogue import Entry, Mention, State, coverage, read_catalogue
from xunwang.office.publishing.counting import uncounted
from xunwang.office.publishing.figures import Column
from xunwang.office.publishing.mentions import speaks_of

HOME = "http://www.donghe.gov.cn/"
AS_OF, DEADLINE = dt.date(2026, 5, 20), dt.date(2026, 2, 20)
BUDGET = Entry(2, "财政预算", "部门预算", DEADLINE)


def column(*days, name="财政预算", **fields):
    return Column(
        "门户", "东河县", name, ColumnType.DISCLOSURE, fields.pop("items", len(days)), days=days, **fields
    )


def state_of(mentions, *columns, entry=BUDGET, as_of=AS_OF):
    return coverage([entry], columns, as_of, [mentions])[0]


@pytest.mark.parametrize(
    ("title", "asked", "speaks"),
    [
        ("东河县财政局2026年部门预算", "部门预算", True),
        ("县级各部门2026年预算公开", "部门预算", True),
        ("东河县财政局2025年部门决算", "部门预算", False),
        ("2026年国有资本经营预算支出表", "国有资本经营预算收入表", False),
        ("2026年义务教育阶段招生入学工作政策", "义务教育招生入学政策", True),
        ("招聘公告：面向应届毕业生", "招生", False),
        ("政府集中采购目录（2026年）", "集中采购目录情况", True),
        ("国有资产（行政事业性）管理", "国有资产管理有关情况", True),
    ],
)
def test_a_title_speaks_of_an_item_when_all_its_words_stand_in_it(title, asked, speaks):
    assert speaks_of(title, asked) is speaks


def test_an_item_of_the_deadlines_year_about_something_else_meets_no_deadline():
    held = column(dt.date(2026, 2, 10), dt.date(2025, 2, 10))
    told = state_of([], held)
    assert (told.state, "没有写明这一事项" in told.why) == (State.UNSURE, True)
    budget = Mention("2026年部门预算", "", dt.date(2026, 2, 10))
    assert state_of([budget], held).state == State.PUBLISHED
    assert state_of([Mention("转发文件", "", budget.day, sure=False)], held).state == State.UNSURE


def test_what_spoke_of_the_item_a_year_ago_only_is_late_and_shown():
    old = Mention("2025年部门预算", "http://a/1.html", dt.date(2025, 2, 10))
    told = state_of([old], column(old.day, dt.date(2026, 2, 10)))
    assert (told.state, told.by, told.newest) == (State.LATE, old, old.day)
    after = Mention("2026年部门预算", "", DEADLINE + dt.timedelta(1))
    assert state_of([after, old], column(after.day)).state == State.LATE
    in_time = Mention("2026年部门预算", "", DEADLINE)
    assert state_of([after, in_time], column(after.day)).by == in_time


def test_what_cannot_be_told_is_never_bad():
    undated, held = Mention("2026年部门预算", ""), column(dt.date(2026, 2, 10), items=2)
    assert state_of([undated], held).state == State.UNREAD
    assert state_of([], held, column(unread="超时")).why.startswith("超时")
    (unlooked,) = coverage([BUDGET], [held], AS_OF)
    assert (unlooked.state, unlooked.why) == (State.UNREAD, "还没有核对到事项")
    unclear = Entry(2, "财政预算", "部门预算", unclear="期限“形成后20个工作日”没有写明日期")
    published = [Mention("2026年部门预算", "", DEADLINE)]
    assert state_of(published, held, entry=unclear).state == State.UNREAD
    assert state_of([], column(dt.date(2024, 1, 1))).state == State.LATE  # nothing at all of the time
    assert state_of([], column()).state == State.EMPTY


def test_a_column_that_bears_the_name_of_the_item_is_about_nothing_else():
    own = column(dt.date(2026, 2, 10), name="部门预算")
    assert state_of([], own).state == State.PUBLISHED
    assert state_of([], own, column()).state == State.PUBLISHED
    guide, standing = Entry(2, "公开指南", "政府信息公开指南"), column(name="公开指南", static=True)
    assert state_of([], standing, entry=guide).state == State.PUBLISHED
    assert state_of([], column(static=True), entry=Entry(2, "财政预算", "部门预算")).state == State.UNSURE


def row(path, items=(), links=(), **fields):
    address = f"{HOME}{path}"
    page = model.Page(address, 200, items=tuple(items), links=tuple(links), **fields)
    attempt = model.Attempt(SEEN, model.Reach.OK, 200, final_url=address)
    return model.PageRow(page, f"www.donghe.gov.cn/{path}", 1, HOME, attempt, None)


def item(title, path, day):
    return model.Item(title, f"{HOME}{path}", dt.date(2026, 2, day))


def inspected_site(office, folder):
    """Its column lists two items on two pages; the table of revenues is attached to one of them."""
    attached = model.Link(f"{HOME}b.xlsx", "b.xlsx", "收支总体情况表.xlsx", kind=model.LinkKind.ATTACHMENT)
    writer = RunWriter.create(folder, "run-1", model.Subject("any", "任一", HOME), {}, SEEN)
    for one in (
        row("ys/", [item("东河县财政局2026年部门预算", "ys/1.html", 10)]),
        row("ys/2.html", [item("2026年县级预算公开", "ys/2026.html", 11)]),
        row("ys/2026.html", links=[attached], title="2026年县级预算公开", text="一般公共预算收入表附后"),
        row("ys/1.html", title="东河县财政局2026年部门预算"),
    ):
        writer.append_page(one)
    days = (dt.date(2026, 2, 11), dt.date(2026, 2, 10))
    pages = (f"{HOME}ys/", f"{HOME}ys/2.html")
    fact = model.ColumnFact(
        "k1", "财政预算", ColumnType.DISCLOSURE, "", False, pages[0], items=2, dates=days, pages=pages
    )
    writer.write_facts([fact])
    writer.close(SEEN, stats=Stats())
    site = office.website(office.county, "东河县政府", HOME)
    campaign = office.campaign(office.city, [site])
    record_judgement(campaign, judgement(site), run_path=writer.path)
    return campaign


def catalogue_file(path):
    """Two fields on two sheets, as standard catalogues come."""
    book = openpyxl.Workbook()
    budget, school = book.active, book.create_sheet("义务教育领域")
    budget.title = "财政预决算领域"
    for sheet, lines in (
        (budget, (("部门预算", "2026-02-20"), ("收支总体情况表", "2026-02-20"), ("一般公共预算收入表", "2026-02-20"), ("部门决算", None))),
        (school, (("招生政策", None),)),
    ):  # fmt: skip
        sheet.append(("栏目", "事项", "截止日期"))
        for title, deadline in lines:
            sheet.append(("财政预算" if sheet is budget else "义务教育", title, deadline))
    book.save(path)
    return path


def test_every_sheet_of_a_catalogue_is_read(tmp_path):
    read = read_catalogue(catalogue_file(tmp_path / "a.xlsx"))
    assert [(one.sheet, one.row) for one in read.entries][-2:] == [("财政预决算领域", 5), ("义务教育领域", 2)]


def test_items_are_looked_for_in_what_the_columns_list(client, office, settings, tmp_path):
    settings.RUNS_FOLDER = tmp_path / "runs"
    campaign = inspected_site(office, tmp_path / "runs")
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    client.post(reverse("publishing_count", args=[campaign.pk]))
    work_off()
    assert not uncounted(campaign)
    address, site = reverse("publishing_catalogue", args=[campaign.pk]), campaign.subjects.get()
    upload = SimpleUploadedFile("a.xlsx", catalogue_file(tmp_path / "a.xlsx").read_bytes())
    page = client.post(address, {"file": upload, "site": site.pk}, follow=True)
    assert "还没有核对到事项" in page.content.decode()
    assert [one.pk for one in uncounted(campaign)] == [site.pk]
    work_off()
    page = client.get(address, {"site": site.pk})
    assert [one.state for one in page.context["rows"]] == [
        State.PUBLISHED, State.PUBLISHED, State.UNSURE, State.UNSURE, State.MISSING,
    ]  # fmt: skip
    shown = page.content.decode()
    for words in (
        "收支总体情况表.xlsx",
        "东河县财政局2026年部门预算",
        "正文写到：2026年县级预算公开",
        "义务教育领域",
    ):
        assert words in shown
    table = next(one for one in tables_of(campaign) if one.key == "catalogue")
    assert dict(zip(table.columns, table.rows[0], strict=True))["查清事项"] == 3
    assert not uncounted(campaign)

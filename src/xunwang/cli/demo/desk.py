"""The duty desk of 示例市 in its fortnight: roster, rounds, drill, error reports, letters, publishing figures."""

import datetime as dt
import io
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl

from xunwang.cli.demo.cast import Cast
from xunwang.cli.demo.moments import Act, at
from xunwang.inspector import door
from xunwang_demo import fortnight as plan

if TYPE_CHECKING:
    from xunwang.office.campaigns.models import Campaign
    from xunwang.office.feedback.models import ErrorReport
    from xunwang.office.uploads import Kept

_REPLY = "经核实，您反映的问题已处理完毕，相关页面已更正，感谢您的监督。"
_UNTRUE_REPLY = "经核实，页面内容与实际一致，不存在您反映的情况，感谢您的关注。"
_DAY = dt.timedelta(days=1)

# Models can be imported only after Django is set up, which the demo does when it starts.


class Desk:
    """Every method that is an act does one thing that people do there."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.unit, self.by, self.partner = cast.unit, cast.supervisor, cast.partner
        self.reports: dict[str, ErrorReport] = {}

    def acts(self) -> Iterator[Act]:
        yield plan.at(17, 16), self._roster
        yield plan.at(20, 15), self._swap
        yield from self._shifts()
        for moment in plan.rounds():
            yield moment, partial(self._round, moment)
        yield plan.at(25, 16), self._drill
        yield plan.at(19, 17), self._training
        for report in plan.REPORTS:
            yield from self._report(report)
        yield plan.at(24, 9), self._test_letter
        yield plan.at(31, 16), self._letters

    def publishing(self, campaign: "Campaign") -> Iterator[Act]:
        """The figures are taken out of the campaign's runs, which are there by now."""
        yield plan.at(31, 18), partial(self._publishing, campaign)

    # ── duty ─────────────────────────────────────────────────────────────────────────────────────

    def _roster(self) -> None:
        from xunwang.office.duty import planning, roster  # noqa: PLC0415

        planning.plan(self.unit, "twice-working-day", dt.time(8, 30), by=self.by)
        roster.put_on_duty(self.unit, (plan.FIRST, plan.LAST), plan.TEAMS, "0000-8123456", by=self.by)

    def _swap(self) -> None:
        from xunwang.office.duty import roster  # noqa: PLC0415
        from xunwang.office.duty.models import Shift  # noqa: PLC0415

        one, other, reason = plan.SWAP
        shifts = {shift.day: shift for shift in Shift.objects.filter(unit=self.unit, day__in=(one, other))}
        roster.swap(shifts[one], shifts[other], reason, by=self.by)

    def _shifts(self) -> Iterator[Act]:
        """Each shift but the last hands over on the next morning; one is not signed for."""
        for number in range(plan.DAYS - 1):
            day = plan.FIRST + number * _DAY
            morning = plan.at(day.day + 1, 8, 30)
            yield morning, partial(self._hand_over, day)
            if day != plan.NOT_TAKEN:
                yield morning + 10 * dt.timedelta(minutes=1), partial(self._take_over, day)

    def _hand_over(self, day: dt.date) -> None:
        from xunwang.office.duty import roster  # noqa: PLC0415
        from xunwang.office.duty.models import Shift  # noqa: PLC0415

        said = "开发区网站曾打不开，已恢复，请继续留意。" if day.day == 27 else "无"
        roster.hand_over(Shift.objects.get(unit=self.unit, day=day), said, by=self.partner)

    def _take_over(self, day: dt.date) -> None:
        from xunwang.office.duty import roster  # noqa: PLC0415
        from xunwang.office.duty.models import Shift  # noqa: PLC0415

        roster.take_over(Shift.objects.get(unit=self.unit, day=day), by=self.by)

    def _round(self, begun: dt.datetime) -> None:
        from xunwang.office.duty import service  # noqa: PLC0415

        home, note = plan.FOUND.get(begun, ("", ""))
        patrol = service.round_under_way(self.partner)
        for site in service.sites_of(self.unit):
            bad = site.home == home
            service.looked(patrol, site, note if bad else "", by=self.partner, ok=not bad)
        with at(begun + dt.timedelta(minutes=14)):
            service.end_round(patrol, "", by=self.partner)

    def _drill(self) -> None:
        self._held("drill", "网站页面被篡改应急处置演练", 26, "按预案断网、取证、恢复、报告，用时42分钟。")

    def _training(self) -> None:
        self._held("training", "政府信息公开和网站管理培训", 41, "讲解检查指标和找错办理时限。")

    def _held(self, kind: str, title: str, people: int, text: str) -> None:
        from xunwang.office import clock  # noqa: PLC0415
        from xunwang.office.duty import service  # noqa: PLC0415

        held = service.Held(kind, clock.today(), title, people, text)
        service.record_training(self.unit, held, [self._paper(title, text)], by=self.by)

    def _paper(self, title: str, text: str) -> "Kept":
        from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

        from xunwang.office.uploads import keep  # noqa: PLC0415

        paper, body = docx.Document(), io.BytesIO()
        paper.add_heading(title)
        paper.add_paragraph(text)
        paper.save(body)
        upload = SimpleUploadedFile(f"{title}方案.docx", body.getvalue())
        return keep(upload, f"training/{self.unit.pk}")

    # ── error reports ────────────────────────────────────────────────────────────────────────────

    def _report(self, one: plan.Report) -> Iterator[Act]:
        if one.public:
            yield one.received, partial(self._from_the_public, one)
        else:
            yield one.received + 10 * dt.timedelta(minutes=1), partial(self._from_the_platform, one)
        yield one.handed_over, partial(self._hand_report_over, one)
        if one.answered:
            yield one.answered, partial(self._answer, one)
        if one.closed:
            yield one.closed, partial(self._close, one)

    def _from_the_platform(self, one: plan.Report) -> None:
        from xunwang.office.feedback.importing import import_list  # noqa: PLC0415
        from xunwang.office.feedback.models import ErrorReport  # noqa: PLC0415

        site = next(site for site in self.cast.city.sites if site.host == one.host)
        head = ("编号", "网站名称", "网站标识码", "页面地址", "问题类型", "问题描述", "提交时间")
        row = (
            one.number,
            site.name,
            site.code,
            site.home,
            one.kind,
            one.text,
            f"{one.received:%Y-%m-%d %H:%M}",
        )
        with tempfile.TemporaryDirectory() as folder:
            import_list(_table(Path(folder), [head, row]), self.by, shown_as="全国平台清单.xlsx")
        self.reports[one.text] = ErrorReport.objects.get(number=one.number)

    def _from_the_public(self, one: plan.Report) -> None:
        """Somebody fills in the form and solves the sum."""
        from xunwang.office.feedback import captcha, public  # noqa: PLC0415
        from xunwang.office.feedback.models import ErrorKind  # noqa: PLC0415

        public.open_form(self.unit, wanted=True, by=self.by)
        site = next(site for site in self.cast.city.sites if site.host == one.host)
        kind = next(kind for kind in ErrorKind if kind.label == one.kind)
        ticket = captcha.opened(captcha.new_ticket(in_words=True))
        handed = public.Handed(site.code, site.home, kind, one.text, "duzhe@shili.example")
        self.reports[one.text] = public.take(handed, ticket, "192.0.2.200")

    def _hand_report_over(self, one: plan.Report) -> None:
        from xunwang.office.feedback import service  # noqa: PLC0415

        unit = self.cast.site(one.host).unit
        service.hand_over(self.reports[one.text], unit, by=self.by)

    def _answer(self, one: plan.Report) -> None:
        from xunwang.office.feedback import service  # noqa: PLC0415

        service.answer(self.reports[one.text], _REPLY if one.true else _UNTRUE_REPLY, by=self.by)

    def _close(self, one: plan.Report) -> None:
        from xunwang.office.feedback import service  # noqa: PLC0415
        from xunwang.office.feedback.models import Machine, Truth  # noqa: PLC0415

        machine = Machine(one.machine) if one.machine else None
        truth = Truth.TRUE if one.true else Truth.UNTRUE
        service.close(self.reports[one.text], truth, by=self.by, machine=machine)

    # ── letters and publishing ───────────────────────────────────────────────────────────────────

    def _letters(self) -> None:
        from xunwang.office.letters.service import take_list  # noqa: PLC0415
        from xunwang.office.letters.table import listed  # noqa: PLC0415

        head = ("编号", "标题", "留言时间", "答复时间", "承办单位", "答复内容")
        for box in plan.BOXES:
            rows = [
                (one.number, one.title, one.asked, one.answered, one.answerer, one.reply)
                for one in plan.letters()
                if one.box == box
            ]
            with tempfile.TemporaryDirectory() as folder:
                found = listed(_table(Path(folder), [head, *rows]))
                take_list(found, found.places, box, by=self.by)

    def _test_letter(self) -> None:
        from xunwang.office import clock  # noqa: PLC0415
        from xunwang.office.letters import service  # noqa: PLC0415

        asked = service.register_test(self.unit, plan.BOXES[0], "公园夜间几点关门", clock.today(), by=self.by)
        with at(plan.at(25, 17)):
            service.test_answered(asked, clock.today(), "您好，公园每天 22 时关门。", by=self.by)

    def _publishing(self, campaign: "Campaign") -> None:
        from xunwang.office.publishing.counting import ask_to_count  # noqa: PLC0415
        from xunwang.office.publishing.service import keep_catalogue  # noqa: PLC0415

        ask_to_count(campaign)
        head = ("栏目", "事项", "更新周期（天）")
        with tempfile.TemporaryDirectory() as folder:
            path = _table(Path(folder), [head, *plan.CATALOGUE])
            keep_catalogue(self.cast.site(plan.CATALOGUE_HOST), path, "财政领域公开标准目录.xlsx", by=self.by)
        self._state(campaign)

    def _state(self, campaign: "Campaign") -> None:
        """The portal states a few items more than its lists show, and says why."""
        from xunwang.office.publishing.models import StatedTotal  # noqa: PLC0415
        from xunwang.office.publishing.service import explain, state  # noqa: PLC0415
        from xunwang.office.publishing.stated import Stated  # noqa: PLC0415

        period = campaign.period_start, campaign.period_end
        counted = plan.published(self.cast.city, plan.STATED_HOST, *period)
        name = next(
            row.name for home, row in self.cast.versions.items() if door.host_of(home) == plan.STATED_HOST
        )
        source = "第一季度网站工作情况报告"
        state([Stated(name, counted + plan.STATED_MORE, *period, source=source)], by=self.by)
        explain(StatedTotal.objects.get(subject__versions__name=name), plan.STATED_REASON, by=self.by)


def _table(folder: Path, rows: Sequence[tuple[str | int | dt.date | None, ...]]) -> Path:
    """A spreadsheet as somebody would hand it in."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = folder / "table.xlsx"
    book.save(path)
    return path

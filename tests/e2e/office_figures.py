"""Run as a program on an office's data folder: prints what the office says of 示例市's fortnight as one JSON object."""

# ruff: noqa: E402  # Django is set up first
import json
import os
import sys
from pathlib import Path

os.environ["XUNWANG_TODAY"] = "2026-04-01"

from xunwang.office import boot

boot.load(Path(sys.argv[1]))

from openpyxl import load_workbook

from xunwang.office import clock
from xunwang.office.accounts.models import Post, Standing
from xunwang.office.alerts.models import Alert
from xunwang.office.campaigns.handed_in import tables_of
from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.campaigns.models import Campaign, FindingRow
from xunwang.office.campaigns.weighing import broken
from xunwang.office.duty.missing import gaps_between
from xunwang.office.duty.models import MachineLook, PatrolRound, Shift, Training
from xunwang.office.feedback import figures as reports
from xunwang.office.feedback.models import ErrorReport, MissedCase
from xunwang.office.letters import figures as letters
from xunwang.office.letters.contradictions import contradictory
from xunwang.office.letters.models import Letter, Source
from xunwang.office.letters.service import rules_for
from xunwang.office.messages.models import Message
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.watch.models import AgreedDay
from xunwang.office.watch.weeks import added, days_of, week, weeks_of
from xunwang_demo import city, fortnight

campaign = Campaign.objects.filter(as_of=city.AS_OF).order_by("pk").first()
unit = campaign.unit


def watch():
    rows = SubjectVersion.objects.on(city.AS_OF).filter(subject__kind="website")
    days = days_of([row.subject_id for row in rows], *week(city.AS_OF))
    sums = {row.home: added(days[row.subject_id, row.home]) for row in rows}
    weeks = weeks_of([row.subject_id for row in rows], city.AS_OF)
    return {
        "week": {home: [one.counted, one.failed] for home, one in sums.items()},
        "words": {row.home: weeks[row.subject_id, row.home].words for row in rows},
        "untold": dict(AgreedDay.objects.filter(day="2026-03-19").values_list("home", "untold")),
        "closed": dict(AgreedDay.objects.filter(closed__gt=0).values_list("home", "closed")),
    }


def alerts():
    listed = Alert.objects.order_by("begun_at", "pk")
    return {
        "alerts": [[one.kind, one.title, one.step, bool(one.acked_at), bool(one.ended_at)] for one in listed],
        "told": list(Message.objects.order_by("pk").values_list("channel__name", "title")),
        "sent": Message.objects.filter(state="sent").count(),
    }


def duty():
    gaps = gaps_between(unit, fortnight.FIRST, fortnight.LAST)
    shifts = Shift.objects.filter(unit=unit)
    rounds = PatrolRound.objects.filter(unit=unit).exclude(ended_at=None)
    return {
        "shifts": shifts.count(),
        "swapped": sorted(str(day) for day in shifts.exclude(changed="").values_list("day", flat=True)),
        "handed": shifts.exclude(handed_at=None).count(),
        "taken": shifts.exclude(taken_at=None).count(),
        "rounds": rounds.count(),
        "gaps": [str(clock.local(gap.start)) for day in gaps.values() for gap in day],
        "found": sorted(FindingRow.objects.filter(indicator="R-patrol").values_list("url", "message")),
        "machine": [[str(one.day), one.problem, one.new] for one in MachineLook.objects.order_by("day")],
        "held": sorted(Training.objects.values_list("kind", "people", "papers__name")),
    }


def said():
    counted = reports.figures(ErrorReport.objects.all(), clock.today())
    rules, classes = rules_for(clock.today()), (1, 5, 7, 15)
    public = list(Letter.objects.exclude(source=Source.TEST).select_related("unit"))
    written = letters.figures(public, rules, classes)
    boxes = letters.grouped(public, rules, classes, lambda one: one.box)
    tried = Letter.objects.get(source=Source.TEST)
    return {
        "reports": [
            counted.received,
            counted.on_time,
            counted.closed_late,
            counted.open_late,
            counted.running,
        ],
        "truth": [counted.true, counted.untrue, counted.checked, counted.missed],
        "oldest": str(counted.oldest_open),
        "cases": list(MissedCase.objects.values_list("state", "report__number")),
        "letters": [written.received, written.answered, written.late, written.doubtful],
        "classes": written.within,
        "boxes": {one.name: [one.received, one.answered] for one in boxes},
        "contradictory": [one.about for one in contradictory(public)],
        "tried": (tried.answered_on - tried.asked_on).days,
    }


def faults():
    """By indicator the websites and places that the pages count, and those of the circular's attachment, which is of websites alone."""
    boss, advisory = campaign.created_by, norm_words(campaign.norm).advisory
    told = [one for one in broken(boss, campaign) if not one.indicator.startswith(("N-", "M-"))]
    pages = {one.indicator: [one.subjects, one.places] for one in told}
    file = campaign.files.filter(label__endswith="问题指标统计").earliest("pk")
    sheet = load_workbook(campaign.folder / file.path).active
    rows = [row for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    return {
        "faults_shown": {name: told for name, told in pages.items() if name not in advisory},
        "faults_published": {row[1]: [row[4], row[5]] for row in rows},
    }


def accounts():
    """By handle how each account stands, and what the campaign says of it."""
    rows = campaign.subjects.filter(subject__kind="account")
    return {
        "standings": {
            one.subject.versions.get().handle: one.state for one in Standing.objects.select_related("subject")
        },
        "accounts": {row.row["handle"]: row.verdict_at_point for row in rows},
        "addresses": [one for one in Post.objects.values_list("url", flat=True) if one],
    }


tables = {table.key: table.rows for table in tables_of(campaign)}
print(
    json.dumps(watch() | alerts() | duty() | said() | faults() | accounts() | {"tables": tables}, default=str)
)

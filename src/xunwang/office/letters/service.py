"""Letters come in by a list, from the pages that an inspection read, or as registered test questions."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.door.privacy import masked
from xunwang.inspector.door.tables import letters_of_run
from xunwang.inspector.model import MessageFact, Record
from xunwang.office import clock
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.errors import OfficeError
from xunwang.office.letters import slips
from xunwang.office.letters.figures import CLASSES, LIMIT, Rules, RulesOf
from xunwang.office.letters.matching import Shelf
from xunwang.office.letters.models import Letter, LetterLimits, Source
from xunwang.office.letters.quality import doubts
from xunwang.office.letters.table import LetterRow, Listed, Places, rows_of
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.naming import UnitNames, ambiguous
from xunwang.office.places import run_at, unreadable
from xunwang.office.registry.sheet import Problem

_BOX = "网民留言"
T = TypeVar("T")


class Intake(Record, frozen=True):
    """What a list or a run brought; `known` were there before and are as they are told now."""

    created: int = 0
    known: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def rejected(self) -> int:
        return sum(one.severity == "error" for one in self.problems)

    def __str__(self) -> str:
        return f"新增 {self.created} 条，更新 {self.known} 条，不能读入 {self.rejected} 行"


@transaction.atomic
def take_list(found: Listed, places: Places, box: str, *, by: User) -> Intake:
    """Every usable row. A row's unit is told by its name below the user's unit, else it is the user's. Raises OfficeError.

    A list that has no column for who answered speaks of the unit's own answers.
    """
    rows, problems = rows_of(found, places)
    answerer = "" if "unit" in places else by.unit.name
    known, told = _units_of(rows, by.unit)
    problems += told
    read = [(row, known[row.place]) for row in rows if row.place in known]
    made = [_of_row(row, unit or by.unit, box, answerer) for row, unit in read]
    shelf = _shelf(made, by.unit)
    for letter, (row, unit) in zip(made, read, strict=True):
        changed = _place(letter, row, shelf, named=unit is not None)
        problems += [Problem(changed, "warning", row.sheet, row.row)] if changed else []
    created = _save(made)
    log_action("letters.imported", by.unit, user=by, data={"entries": len(made)})
    return Intake(created, len(made) - created, tuple(problems))


def _units_of(rows: list[LetterRow], above: Unit) -> tuple[dict[tuple[str, int], Unit | None], list[Problem]]:
    """Place of each row that can be kept -> the unit below that it names, None where it names none; and what is wrong."""
    names = UnitNames(Unit.objects.subtree(above))
    known: dict[tuple[str, int], Unit | None] = {}
    problems, strange = [], Counter[str]()
    for row in rows:
        found = names.find(row.unit)
        if row.asked_on > clock.today():
            problems.append(Problem(f"留言时间 {row.asked_on} 还没有到。", "error", row.sheet, row.row))
        elif len(found) > 1:
            problems.append(Problem(ambiguous(row.unit, found, names), "error", row.sheet, row.row))
        else:
            known[row.place] = found[0] if found else None
            strange[row.unit] += bool(row.unit and not found)
    problems += [
        Problem(f"“{name}”不在本单位和下级单位的名称里，{count} 条留言记在“{above}”名下。", "warning")
        for name, count in strange.items()
        if count
    ]
    return known, problems


def _shelf(brought: list[Letter], unit: Unit) -> Shelf:
    """The letters kept of the days of those that are brought."""
    if not brought:
        return Shelf((), unit)
    days = sorted(letter.asked_on for letter in brought)
    near = Letter.objects.filter(unit__path__startswith=unit.path, asked_on__range=(days[0], days[-1]))
    return Shelf(near.exclude(source=Source.TEST).select_related("unit").order_by("pk"), unit, brought)


def _of_row(row: LetterRow, unit: Unit, box: str, answerer: str) -> Letter:
    return Letter(
        unit=unit,
        box=row.box or box or _BOX,
        key=row.number,
        source=Source.TABLE,
        title=row.title,
        asked_on=row.asked_on,
        answered_on=row.answered_on,
        replied=bool(row.replied),
        answerer=row.unit or answerer,
        question=masked(row.question),
        reply=row.reply,
        url=row.url,
    )


def _place(letter: Letter, row: LetterRow, shelf: Shelf, *, named: bool) -> str:
    """Makes it the kept letter that the row speaks of, if there is one; only a row that names the unit moves that.

    Says what of that letter's answer is replaced by another.
    """
    kept = shelf.numbered(letter, named=named) if row.number else shelf.worded(letter, named=named)
    if kept is None:
        return ""
    if not named:
        letter.unit, letter.answerer = kept.unit, row.unit or kept.answerer
    taken = Letter.objects.filter(unit=letter.unit, box=letter.box, key=letter.key).exclude(pk=kept.pk)
    if kept.unit_id == letter.unit_id or not taken.exists():
        letter.pk = kept.pk
    if row.replied is None:
        letter.replied = kept.replied
    return _replaced(kept, letter) if letter.pk else ""


def _replaced(kept: Letter, letter: Letter) -> str:
    days = kept.answered_on, letter.answered_on
    if not (all(days) and kept.reply and letter.reply and days[0] != days[1] and kept.reply != letter.reply):
        return ""
    return f"“{letter.title[:40]}”已登记的答复（{days[0]}）与这一行（{days[1]}）不同，已按这一行更新。"


def take_run(row: CampaignSubject, *, by: User) -> Intake:
    """The letters that an inspected website shows with their day. Raises OfficeError when the run cannot be read."""
    try:
        groups = _together(letters_of_run(run_at(row.run_path)))
    except door.RunError as error:
        raise OfficeError(f"“{row.name}”的检查结果读不出来：{unreadable(row.run_path, error)}") from error
    dated = [(group, asked) for group in groups if (asked := _first(fact.asked for fact in group))]
    letters = [_of_facts(group, asked, row) for group, asked in dated]
    with transaction.atomic():
        created = _save(letters)
        log_action("letters.imported", row, user=by, unit=row.unit, data={"entries": len(letters)})
    return Intake(created, len(letters) - created)


def _together(facts: Iterable[MessageFact]) -> list[list[MessageFact]]:
    """A letter stands in a list and on a page of its own."""
    groups: dict[str, list[MessageFact]] = {}
    for fact in facts:
        groups.setdefault(fact.key, []).append(fact)
    return list(groups.values())


def _of_facts(group: list[MessageFact], asked: dt.date, row: CampaignSubject) -> Letter:
    """The own page tells most; what it leaves out the list may know."""
    told = sorted(group, key=lambda fact: not fact.own_page)
    best, answered = told[0], _first(fact.answered for fact in told)
    return Letter(
        unit=row.unit,
        box=row.name[:100],
        key=best.key[:300],
        source=Source.SITE,
        title=best.title[:300],
        asked_on=asked,
        answered_on=answered,
        replied=answered is not None or bool(_first(fact.replied for fact in told)),
        answerer=(_first(fact.unit for fact in told) or "")[:200],
        question=masked(_first(fact.question for fact in told) or ""),
        reply=_first(fact.reply for fact in told) or best.phrase or "",
        url=best.url[:2000],
    )


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def _save(letters: list[Letter]) -> int:
    """Gives the number of those that are new. What is empty now stays as it was known."""
    new = 0
    for letter in letters:
        place = {"unit": letter.unit, "box": letter.box, "key": letter.key}
        kept = Letter.objects.filter(**({"pk": letter.pk} if letter.pk else place)).first()
        if kept is not None:
            _keep_known(letter, kept)
        letter.doubts = doubts(letter, clock.today())
        letter.save()
        new += kept is None
    _compare({(letter.unit_id, letter.box) for letter in letters})
    return new


def _keep_known(letter: Letter, kept: Letter) -> None:
    letter.pk, letter.entered_by = kept.pk, kept.entered_by
    for name in ("answered_on", "answerer", "question", "reply", "url"):
        if not getattr(letter, name):
            setattr(letter, name, getattr(kept, name))
    letter.replied = letter.replied or letter.answered_on is not None


def _compare(boxes: set[tuple[int, str]]) -> None:
    """Adds to each letter what it lacks of that which most answers of its box have."""
    for unit, box in boxes:
        listed = list(
            Letter.objects.filter(unit=unit, box=box).exclude(source=Source.TEST).select_related("unit")
        )
        lacks = slips.of_habit(listed)
        changed = []
        for letter in listed:
            told = [*doubts(letter, clock.today()), *lacks.get(letter.pk, ())]
            if told != letter.doubts:
                letter.doubts = told
                changed.append(letter)
        Letter.objects.bulk_update(changed, ["doubts"], batch_size=200)


@transaction.atomic
def register_test(unit: Unit, box: str, title: str, asked_on: dt.date, *, by: User) -> Letter:
    """A question that a person sent to try a box; it is timed and counted apart. Raises OfficeError."""
    if not box.strip() or not title.strip():
        raise OfficeError("请填写信箱和测试问题。")
    if asked_on > clock.today():
        raise OfficeError(f"提交日期 {asked_on} 还没有到。")
    letter = Letter.objects.create(
        unit=unit, box=box.strip()[:100], key=f"test:{clock.now().isoformat()}", source=Source.TEST,
        title=title.strip()[:300], asked_on=asked_on, entered_by=by,
    )  # fmt: skip
    log_action("letter.test", letter, user=by, unit=unit, data={"on": asked_on.isoformat()})
    return letter


@transaction.atomic
def test_answered(letter: Letter, answered_on: dt.date, reply: str, *, by: User) -> None:
    """Raises OfficeError for days that cannot be, and for letters that are no test."""
    if letter.source != Source.TEST:
        raise OfficeError("只有测试留言在这里登记答复。")
    if not letter.asked_on <= answered_on <= clock.today():
        raise OfficeError(f"答复日期应在 {letter.asked_on} 和今天之间，实际为 {answered_on}。")
    letter.answered_on, letter.replied, letter.reply = answered_on, True, reply.strip()[:5000]
    letter.answerer = letter.unit.name
    letter.doubts = doubts(letter, clock.today())
    letter.save(update_fields=["answered_on", "replied", "reply", "answerer", "doubts"])
    log_action("letter.answered", letter, user=by, unit=letter.unit, data={"on": answered_on.isoformat()})


@transaction.atomic
def set_limits(unit: Unit, limit: int, classes: list[int], *, by: User) -> None:
    """Raises OfficeError for days that are none."""
    wrong = [days for days in (limit, *classes) if not 1 <= days <= 90]
    if wrong or not classes:
        raise OfficeError("期限和档次应为 1 到 90 个工作日，档次用逗号分开，例如 1,5,7,15。")
    said = {"limit": limit, "classes": sorted(set(classes))}
    LetterLimits.objects.update_or_create(unit=unit, defaults=said)
    log_action("letters.limits", unit, user=by, unit=unit, data={"text": f"{limit}；{said['classes']}"})


def rules_for(today: dt.date) -> RulesOf:
    """What holds for the letters of a unit: its own limits or those of the nearest superior that set any."""
    known = calendar()
    limits = {one.unit.path: one for one in LetterLimits.objects.select_related("unit")}
    rules = {path: Rules(known, today, one.limit, tuple(one.classes)) for path, one in limits.items()}
    default = Rules(known, today, LIMIT, CLASSES)

    def of(unit: Unit) -> Rules:
        paths = [*unit.paths_above(), unit.path]
        return next((rules[path] for path in reversed(paths) if path in rules), default)

    return of

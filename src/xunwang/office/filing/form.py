"""The form of a filing on paper, with the opinion of every level and room for seals."""

from collections.abc import Iterator

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.circulars.data import chinese_date
from xunwang.office.filing.models import Filing, Matter, StepKind
from xunwang.office.filing.service import fields_of
from xunwang.office.papers import form_lines, heading, new_paper, say, written_paper
from xunwang.office.registry.entry import form_of
from xunwang.office.registry.fields import FIELDS
from xunwang.office.registry.models import KIND_LABELS

_OPINIONS = {StepKind.PASSED, StepKind.APPROVED, StepKind.RETURNED}


class Item(Record, frozen=True):
    """One thing that the register says; `before` is None where nothing changes."""

    label: str
    before: str | None
    after: str


def items(filing: Filing) -> list[Item]:
    """What an opening enters, or a change alters."""
    said = fields_of(filing)
    names = filing.was if filing.matter == Matter.CHANGE else {name for name, value in said.items() if value}
    return [
        Item(
            field.header,
            _text(filing.was[field.name]) if field.name in filing.was else None,
            _text(said[field.name]),
        )
        for field in FIELDS[form_of(SubjectKind(filing.subject_kind))]
        if field.name in names
    ]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def title(filing: Filing) -> str:
    kind = KIND_LABELS[SubjectKind(filing.subject_kind)]
    return f"{kind}{filing.get_matter_display()}报备表"


def paper(filing: Filing) -> bytes:
    """The form as docx."""
    document = new_paper()
    heading(document, title(filing))
    say(document, f"编号：{filing.code}", right=True)
    form_lines(document, _lines(filing))
    say(document, f"打印日期：{chinese_date(clock.today())}", right=True)
    return written_paper(document)


def _lines(filing: Filing) -> Iterator[tuple[str, str]]:
    yield "申报单位", filing.unit.name
    yield "名称", filing.name
    yield f"{filing.get_matter_display()}日期", chinese_date(filing.on)
    if filing.until:
        yield "关停至", chinese_date(filing.until)
    for item in items(filing):
        changed = item.before is not None
        yield item.label, f"{item.before or '（空）'} → {item.after or '（空）'}" if changed else item.after
    yield "事由", filing.reason
    yield "报备日期", f"{chinese_date(filing.filed_on)}（最迟{chinese_date(filing.due_on)}）"
    yield "申报单位意见", "\n\n　　　　　　　　　　（盖章）　　　年　　月　　日"
    for step in filing.steps.select_related("unit", "user"):
        if step.kind in _OPINIONS:
            who = f"{step.user or '—'}　{clock.shown(step.at)}"
            yield (
                f"{step.unit.name}意见",
                f"{step.get_kind_display()}。{step.text}\n{who}\n　　　　　　　　　　（盖章）",
            )
    if filing.open:
        yield f"{filing.holder.name}意见", "\n\n　　　　　　　　　　（盖章）　　　年　　月　　日"

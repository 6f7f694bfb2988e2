"""The file in which people enter what only they can judge: read with every cell checked, and written empty as a form."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import xlsxwriter

from xunwang.inspector.model import UNDECODABLE, Entry, OutcomeKind, Subject
from xunwang.inspector.norms import Norm, Rule, RuleKind
from xunwang.inspector.score.entering import names
from xunwang.inspector.tables import TableError, records_of

SHEET = "人工录入"
_COLUMNS = (
    ("网站", 34),
    ("指标", 26),
    ("结果", 12),
    ("分值", 8),
    ("理由", 44),
    ("录入人", 12),
    ("日期", 13),
    ("证明", 40),
)
_FIELDS = {
    "subject": ("网站", "网站名称", "对象", "首页地址"),
    "indicator": ("指标", "指标编号", "编号"),
    "outcome": ("结果", "结论"),
    "points": ("分值", "扣分", "加分", "得分"),
    "reason": ("理由", "说明", "原因"),
    "by": ("录入人", "人员", "核查人", "person"),
    "at": ("日期", "时间", "录入日期", "date"),
    "proof": ("证明", "证明材料", "依据"),
}
_NEEDED = ("subject", "indicator", "outcome", "by", "at")
_OUTCOMES = {
    "符合": OutcomeKind.MET,
    "met": OutcomeKind.MET,
    "发现问题": OutcomeKind.FOUND,
    "found": OutcomeKind.FOUND,
    "不适用": OutcomeKind.NOT_APPLICABLE,
    "not_applicable": OutcomeKind.NOT_APPLICABLE,
}
_FORM_ROWS = 500

Row = Mapping[str, Any]


class EntryError(ValueError):
    """An entries file that cannot be used: one Chinese sentence with file, row and what would be right."""


def read_entries(
    path: Path, norm: Norm, subjects: Sequence[Subject], *, beside_decisions: bool = False
) -> list[Entry]:
    """The entries of an xlsx, csv or jsonl file, each checked against the norm and the subjects that are judged.

    `beside_decisions`: the file holds decisions too; only its lines with an indicator are entries. Raises EntryError, OSError.
    """
    entries: dict[Entry, str] = {}
    for where, row in _rows(path, beside_decisions=beside_decisions):
        entry = _entry(row, where, norm, subjects)
        if entry in entries:
            raise EntryError(f"{where}与{entries[entry].removeprefix(path.name)}重复，应只留一行")
        _agree(entry, where, entries)
        entries[entry] = where
    return list(entries)


def _agree(entry: Entry, where: str, entries: Mapping[Entry, str]) -> None:
    for other, place in entries.items():
        same = (other.subject, other.indicator) == (entry.subject, entry.indicator)
        if same and other.outcome is not entry.outcome:
            raise EntryError(
                f"{where}：网站“{entry.subject}”的指标{entry.indicator}与{place}的结果不一致，同一指标只能有一种结果"
            )


# ── cells ────────────────────────────────────────────────────────────────────────────────────────


def _entry(row: Row, where: str, norm: Norm, subjects: Sequence[Subject]) -> Entry:
    text = {name: _text(row.get(name)) for name in _FIELDS}
    for name in _NEEDED:
        if not text[name]:
            raise EntryError(f"{where}缺少“{_FIELDS[name][0]}”")
    rule = _rule(text["indicator"], where, norm)
    outcome = _OUTCOMES.get(text["outcome"])
    if outcome is None:
        raise EntryError(f"{where}：结果“{text['outcome']}”不认识，应为符合、发现问题、不适用之一")
    entry = Entry(
        subject=_subject(text["subject"], where, subjects),
        indicator=rule.id,
        outcome=outcome,
        by=text["by"],
        at=_day(row["at"], where),
        points=_points(text["points"], where),
        reason=text["reason"] or None,
        proof=text["proof"] or None,
    )
    _check(entry, rule, where)
    return entry


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _rule(text: str, where: str, norm: Norm) -> Rule:
    """`W-V1.6`, or `W-V1.6 安全、泄密事故等严重问题` as the form's list offers it."""
    name = text.split(maxsplit=1)[0]
    rule = next((rule for rule in norm.rules if rule.id == name and rule.concerns_sites), None)
    if rule is None:
        raise EntryError(f"{where}：规则集{norm.id}没有网站指标“{name}”，应为W-V1.6、D-3.4、B-1这样的编号")
    return rule


def _subject(text: str, where: str, subjects: Sequence[Subject]) -> str:
    probe = Entry(text, "", OutcomeKind.MET, "", dt.date.min)
    known = [subject for subject in subjects if names(probe, subject)]
    if len(known) == 1:
        return known[0].id
    if known:
        raise EntryError(f"{where}：有{len(known)}个网站都叫“{text}”，应改填网站标识码或首页地址")
    raise EntryError(f"{where}：网站“{text}”不在所评判的检查记录中，应填其网站名称、标识码或首页地址")


def _day(cell: object, where: str) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = _text(cell).replace("/", "-")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise EntryError(f"{where}：日期“{text}”不是有效日期，应写作2026-03-31") from None


def _points(text: str, where: str) -> Decimal | None:
    if not text:
        return None
    try:
        points = Decimal(text)
    except InvalidOperation:
        raise EntryError(f"{where}：分值“{text}”不是数，应为0.5、2这样的数，不清楚的留空") from None
    if not points.is_finite() or points < 0:
        raise EntryError(f"{where}：分值“{text}”应不小于0")
    return points


def _check(entry: Entry, rule: Rule, where: str) -> None:
    """What an entry must bring depends on the kind of its rule."""
    is_bonus = rule.kind is RuleKind.BONUS
    if is_bonus and entry.outcome is OutcomeKind.FOUND:
        raise EntryError(f"{where}：加分指标{rule.id}的结果应为符合（予以加分）或不适用")
    if is_bonus and entry.outcome is OutcomeKind.MET:
        if not entry.proof:
            raise EntryError(f"{where}：加分指标{rule.id}没有证明，应在“证明”栏填写网址或材料名称")
        if entry.points is None and rule.points is None:
            raise EntryError(f"{where}：加分指标{rule.id}的分值未确认，应填写所加分值")
    if entry.outcome is OutcomeKind.FOUND and not entry.reason:
        raise EntryError(f"{where}：指标{rule.id}发现问题，应在“理由”栏写明是什么问题")
    if entry.points is None:
        return
    if rule.kind in {RuleKind.VETO, RuleKind.ADVISORY} or (
        entry.outcome is not OutcomeKind.FOUND and not is_bonus
    ):
        raise EntryError(f"{where}：指标{rule.id}的这一结果不计分值，“分值”应留空")
    if rule.points is not None and entry.points > rule.points:
        raise EntryError(f"{where}：分值{entry.points}超过指标{rule.id}的分值{rule.points}")


# ── files ────────────────────────────────────────────────────────────────────────────────────────


def _rows(path: Path, *, beside_decisions: bool) -> Iterator[tuple[str, Row]]:
    if path.suffix.lower() == ".xlsx":
        yield from _tabled(path, f"{path.name}工作表“{SHEET}”")
    elif path.suffix.lower() == ".csv":
        yield from _tabled(path, path.name)
    elif path.suffix.lower() in {".jsonl", ".json"}:
        yield from _lines(path, beside_decisions=beside_decisions)
    else:
        raise EntryError(f"录入文件{path.name}应为xlsx、csv或jsonl文件")


def _tabled(path: Path, where: str) -> Iterator[tuple[str, Row]]:
    try:
        records = records_of(path, SHEET)
        _, header = next(records)
        columns = {
            name: word for name, words in _FIELDS.items() for word in reversed(words) if word in header
        }
        for name in _NEEDED:
            if name not in columns:
                raise EntryError(f"录入文件{path.name}第1行缺少列“{_FIELDS[name][0]}”")
        for number, row in records:
            cells = {name: row[word] for name, word in columns.items()}
            if any(_text(cell) for cell in cells.values()):
                yield f"{where}第{number}行", cells
    except TableError as error:
        raise EntryError(f"录入{error}") from None


def _lines(path: Path, *, beside_decisions: bool) -> Iterator[tuple[str, Row]]:
    text = _decoded(path)
    if text.lstrip().startswith("["):
        pieces: Iterable[tuple[int, Any]] = enumerate(_json(text, path, 1, list), 1)
    else:
        lines = ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())
        pieces = ((number, _json(line, path, number, dict)) for number, line in lines)
    for number, piece in pieces:
        where = f"{path.name}第{number}行"
        if not isinstance(piece, dict):
            raise EntryError(f"{where}应为一个JSON对象")
        if beside_decisions and "indicator" not in piece:
            continue
        spelled = {word: name for name, words in _FIELDS.items() for word in words}
        row = {spelled.get(str(key), str(key)): value for key, value in piece.items()}
        unknown = [key for key in row if key not in _FIELDS]
        if unknown:
            raise EntryError(f"{where}不认识字段“{unknown[0]}”，可用：{'、'.join(_FIELDS)}")
        yield where, row


def _json(text: str, path: Path, number: int, shape: type[Any]) -> Any:
    try:
        return msgspec.json.decode(text, type=shape)
    except UNDECODABLE:
        form = '{"subject": "…", "indicator": "W-V1.6", "outcome": "found", "by": "…", "at": "2026-03-31", "reason": "…"}'
        raise EntryError(f"录入文件{path.name}第{number}行不能读取，每行应为 {form}") from None


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise EntryError(f"录入文件{path.name}不是UTF-8或GB18030编码的文字")


# ── the empty form ───────────────────────────────────────────────────────────────────────────────


def entries_form(norm: Norm, subjects: Sequence[Subject] = ()) -> bytes:
    """An empty form (xlsx) with drop-downs for subjects, indicators and outcomes, and a sheet that says what goes where."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        _form_sheet(book, norm, subjects)
        _choices_sheet(book, norm, subjects)
        _help_sheet(book)
    return buffer.getvalue()


def _offered(norm: Norm) -> list[Rule]:
    return [rule for rule in norm.rules if rule.concerns_sites and rule.kind is not RuleKind.ADVISORY]


def _form_sheet(book: Any, norm: Norm, subjects: Sequence[Subject]) -> None:
    sheet = book.add_worksheet(SHEET)
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width, day if name == "日期" else None)
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 0)
    if subjects:
        _choose(sheet, 0, f"=选项!$A$2:$A${len(subjects) + 1}", "所评判的网站")
    _choose(sheet, 1, f"=选项!$B$2:$B${len(_offered(norm)) + 1}", "指标编号")
    _choose(sheet, 2, ["符合", "发现问题", "不适用"], "结果")
    number = {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "ignore_blank": True,
        "error_title": "分值不对",
        "error_message": "应为不小于0的数，不清楚的留空",
    }
    sheet.data_validation(1, 3, _FORM_ROWS, 3, number)


def _choose(sheet: Any, column: int, source: str | list[str], what: str) -> None:
    rule = {
        "validate": "list",
        "source": source,
        "ignore_blank": True,
        "error_title": f"{what}不对",
        "error_message": f"请从下拉列表中选择{what}",
    }
    sheet.data_validation(1, column, _FORM_ROWS, column, rule)


def _choices_sheet(book: Any, norm: Norm, subjects: Sequence[Subject]) -> None:
    sheet = book.add_worksheet("选项")
    sheet.set_column(0, 1, 34)
    for column, title in enumerate(("网站", "指标")):
        sheet.write_string(0, column, title)
    for row, subject in enumerate(subjects, 1):
        sheet.write_string(row, 0, subject.home)
    for row, rule in enumerate(_offered(norm), 1):
        sheet.write_string(row, 1, f"{rule.id} {rule.name}")


def _help_sheet(book: Any) -> None:
    sheet = book.add_worksheet("填写说明")
    sheet.set_column(0, 0, 100)
    lines = (
        "网站：网站名称、网站标识码或首页地址。",
        "指标：从下拉列表选择；结果：符合、发现问题、不适用。",
        "分值：扣分指标填本处所扣分值，加分指标填所加分值，不清楚的留空；单项否决指标不填。",
        "理由：发现问题的必须写明；证明：网址或材料名称，加分必须有证明。",
        "录入不会改变自动检查的结果：自动检查已有结果的，录入只列出、不采用；初查线索须逐处核实。",
    )
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)

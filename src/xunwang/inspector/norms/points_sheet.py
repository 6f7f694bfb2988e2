"""The form in which someone who holds the official text fills in the points, and its way back into a rule set."""

import os
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml

from xunwang.inspector.model import reason
from xunwang.inspector.norms.loading import check_text, load
from xunwang.inspector.norms.model import Norm, NormError, Rule, RuleKind
from xunwang.inspector.tables import Row, TableError, sheets_of

SHEET = "指标分值"
SUMS = "一级指标合计"
_COLUMNS = (
    ("指标编号", 10),
    ("一级指标", 10),
    ("二级指标", 18),
    ("评分规则", 60),
    ("指标分值", 10),
    ("每处扣分", 10),
    ("已知下限", 10),
)
_HEADERS = tuple(name for name, _ in _COLUMNS)
_FIELDS = {"指标分值": "points", "每处扣分": "points_each"}


def write(norm: Norm, path: str | Path) -> None:
    """Write the form for `norm` (xlsx): one row per deduction and bonus indicator, the sums counted along on a second sheet."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    _write_rows(book, norm)
    _write_sums(book, norm)
    book.close()
    _replace(Path(path), buffer.getvalue())


def apply(path: str | Path, base_id: str) -> str:
    """The overlay (YAML) that puts the filled-in points on `base_id`; raises NormError where the form or its sums are wrong."""
    base = load(base_id)
    path = Path(path)
    rules = {rule.id: rule for rule in _priced(base)}
    changes = dict(_changes(path, rules))
    if not changes:
        raise NormError(f"{path.name}没有填入任何与{base_id}不同的分值")
    overlay = {
        "id": f"{base_id}-points",
        "extends": base_id,
        "title": f"{base.title}（分值由填报表填入）",
        "basis": base.basis,
        "changes": changes,
    }
    text: str = yaml.safe_dump(overlay, allow_unicode=True, sort_keys=False)
    problems = check_text(text, path.name)
    if problems:
        raise NormError(f"{path.name}工作表“{SHEET}”：{problems[0].message}")
    return text


def _priced(norm: Norm) -> list[Rule]:
    return [
        rule
        for rule in norm.rules
        if rule.concerns_sites
        and (rule.kind is RuleKind.BONUS or (rule.kind is RuleKind.DEDUCT and rule.level1))
    ]


# ── writing ──────────────────────────────────────────────────────────────────────────────────────


def _write_rows(book: Any, norm: Norm) -> None:
    sheet = book.add_worksheet(SHEET)
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    fixed = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    blank = book.add_format({"bg_color": "#FFF2CC", "border": 1, "valign": "top", "locked": False})
    for column, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write(0, column, name, head)
    rules = _priced(norm)
    for row, rule in enumerate(rules, 1):
        for column, value in enumerate(_row(rule)):
            sheet.write(row, column, value, blank if _HEADERS[column] in _FIELDS else fixed)
    rule_of_numbers = {
        "validate": "decimal",
        "criteria": ">",
        "value": 0,
        "error_title": "分值不对",
        "error_message": "应为大于0的数，未确认的留空",
    }
    sheet.data_validation(1, 4, len(rules), 5, rule_of_numbers)
    sheet.freeze_panes(1, 3)


def _row(rule: Rule) -> tuple[str | float | None, ...]:
    numbers = (rule.points, rule.points_each, rule.points_at_least)
    level = rule.level1.value if rule.level1 else "加分"
    return (rule.id, level, rule.name, rule.text, *(None if one is None else float(one) for one in numbers))


def _write_sums(book: Any, norm: Norm) -> None:
    sheet = book.add_worksheet(SUMS)
    sheet.set_column(0, 2, 14)
    for column, name in enumerate(("一级指标", "应合计", "已填合计")):
        sheet.write(0, column, name)
    last = len(_priced(norm)) + 1
    for row, (level, one) in enumerate(norm.levels.items(), 1):
        sheet.write(row, 0, level.value)
        sheet.write(row, 1, None if one.points is None else float(one.points))
        sheet.write_formula(row, 2, f"=SUMIF({SHEET}!B2:B{last},A{row + 1},{SHEET}!E2:E{last})", None, 0)


def _replace(path: Path, content: bytes) -> None:
    """Put the whole file in place at once: a full disk leaves what was there."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_bytes(content)
        os.replace(draft, path)  # noqa: PTH105  # says what happens: one atomic step
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise NormError(f"分值填报表{path.name}写不进去：{reason(error)}") from None


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


def _changes(path: Path, rules: dict[str, Rule]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each row changes, by indicator; a cell that says what the base says changes nothing."""
    rows = _rows(path)
    columns = _columns_of(path, rows[0] if rows else ())
    seen: set[str] = set()
    for number, row in enumerate(rows[1:], 2):
        rule_id = str(row[columns["指标编号"]] or "").strip()
        if not rule_id:
            continue
        where = f"{path.name}工作表“{SHEET}”第{number}行"
        if rule_id not in rules:
            raise NormError(f"{where}：没有可填分值的指标“{rule_id}”，指标编号不要改动")
        if rule_id in seen:
            raise NormError(f"{where}：指标“{rule_id}”出现了两次，应只留一行")
        seen.add(rule_id)
        change = _change(row, columns, rules[rule_id], where)
        if change:
            yield rule_id, change | {"points_confirmed": True}


def _rows(path: Path) -> list[Row]:
    names = []
    try:
        for name, rows in sheets_of(path):
            if name == SHEET:
                return _even(list(rows))
            names.append(name)
    except TableError as error:
        raise NormError(str(error)) from None
    raise NormError(f"{path.name}里没有工作表“{SHEET}”，只有：{'、'.join(names)}")


def _even(rows: list[Row]) -> list[Row]:
    """As long as the header at least: programs leave out the empty cells behind the last full one."""
    width = len(rows[0]) if rows else 0
    return [(*row, *(None,) * (width - len(row))) for row in rows]


def _columns_of(path: Path, header: Sequence[Any]) -> dict[str, int]:
    names = [str(cell or "").strip() for cell in header]
    for name in ("指标编号", *_FIELDS):
        if names.count(name) != 1:
            fault = "缺少" if name not in names else "重复了"
            raise NormError(f"{path.name}工作表“{SHEET}”第1行{fault}列“{name}”")
    return {name: names.index(name) for name in names if name}


def _change(row: Sequence[Any], columns: dict[str, int], rule: Rule, where: str) -> dict[str, Any]:
    change: dict[str, Any] = {}
    for name, field in _FIELDS.items():
        number = _number(row[columns[name]], f"{where}“{name}”")
        if number != getattr(rule, field):
            change[field] = None if number is None else _plain(number)
    return change


def _number(cell: Any, where: str) -> Decimal | None:
    text = str(cell if cell is not None else "").strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise NormError(f"{where}：“{text}”不是数，应填大于0的数，未确认的留空") from None
    if not number.is_finite() or number <= 0:
        raise NormError(f"{where}：“{text}”应大于0，未确认的留空")
    return number


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)

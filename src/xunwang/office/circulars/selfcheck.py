"""A circular is handed out only when the files, read back, say what its rows say.

The figures are counted again by `recount` from the attachment's own rows (and from the judgements, when given); every
statement must stand in the document with exactly those figures, and no other digit may stand anywhere.
"""

import difflib
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from xunwang.inspector.model import Judgement, Record, reason
from xunwang.office.circulars.blocks import Block, Piece, Table
from xunwang.office.circulars.compose import compose
from xunwang.office.circulars.data import AccountResult, CircularData, CircularRefused, SiteResult
from xunwang.office.circulars.docx import write_circular
from xunwang.office.circulars.layout import SLOT, Layout, load_layout
from xunwang.office.circulars.plausible import contradictions
from xunwang.office.circulars.readback import Line, ReadDocument, ReadTable, read_document, read_sheets
from xunwang.office.circulars.recount import Row, counted, recount, rows_of_data, rows_of_judgements
from xunwang.office.circulars.sheetcheck import check_sheets, rows_of_sheet
from xunwang.office.circulars.workbook import write_attachments

CIRCULAR_FILE = "通报.docx"
NUMBERS = re.compile(
    r"[\d.,]*\d%?|[一二三四五六七八九十百千万〇零两几数]+[多余来]?(?=[家个件条处分])"
    r"|百?[一二三四五六七八九十百]+分之[一二三四五六七八九十百零点]+|[一二三四五六七八九两]成(?=[的以多左政网账单不合未左、，。]|$)"
    r"|半数|过半|一半|大多数|绝大多数|(?:全部|全都|均为?|都|无一不)(?:合格|达标|通过)"
)
"""Figures in a text, those in words among them: 三成, 两百多家, 半数以上, 全部合格."""
_TAKEN = "\x00"
_NOTHING, _GONE = "（无）", "（已删去）"
_ALIKE = 0.5
"""How much of a statement is still there when it was reworded and not put aside."""
_UNFOUNDED, _MISSING = "无依据的数字", "应有的表述"
_PARTS = {
    "sites": "网站", "accounts": "政务新媒体账号", "previous": "上期整改",
    "group": "该类问题", "score": "得分",
}  # fmt: skip
_FIGURES = {
    "registered": "登记数", "registered_by_kind": "按类型登记数", "registered_by_level": "按层级登记数",
    "checked": "检查数", "checked_by_kind": "按类型检查数", "checked_share": "检查比例", "passed": "合格数",
    "failed": "不合格数", "undecided": "暂不作结论数", "pass_rate": "合格率", "troubled": "存在问题数",
    "troubled_rate": "存在问题比例", "scored": "计分数", "partly_scored": "得分不完整数", "not_scored": "按规则不计分数",
    "unpriced": "分值待确认数", "unfinished": "检查尚未完成数",
    "mended": "整改合格数", "still_failed": "仍不合格数", "by_platform": "按平台登记数", "by_level": "按层级登记数",
    "told": "通知整改数", "open": "未整改数", "rate": "比例", "received": "收到数", "on_time": "按期办结数",
    "sites": "涉及网站数", "share": "占比", "bands": "分布",
}  # fmt: skip

_SLOTS = {
    "addressees": "主送机关", "number": "文号", "issuer": "发文机关", "region": "地区", "period": "期次", "basis": "依据", "window": "检查时段", "as_of": "监测时间点",
    "issued": "成文日期", "closing": "截止日", "deadline": "整改截止日", "report_to": "报送单位", "contact": "联系方式",
    "activity": "检查方式", "year": "年份", "item": "问题", "rest": "其余数", "heading": "标题", "text": "正文",
    "group_sites": "涉及网站数", "group_share": "占比", "before_name": "上期", "before_judged": "上期有结论的网站数", "before_rate": "上期合格率",
    "before_change": "比上期", "last_year_name": "去年同期", "last_year_judged": "去年同期有结论的网站数", "last_year_rate": "去年同期合格率", "last_year_change": "比去年同期",
    "score_bands": "得分分布", "score_floors": "高分段", "only_score": "得分", "only_lost": "扣分",
    "accounts_rates_by_platform": "各平台合格率", "notices_sent": "整改通知数", "notices_units": "收到通知的单位数",
    "notices_closed": "办结数", "notices_rate": "办结率", "copied_to": "抄送机关", "year_span": "统计期间", "in_year": "统计期间", "notices_on": "整改通知统计日", "inspections_rows": "检查次数", "sites_places": "网站问题数",
}  # fmt: skip


class Disagreement(Record, frozen=True):
    """A figure that cannot be handed out: which, where it stands, what stands there, what the rows say."""

    figure: str
    where: str
    stated: str
    computed: str

    @property
    def is_missing(self) -> bool:
        """Whether a whole statement is gone or reworded, and no single figure."""
        return self.figure == _MISSING

    def __str__(self) -> str:
        return f"{self.where}的“{self.figure}”写为“{self.stated}”，按检查数据应为“{self.computed}”"


class CircularFiles(Record, frozen=True):
    circular: Path
    attachments: tuple[Path, ...]


def publish(
    data: CircularData,
    folder: Path,
    *,
    judgements: Sequence[Judgement] = (),
    layout: Layout | None = None,
) -> CircularFiles:
    """Writes the circular and its attachments, reads them back, and only then moves them into `folder`.

    Raises `CircularRefused` when anything disagrees or cannot be written; the files in `folder` are then as they were.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _publish(data, folder, judgements, layout)
    except (OSError, FileCreateError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        raise CircularRefused(
            f"不能写入通报文件夹“{folder.name}”：{why}；请检查文件夹权限和剩余空间，并关闭正打开的通报文件"
        ) from error


def _publish(
    data: CircularData, folder: Path, judgements: Sequence[Judgement], layout: Layout | None
) -> CircularFiles:
    with tempfile.TemporaryDirectory(prefix=".circular-", dir=folder) as name:
        draft = Path(name)
        write_circular(data, draft / CIRCULAR_FILE, layout=layout)
        sheets = write_attachments(data, draft, layout)
        wrong = verify_written(data, draft / CIRCULAR_FILE, sheets, judgements=judgements, layout=layout)
        if wrong:
            raise CircularRefused(refusal(wrong))
        return _move(draft / CIRCULAR_FILE, sheets, folder)


def refusal(wrong: Sequence[Disagreement]) -> str:
    more = f"（另有{len(wrong) - 1}处不一致）" if len(wrong) > 1 else ""
    return f"通报自检未通过，不予生成：{wrong[0]}{more}"


def verify_written(
    data: CircularData,
    docx_path: Path,
    xlsx_paths: Sequence[Path],
    *,
    judgements: Sequence[Judgement] = (),
    layout: Layout | None = None,
) -> list[Disagreement]:
    """Everything in the written files that does not follow from the rows; empty when all agrees."""
    chosen = layout or load_layout()
    sheets = [sheet for path in xlsx_paths for sheet in read_sheets(path)]
    wrong = [Disagreement(*parts) for parts in (*contradictions(data), *check_sheets(data, sheets, chosen))]
    written = read_document(docx_path)
    if "results" in chosen.attachments:
        wrong += _check_document(data, rows_of_sheet(data, sheets), written, chosen)
    wrong += _check_document(data, rows_of_data(data), written, chosen)
    if judgements:
        wrong += _check_document(data, rows_of_judgements(judgements, data), written, chosen)
        wrong += _check_counts(data, judgements)
    return list(dict.fromkeys(wrong))


class Examined(Record, frozen=True):
    """A document whose words were changed: figures that disagree, and changes that a person has to look at."""

    wrong: tuple[Disagreement, ...]
    open: tuple[Disagreement, ...]


def examine(data: CircularData, docx_path: Path, layout: Layout) -> Examined:
    """Holds a docx that came back from WPS or Word against the rows it was written from.

    A figure or cell that differs is wrong. A statement that is gone or reworded, and a number that the rows do not
    account for, are for a person to see. Raises CircularRefused for what is no docx.
    """
    written = read_document(docx_path)
    found = dict.fromkeys(_check_document(data, rows_of_data(data), written, layout))
    opened = tuple(one for one in found if one.figure in {_UNFOUNDED, _MISSING})
    return Examined(tuple(one for one in found if one not in opened), opened)


def _move(circular: Path, sheets: Sequence[Path], folder: Path) -> CircularFiles:
    names = {sheet.name for sheet in sheets}
    for old in folder.glob("附件[0-9]*-*.xlsx"):
        if old.name not in names:
            old.unlink()
    moved = tuple(sheet.replace(folder / sheet.name) for sheet in sheets)
    return CircularFiles(circular.replace(folder / circular.name), moved)


# ── the document ─────────────────────────────────────────────────────────────────────────────────


def _check_document(
    data: CircularData, rows: Sequence[Row], written: ReadDocument, layout: Layout
) -> list[Disagreement]:
    expected = compose(layout, data, recount(rows, data, layout.prefixes))
    pieces = [piece for block in expected if isinstance(block, Block) for piece in block.pieces]
    tables = [block for block in expected if isinstance(block, Table)]
    statements = [*pieces, *(table.caption for table in tables)]
    return [*_check_statements(statements, written.lines), *_check_tables(tables, written.tables)]


def _check_statements(statements: Iterable[Piece], lines: Sequence[Line]) -> Iterator[Disagreement]:
    """Takes every expected statement out of the text, longest first; what digits are left belong to nothing.

    Statements with figures go first, or a short phrase could take a word out of the middle of one.
    """
    left = [line.text for line in lines]
    longest_first = sorted(statements, key=lambda piece: -len(_bare(piece.text)))
    missing: list[Piece] = []
    for figured in (True, False):
        some = [piece for piece in longest_first if bool(re.search(r"\d", piece.text)) is figured]
        for piece in [piece for piece in some if not _take(_bare(piece.text), left)]:
            found = _differences(piece, left, lines)
            if found is None:
                missing.append(piece)
            else:
                yield from found
    for piece in missing:
        yield Disagreement(_MISSING, *_instead(piece, left, lines), piece.text)
    for text, line in zip(left, lines, strict=True):
        for match in NUMBERS.finditer(text):
            yield Disagreement(_UNFOUNDED, line.where, match[0], _NOTHING)


def _take(text: str, left: list[str]) -> bool:
    for index, line in enumerate(left):
        if text in line:
            left[index] = line.replace(text, _TAKEN * len(text), 1)
            return True
    return False


def _differences(piece: Piece, left: list[str], lines: Sequence[Line]) -> list[Disagreement] | None:
    """Where the wording stands with other figures, each slot that differs; None where it stands nowhere."""
    pattern = _pattern(piece)
    for index, line in enumerate(lines):
        match = pattern.search(left[index]) if pattern else None
        if match is not None:
            left[index] = left[index].replace(match[0], _TAKEN * len(match[0]), 1)
            stands = zip(SLOT.findall(piece.wording), match.groups(), strict=True)
            return [
                Disagreement(figure_name(name), line.where, stated, piece.values[name])
                for name, stated in stands
                if stated != _bare(piece.values[name])
            ]
    return None


def _instead(piece: Piece, left: Sequence[str], lines: Sequence[Line]) -> tuple[str, str]:
    """Where the text stands that belongs to nothing and is most like the statement, and what it says: the statement as somebody reworded it."""
    told = _bare(piece.text)
    found = [
        (difflib.SequenceMatcher(None, told, part, autojunk=False).ratio(), line.where, part)
        for text, line in zip(left, lines, strict=True)
        for part in filter(None, text.split(_TAKEN))
    ]
    likeness, where, part = max(found, default=(0.0, "", ""))
    return (where, part) if likeness > _ALIKE else ("正文", _GONE)


def _pattern(piece: Piece) -> re.Pattern[str] | None:
    """The wording with its slots open; none when too little of it is fixed to find it again."""
    fixed = SLOT.split(piece.wording)[::2]
    if sum(map(len, map(_bare, fixed))) < 4:
        return None
    *inner, last = (re.escape(_bare(part)) for part in fixed)
    pattern = f"([^{_TAKEN}]*?)".join(inner)
    return re.compile(f"{pattern}([^{_TAKEN}]*?){last}" if last else f"{pattern}([^{_TAKEN}。；，]*)")


def _check_tables(expected: Sequence[Table], written: Sequence[ReadTable]) -> Iterator[Disagreement]:
    if len(expected) != len(written):
        yield Disagreement("表格数", "正文", str(len(written)), str(len(expected)))
    for table, read in zip(expected, written, strict=False):
        yield from _check_table(table, read)


def _check_table(table: Table, read: ReadTable) -> Iterator[Disagreement]:
    first = read.rows[0] if read.rows else ()
    if first != tuple(map(_bare, table.head)):
        yield Disagreement("表头", read.where, "｜".join(first) or _NOTHING, "｜".join(table.head))
    labels, wanted = [row[0] for row in read.rows[1:]], [row[0].text for row in table.rows]
    if labels != wanted:
        yield Disagreement("表格各行", read.where, "、".join(labels), "、".join(wanted))
        return
    for row, cells in zip(read.rows[1:], table.rows, strict=True):
        for head, stated, cell in zip(table.head, row, cells, strict=True):
            if stated != _bare(cell.text):
                yield Disagreement(f"{cells[0].text}·{head}", read.where, stated, cell.text)


def _check_counts(data: CircularData, judgements: Sequence[Judgement]) -> Iterator[Disagreement]:
    """Whether the counts behind each fault are those of the judgements."""
    rows: list[SiteResult | AccountResult] = [*data.sites, *data.accounts]
    stated: dict[str, Mapping[str, int]] = {
        row.subject: {problem.indicator: problem.count for problem in row.problems} for row in rows
    }
    names = {row.subject: row.name for row in rows}
    for judgement in judgements:
        subject = judgement.subject.id
        if stated.get(subject) != (computed := counted(judgement)):
            name = names.get(subject, judgement.subject.name)
            yield Disagreement("问题数", name, _counts(stated.get(subject, {})), _counts(computed))


def _counts(counts: Mapping[str, int]) -> str:
    return "、".join(f"{key}:{count}" for key, count in sorted(counts.items())) or _NOTHING


def figure_name(slot: str) -> str:
    """What a figure or another slot is called to the user."""
    named = _SLOTS.get(re.sub(r"_\d+$", "", slot))
    if named:
        return named
    part, _, rest = slot.partition("_")
    column = slot.rpartition("_")[2]
    if not column.isascii():
        return column
    return f"{_PARTS[part]}{_FIGURES[rest]}" if part in _PARTS and rest in _FIGURES else slot


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)

"""The circular as docx in the layout of GB/T 9704-2012 (版心 156 × 225 mm, 22 lines of 28 characters)."""

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm, Pt, RGBColor

from xunwang.inspector.model import Record
from xunwang.office.circulars.aggregates import figures
from xunwang.office.circulars.blocks import Block, Table
from xunwang.office.circulars.compose import compose
from xunwang.office.circulars.data import CircularData
from xunwang.office.circulars.foot import put_at_foot
from xunwang.office.circulars.layout import Layout, Role, load_layout

FANG, KAI, HEI, SONG, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
LATIN = "Times New Roman"
RED = RGBColor(0xE6, 0x00, 0x12)
LINE_PT, LINE_PITCH = 28.95, 579
BODY_PT, NOTE_PT = 16.0, 14.0
INDENT_TWIPS = 632  # two characters of 16 pt with the spacing below
TIGHTEN_TWIPS = -4  # makes 28 characters fill 156 mm
TITLE_LINE_CHARACTERS = 20  # of 2号, in 156 mm
TEXT_WIDTH = Mm(156)
_AFTER_SNAP = ("w:spacing", "w:ind", "w:jc", "w:rPr")  # the schema fixes the order of these elements
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:snapToGrid", *_AFTER_SNAP)
LISTED_TOGETHER = 16  # lines of a list of attachments that fit on a page with the signature below
LISTED_CHARACTERS = 23
_ATTACHED = "附件："
FIRST_COLUMN = Mm(30)
WIDE_FIRST_COLUMN = Mm(66)  # of tables with so few columns that there is room
FEW_COLUMNS = 3
CELL_PT = 10.5
WHOLE_TABLE_ROWS = 7  # a table this short is not broken over two pages


class Look(Record, frozen=True):
    """How a role is set: font, size, line height in points, alignment, first line indented by two characters."""

    font: str = FANG
    size: float = BODY_PT
    line: float = LINE_PT
    align: int = int(WD_ALIGN_PARAGRAPH.JUSTIFY)
    indent: bool = True
    red: bool = False
    keep_next: bool = False


_CENTRE, _LEFT = int(WD_ALIGN_PARAGRAPH.CENTER), int(WD_ALIGN_PARAGRAPH.LEFT)
LOOKS: dict[Role, Look] = {
    "mark": Look(TITLE, 40, 56, _CENTRE, indent=False, red=True),
    "number": Look(align=_CENTRE, indent=False),
    "title": Look(TITLE, 22, 36, _CENTRE, indent=False, keep_next=True),
    "note": Look(KAI, NOTE_PT, LINE_PT, _CENTRE, indent=False),
    "addressees": Look(align=_LEFT, indent=False),
    "h1": Look(HEI, keep_next=True, align=_LEFT),
    "h2": Look(KAI, keep_next=True, align=_LEFT),
    "imprint": Look(size=NOTE_PT, line=24, align=_LEFT, indent=False),
}


def write_circular(data: CircularData, path: Path, *, layout: Layout | None = None) -> None:
    """Writes the circular to `path`; every figure in it comes from `aggregates.figures`."""
    chosen = layout or load_layout()
    blocks = compose(chosen, data, figures(data, chosen.prefixes))
    document = docx.Document()
    _set_page(document)
    _set_properties(document, data, blocks)
    for block in blocks:
        if isinstance(block, Table):
            _table(document, block)
        else:
            _WRITERS.get(block.role, _paragraph)(document, block)
    _keep_signature(document)
    put_at_foot(document, [block.role for block in blocks if isinstance(block, Block)].count("imprint"))
    document.save(str(path))


# ── page ─────────────────────────────────────────────────────────────────────────────────────────


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)
    properties = section._sectPr  # noqa: SLF001  # python-docx has no door to the document grid
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(_element("w:docGrid", type="lines", linePitch=LINE_PITCH))
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY_PT)
    _fonts(normal.element.get_or_add_rPr(), FANG)


def _page_number(footer: Any, align: WD_ALIGN_PARAGRAPH) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    side = "right" if align == WD_ALIGN_PARAGRAPH.RIGHT else "left"
    _indent(paragraph, **{side: int(NOTE_PT * 20), f"{side}Chars": 100})
    _run(paragraph, "— ", SONG, NOTE_PT)
    field = _element("w:fldSimple", instr=" PAGE ")
    paragraph._p.append(field)  # noqa: SLF001  # python-docx cannot write fields
    number = _run(paragraph, "", SONG, NOTE_PT)
    field.append(number._r)  # noqa: SLF001
    _run(paragraph, " —", SONG, NOTE_PT)


def _set_properties(document: Any, data: CircularData, blocks: Iterable[Block | Table]) -> None:
    title = next((b.text for b in blocks if isinstance(b, Block) and b.role == "title"), "")
    core = document.core_properties
    core.title, core.author, core.comments = title, data.header.issuer, ""


# ── paragraphs ───────────────────────────────────────────────────────────────────────────────────


def _paragraph(document: Any, block: Block) -> Any:
    look = LOOKS.get(block.role, Look())
    paragraph = _empty(document, look)
    _run(paragraph, block.text, look.font, look.size, red=look.red)
    return paragraph


def _empty(document: Any, look: Look) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = look.align
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    form.keep_with_next = look.keep_next
    form.widow_control = False
    if look.line != LINE_PT:
        _off_grid(paragraph)
    if look.indent:
        _indent(paragraph, firstLineChars=200, firstLine=INDENT_TWIPS)
    return paragraph


def _mark(document: Any, block: Block) -> None:
    """发文机关标志: as large as fits on one line."""
    look = LOOKS["mark"]
    size = min(look.size, TEXT_WIDTH.pt / max(len(block.text), 1) * 0.95)
    paragraph = _empty(document, look)
    _run(paragraph, block.text, look.font, size, red=True)
    if not block.text:
        return
    paragraph.paragraph_format.space_after = Pt(LINE_PT)


def _number(document: Any, block: Block) -> None:
    """发文字号 above the red rule that closes the letterhead."""
    _rule(_paragraph(document, block), "bottom", 16, "E60012")
    _blank(document)


def _title(document: Any, block: Block) -> None:
    """The title, broken between its parts into lines of even length."""
    look = LOOKS["title"]
    _blank(document)
    paragraph = _empty(document, look)
    for index, line in enumerate(break_title([piece.text for piece in block.pieces])):
        run = _run(paragraph, "", look.font, look.size)
        if index:
            run.add_break()
        run.add_text(line)
    paragraph.paragraph_format.space_after = Pt(LINE_PT / 2)


_PHRASE_ENDS = frozenset("于和的及暨、")


def break_title(parts: list[str]) -> list[str]:
    """Joins neighbouring parts as long as a line of 2号 holds them; ASCII takes half a character."""
    lines = [""]
    for part in (piece for whole in parts for piece in _cut(whole)):
        if lines[-1] and _characters(lines[-1] + part) > TITLE_LINE_CHARACTERS:
            lines.append("")
        lines[-1] += part
    return lines


def _cut(part: str) -> list[str]:
    """A part that no line holds in pieces of about one length, if it can be behind a word that ends a phrase."""
    lines = math.ceil(_characters(part) / TITLE_LINE_CHARACTERS)
    if lines < 2:  # it fits
        return [part]
    even = math.ceil(len(part) / lines)
    ends = (place for place in range(even, even // 2, -1) if part[place - 1] in _PHRASE_ENDS)
    place = next(ends, even)
    return [part[:place], *_cut(part[place:])]


def _characters(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _attachments(document: Any, block: Block) -> None:
    _blank(document)
    for index, piece in enumerate(block.pieces):
        paragraph = _empty(document, Look(indent=False, align=_LEFT))
        characters = 5 if index else 2
        _indent(paragraph, left=BODY_PT * 20 * 6.5, hanging=BODY_PT * 20 * (6.5 - characters))
        _run(paragraph, piece.text if index else f"{_ATTACHED}{piece.text}", FANG, BODY_PT)


def _office(document: Any, block: Block) -> None:
    _blank(document)
    _blank(document)
    paragraph = _empty(document, Look(indent=False, align=int(WD_ALIGN_PARAGRAPH.RIGHT), keep_next=True))
    _indent(paragraph, right=BODY_PT * 20 * max(2.0, 4 + (6 - len(block.text)) / 2), rightChars=None)
    _run(paragraph, block.text, FANG, BODY_PT)


def _keep_signature(document: Any) -> None:
    """The signature must not stand on a page of its own: the list of attachments, or the line before it, goes with it."""
    paragraphs = document.paragraphs
    office = next((n for n, p in enumerate(paragraphs) if p.paragraph_format.right_indent), 0)
    last = next((n for n in range(office - 1, -1, -1) if paragraphs[n].text), office)
    listed = next((n for n, p in enumerate(paragraphs) if p.text.startswith(_ATTACHED)), last)
    last = listed if sum(map(_lines, paragraphs[listed : last + 1])) <= LISTED_TOGETHER else last
    for paragraph in paragraphs[last:office]:
        paragraph.paragraph_format.keep_with_next = True


def _lines(paragraph: Any) -> int:
    """The lines that an entry of the list of attachments takes."""
    return math.ceil(_characters(paragraph.text.removeprefix(_ATTACHED)) / LISTED_CHARACTERS)


def _date(document: Any, block: Block) -> None:
    paragraph = _empty(document, Look(indent=False, align=int(WD_ALIGN_PARAGRAPH.RIGHT)))
    _indent(paragraph, right=BODY_PT * 20 * 4, rightChars=400)
    _run(paragraph, block.text, FANG, BODY_PT)


def _imprint(document: Any, block: Block) -> None:
    """版记 at the foot of the last page: 4号 between rules; the printing office stands left, its date right."""
    paragraph = _empty(document, LOOKS["imprint"])
    _indent(paragraph, firstLineChars=100, firstLine=NOTE_PT * 20)
    texts = [piece.text for piece in block.pieces]
    _rule(paragraph, "top", 8, "000000")
    if len(texts) > 1:
        stop = TEXT_WIDTH - Pt(NOTE_PT)
        paragraph.paragraph_format.tab_stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.RIGHT)
        _rule(paragraph, "bottom", 8, "000000")
    _run(paragraph, "\t".join(texts), FANG, NOTE_PT)


_WRITERS: dict[str, Callable[[Any, Block], Any]] = {
    "mark": _mark,
    "number": _number,
    "title": _title,
    "attachments": _attachments,
    "office": _office,
    "date": _date,
    "imprint": _imprint,
}


# ── table ────────────────────────────────────────────────────────────────────────────────────────


def _table(document: Any, table: Table) -> None:
    caption = _empty(document, Look(HEI, NOTE_PT, LINE_PT, _CENTRE, indent=False, keep_next=True))
    _run(caption, table.caption.text, HEI, NOTE_PT)
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.head))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    margins = _element("w:tblCellMar")
    margins.extend(_element(f"w:{side}", w=40, type="dxa") for side in ("left", "right"))
    grid._tbl.tblPr.append(margins)  # noqa: SLF001  # no cell margins there
    widths = _widths(len(table.head))
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    texts = [table.head, *(tuple(cell.text for cell in row) for row in table.rows)]
    whole = len(table.rows) <= WHOLE_TABLE_ROWS
    for index, (row, values) in enumerate(zip(grid.rows, texts, strict=True)):
        _row_properties(row, header=index == 0)
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = width
            _fill(
                cell,
                value,
                HEI if index == 0 else FANG,
                keep=index < len(table.rows) and (whole or index in {0, 1, len(table.rows) - 1}),
            )
    _blank(document, LINE_PT / 2)


def _widths(columns: int) -> list[Length]:
    first = WIDE_FIRST_COLUMN if columns <= FEW_COLUMNS else FIRST_COLUMN
    rest = Emu((TEXT_WIDTH - first) // (columns - 1))
    return [first, *[rest] * (columns - 1)]


def _row_properties(row: Any, *, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # repeating headers are not in python-docx
    properties.append(_element("w:cantSplit"))
    if header:
        properties.append(_element("w:tblHeader"))


def _fill(cell: Any, text: str, font: str, *, keep: bool) -> None:
    cell.vertical_alignment = 1
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _CENTRE
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(2)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(16)
    form.keep_with_next = keep
    _off_grid(paragraph)
    _run(paragraph, text, font, CELL_PT)


# ── pieces of WordprocessingML ───────────────────────────────────────────────────────────────────


def _run(paragraph: Any, text: str, font: str, size: float, *, red: bool = False) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    if red:
        run.font.color.rgb = RED
    properties = run._r.get_or_add_rPr()  # noqa: SLF001  # east-asian fonts are not in python-docx
    _fonts(properties, font)
    if size == BODY_PT:
        properties.append(_element("w:spacing", val=TIGHTEN_TWIPS))
    return run


def _fonts(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for name, value in {"ascii": LATIN, "hAnsi": LATIN, "cs": LATIN, "eastAsia": font}.items():
        fonts.set(qn(f"w:{name}"), value)
    fonts.set(qn("w:hint"), "eastAsia")


def _indent(paragraph: Any, **values: float | None) -> None:
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()  # noqa: SLF001  # no indents by character there
    for name, value in values.items():
        if value is not None:
            indent.set(qn(f"w:{name}"), str(int(value)))


def _off_grid(paragraph: Any) -> None:
    """Lines of another height must not be stretched to the grid's pitch."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # no such switch there
    _insert(properties, _element("w:snapToGrid", val=0), _AFTER_SNAP)


def _insert(properties: Any, element: Any, successors: tuple[str, ...]) -> None:
    properties.insert_element_before(element, *successors)


def _rule(paragraph: Any, side: str, eighths: int, colour: str) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # no paragraph borders there
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = _element("w:pBdr")
        _insert(properties, borders, _AFTER_BORDERS)
    border = _element(f"w:{side}", val="single", sz=eighths, space=4, color=colour)
    if side == "top":
        borders.insert(0, border)
    else:
        borders.append(border)


def _blank(document: Any, height: float = LINE_PT) -> None:
    _empty(document, Look(line=height, indent=False))


def _element(tag: str, **attributes: object) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element

"""The publishing statistics as a workbook; every text is written as text."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from xunwang.office.publishing.figures import Column, NamedCount, SiteCount, one_item

Cells = Sequence[str | int]


def export(
    path: Path,
    sites: Sequence[SiteCount],
    named: Sequence[NamedCount],
    columns: Iterable[tuple[Column, int]],
) -> None:
    """`columns` come with their items in the period."""
    pairs = list(columns)
    single = {id(one) for one in one_item(column for column, _ in pairs)}
    kinds = sorted({kind for site in sites for kind in site.kinds})
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = (
            "网站",
            "单位",
            "发布条数",
            *kinds,
            "栏目数",
            "未能读取的栏目",
            "没有日期的条数",
            "在其他栏目重复出现",
        )
        _sheet(book, "各网站", head, (
            (one.site, one.unit, one.total, *(one.kinds.get(kind, 0) for kind in kinds), one.columns, one.unread, one.undated, one.repeated)
            for one in sites
        ))  # fmt: skip
        head = ("层级", "单位名称", "栏目数", "公开条数", "本期公开条数", "未能读取的栏目")
        _sheet(book, "单位公开栏目", head, (
            (one.level, one.unit, one.columns, one.items, one.in_period, one.unread) for one in named
        ))  # fmt: skip
        head = ("网站", "栏目", "类型", "总条数", "本期条数", "说明", "地址")
        _sheet(book, "各栏目", head, (
            (one.site, one.name, one.kind, one.items, within, one.unread or ("只有一条" if id(one) in single else ""), one.url)
            for one, within in pairs
        ))  # fmt: skip


def _sheet(book: Any, name: str, head: Cells, rows: Iterable[Cells]) -> None:
    sheet, bold = (
        book.add_worksheet(name),
        book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1}),
    )
    for column, label in enumerate(head):
        sheet.write_string(0, column, str(label), bold)
        sheet.set_column(column, column, 26 if column < 2 else 14)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            write = sheet.write_number if isinstance(value, int) else sheet.write_string
            write(number, column, value)
    sheet.freeze_panes(1, 0)

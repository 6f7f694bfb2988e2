"""The shapes in which a judgement leaves the command line; one module each, chosen by name."""

from collections.abc import Callable, Sequence

from xunwang.cli.formats import machines, tables, terminal
from xunwang.cli.formats.report import SiteReport

Formatter = Callable[[Sequence[SiteReport]], str | bytes]


def _xlsx(reports: Sequence[SiteReport]) -> bytes:
    from xunwang.cli.formats.excel import xlsx  # noqa: PLC0415  # with what makes workbooks

    return xlsx(reports)


def _html(reports: Sequence[SiteReport]) -> str:
    from xunwang.cli.formats.page_html import html  # noqa: PLC0415  # with what fills templates

    return html(reports)


FORMATTERS: dict[str, Formatter] = {
    "text": terminal.text,
    "json": machines.json,
    "jsonl": machines.jsonl,
    "sarif": machines.sarif,
    "junit": machines.junit,
    "csv": tables.csv,
    "xlsx": _xlsx,
    "html": _html,
}

__all__ = ["FORMATTERS", "Formatter", "SiteReport"]

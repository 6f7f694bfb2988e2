"""The shapes in which a judgement leaves the command line; one module each, chosen by name."""

from collections.abc import Callable, Sequence

from xunwang.cli.formats import excel, machines, page_html, tables, terminal
from xunwang.cli.formats.report import SiteReport

Formatter = Callable[[Sequence[SiteReport]], str | bytes]

FORMATTERS: dict[str, Formatter] = {
    "text": terminal.text,
    "json": machines.json,
    "jsonl": machines.jsonl,
    "sarif": machines.sarif,
    "junit": machines.junit,
    "csv": tables.csv,
    "xlsx": excel.xlsx,
    "html": page_html.html,
}

__all__ = ["FORMATTERS", "Formatter", "SiteReport"]

"""The content systems the sites of the city are written in."""

from __future__ import annotations

from xunwang_demo.styles.base import Style
from xunwang_demo.styles.cards import Cards
from xunwang_demo.styles.folders import Folders
from xunwang_demo.styles.lines import Lines
from xunwang_demo.styles.modern import Modern
from xunwang_demo.styles.nodes import Nodes
from xunwang_demo.styles.panels import Panels
from xunwang_demo.styles.tables import Tables
from xunwang_demo.styles.yearless import Yearless

STYLES: dict[str, Style] = {
    "folders": Folders(),
    "tables": Tables(),
    "yearless": Yearless(),
    "cards": Cards(),
    "nodes": Nodes(),
    "modern": Modern(),
}
# The known city is written in the styles above; what chance makes of it may use these too.
ALL_STYLES: dict[str, Style] = {**STYLES, "panels": Panels(), "lines": Lines()}

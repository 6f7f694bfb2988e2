"""How a browser lays a page out: texts that cover each other, what stands out over the window, pictures and style sheets that are missing."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from xunwang.inspector.fetch.browser import Browser, RenderError
from xunwang.inspector.model import LATE, LayoutState, Record, SampleFact

WIDTH, HEIGHT = 1920, 1080
_NO_BROWSER = "没有可用的浏览器，未核对页面显示"


class _Measured(Record, frozen=True):
    overflow: int
    overlaps: int
    overlapping: tuple[str, ...]
    sheets: int
    images: int
    images_failed: int
    violations: tuple[str, ...] = ()


async def laid_out(
    fact: SampleFact, browser: Browser | None, keep: Callable[[bytes], object] | None = None
) -> SampleFact:
    """The fact with what a browser sees of the page, or why none looked; `keep` gets a picture of it."""
    if browser is None:
        return structs.replace(fact, layout_unread=_NO_BROWSER)
    try:
        seen = await browser.measure(fact.url, script(), width=WIDTH, height=HEIGHT, picture=keep is not None)
    except RenderError as failed:
        return structs.replace(fact, layout_unread=str(failed))
    if keep and seen.picture:
        keep(seen.picture)
    if not seen.rested:
        return structs.replace(fact, layout_unread=f"页面{LATE}，未核对页面显示")
    try:
        measured = msgspec.convert(seen.value, _Measured)
    except msgspec.ValidationError:
        return structs.replace(fact, layout_unread="浏览器没有给出页面的显示情况")
    layout = LayoutState(
        width=WIDTH,
        overflow=measured.overflow,
        overlaps=measured.overlaps,
        overlapping=measured.overlapping,
        sheets=measured.sheets,
        sheets_failed=len(seen.failed_sheets),
        images=measured.images,
        images_failed=measured.images_failed,
        violations=measured.violations,
    )
    return structs.replace(fact, layout=layout)


def script() -> str:
    """The measuring script, with axe-core in front of it where a package brings it along."""
    own = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
    return f"{_axe()}\n{own}"


def _axe() -> str:
    """axe-core as the optional package axe-playwright-python ships it; nothing without it."""
    found = find_spec("axe_playwright_python")
    places: list[Any] = list(found.submodule_search_locations or ()) if found else []
    for place in places:
        for file in sorted(Path(place).rglob("axe.min.js")):
            return file.read_text(encoding="utf-8")
    return ""

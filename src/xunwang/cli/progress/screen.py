"""Progress on a terminal: a live table. Loaded only where there is one."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from xunwang.cli.progress.pace import Snapshot
from xunwang.cli.progress.shows import Following
from xunwang.cli.progress.words import crawl_parts, duration, line
from xunwang.inspector.door import Told

_SHOWN_STAGES = 12


class Screen(Following):
    """On a terminal: a live table of the stages that are going on, and a line above it for each that is done."""

    def __init__(self, live: Live, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__(monotonic)
        self._live = live
        self._shown: dict[str, Snapshot] = {}
        self._expected = 0
        self._finished = 0
        self._pages = 0

    def show(self, snapshot: Snapshot, moment: float) -> None:
        del moment
        told = snapshot.told
        if told.finished:
            self._shown.pop(told.stage, None)
            self._finished += 1
            self._pages += told.crawl.pages if told.crawl else 0
            self.say(line(snapshot))
        else:
            self._shown[told.stage] = snapshot

    def say(self, sentence: str) -> None:
        self._live.console.print(sentence, highlight=False, markup=False)

    def expect(self, stages: int) -> None:
        self._expected = stages

    def __rich__(self) -> RenderableType:
        """Asked for by the terminal a few times a second."""
        if not self._shown:
            return Text("")
        shown = list(self._shown.values())
        rows: list[RenderableType] = [_table(shown[:_SHOWN_STAGES])]
        if len(shown) > _SHOWN_STAGES:
            rows.append(Text(f"另有{len(shown) - _SHOWN_STAGES}个正在进行", style="dim"))
        if (
            any(snapshot.told.crawl for snapshot in shown)
            and max(self._expected, len(shown) + self._finished) > 1
        ):
            rows.append(Text(self._sum(shown), style="bold"))
        return Group(*rows)

    def _sum(self, shown: list[Snapshot]) -> str:
        pages = self._pages + sum(snapshot.told.crawl.pages for snapshot in shown if snapshot.told.crawl)
        speeds = [one.pages_per_second for one in shown if one.pages_per_second is not None]
        waiting = self._expected - self._finished - len(shown)
        parts = [
            f"已完成{self._finished}个",
            f"进行中{len(shown)}个",
            f"未开始{waiting}个" if waiting > 0 else "",
            f"共读{pages}页",
            f"{sum(speeds):.1f}页/秒" if speeds else "",
        ]
        return "，".join(part for part in parts if part)


def _table(snapshots: list[Snapshot]) -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(no_wrap=True, max_width=24, overflow="ellipsis")
    table.add_column(width=20)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for snapshot in snapshots:
        told = snapshot.told
        left = f"约需{duration(snapshot.seconds_left)}" if snapshot.seconds_left is not None else ""
        table.add_row(Text(told.stage), _bar(told), left, Text(_figures(snapshot), style="dim"))
    return table


def _bar(told: Told) -> ProgressBar:
    return ProgressBar(total=told.total, completed=told.done, pulse=told.total is None, width=20)


def _figures(snapshot: Snapshot) -> str:
    told = snapshot.told
    if told.crawl:
        return "，".join(crawl_parts(snapshot))
    return f"{told.done}" if told.total is None else f"{told.done}/{told.total}"


@contextmanager
def screen() -> Iterator[Screen]:
    """A live display on standard error, wiped when the block ends; what was said stays."""
    console = Console(stderr=True)
    with Live(console=console, refresh_per_second=4, transient=True, redirect_stdout=False) as live:
        shown = Screen(live)
        live.update(shown)
        yield shown

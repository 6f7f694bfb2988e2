"""The budget of each stage held against what it costs in place."""

import json
import shutil
import sys
from pathlib import Path

from bench.city import BenchCity
from bench.crawl.measuring import cost_of
from bench.crawl.playing import ROOT
from bench.crawl.report import BUDGET


def stages(city: BenchCity, folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """CPU milliseconds a page of every stage, those of the budget first, and of the functions that cost most."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    order = folder / "order.json"
    homes = {site.home: site.name for site in city.sites}
    order.write_text(json.dumps({"homes": homes, "out": str(folder / "out")}), encoding="utf-8")
    return stages_of(order, len(city.urls))


def stages_of(order: Path, pages: int) -> tuple[dict[str, float], dict[str, float]]:
    """The same for an order of bench.work.full that is written already."""
    result = order.with_suffix(".stages.json")
    command = [sys.executable, "-m", "bench.work.stages", str(order), str(result)]
    cost_of(command, order.with_suffix(".log"), cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
    if not result.exists():
        return {}, {}
    seconds: dict[str, dict[str, float]] = json.loads(result.read_text(encoding="utf-8"))
    measured = seconds["stages"]
    names = [*BUDGET, *(name for name in measured if name not in BUDGET)]
    functions = {name: 1000 * value / pages for name, value in seconds["functions"].items()}
    return {name: 1000 * measured.get(name, 0.0) / pages for name in names}, functions

"""What a second pass costs when one page in a hundred has changed: `python -m bench.incremental --pages 10000`.

Both passes are the full work (bench.work.full), each a whole process; the second is given the runs of the first. What it costs to start
such a process is measured too and shown apart, since it does not grow with the city.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench.city import BenchCity
from bench.crawl.measuring import Cost, cost_of
from bench.crawl.playing import ROOT, pages_read
from bench.crawl.results import Results
from bench.crawl.serving import ServingError, Witness, file_of, served
from bench.crawl.staging import stages_of

_EVERY = 100
_ADDED = "<p>（本页内容已更新，更正了活动时间。）</p><!--ZJEG_RSS.content.end-->"
_MARK = b"<!--ZJEG_RSS.content.end-->"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="xunwang-bench-"))
    try:
        with served(options.pages, options.sites, folder) as city:
            figures = _Passes(city, folder, proof=options.proof).measure()
    except ServingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, indent=1))
    if options.into:
        results = Results.load(options.into)
        results.incremental = figures
        results.save(options.into)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.incremental", description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--sites", type=int, default=4)
    parser.add_argument(
        "--proof", action="store_true", help="proofread the pages, as an inspection does unless told not to"
    )
    parser.add_argument(
        "--into", type=Path, metavar="RESULTS", help="results of bench.crawl that these figures belong to"
    )
    return parser


class _Passes:
    """The two passes over a city that is served from `folder`."""

    def __init__(self, city: BenchCity, folder: Path, *, proof: bool) -> None:
        self._city = city
        self._folder = folder
        self._proof = proof

    def measure(self) -> dict[str, float]:
        """CPU in seconds, pages and requests of both passes."""
        city, folder = self._city, self._folder
        witness = Witness(folder / "access.log")
        start_up = self._pass({}, {}, "none")
        homes = {site.home: site.name for site in city.sites}
        witness.forget()
        first = self._pass(homes, {}, "first")
        asked_first = witness.asked()
        changed = change(city, folder / "www")
        witness.forget()
        second = self._pass(homes, runs_of(folder / "first"), "second")
        asked_second = witness.asked()
        self._say_where_it_went()
        return {
            "pages": len(city.urls),
            "changed": len(changed),
            "start_up": start_up.cpu,
            "first": first.cpu,
            "second": second.cpu,
            "first_wall": first.wall,
            "second_wall": second.wall,
            "first_read": pages_read(city, asked_first),
            "second_read": pages_read(city, asked_second),
            "second_whole": sum(one.method == "GET" and one.status == 200 for one in asked_second),
            "second_unchanged": sum(one.status == 304 for one in asked_second),
        }

    def _pass(self, homes: dict[str, str], since: dict[str, str], name: str) -> Cost:
        folder = self._folder
        order = folder / f"{name}.json"
        words = {"homes": homes, "out": str(folder / name), "since": since, "proof": self._proof}
        order.write_text(json.dumps(words), encoding="utf-8")
        command = [sys.executable, "-m", "bench.work.full", str(order)]
        log = folder / f"{name}.log"
        cost = cost_of(command, log, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
        if cost.status:
            sys.stderr.write(log.read_text(encoding="utf-8")[-2000:])
        return cost

    def _say_where_it_went(self) -> None:
        """The second pass once more, asked in place."""
        order = json.loads((self._folder / "second.json").read_text(encoding="utf-8"))
        again = self._folder / "again.json"
        again.write_text(json.dumps({**order, "out": str(self._folder / "again")}), encoding="utf-8")
        stages, functions = stages_of(again, len(self._city.urls))
        for name, value in (*stages.items(), *functions.items()):
            sys.stderr.write(f"{value:8.3f} ms a page  {name}\n")


def runs_of(out: Path) -> dict[str, str]:
    """The finished runs in a folder by the home page of their site."""
    manifests = sorted(out.glob("*/manifest.json"))
    return {
        json.loads(path.read_text(encoding="utf-8"))["subject"]["home"]: str(path.parent)
        for path in manifests
    }


def change(city: BenchCity, root: Path) -> list[str]:
    """One article in a hundred gets a new paragraph; returns their addresses."""
    charsets = {site.authority: site.frame.charset for site in city.sites}
    changed = []
    for url in (url for site in city.sites for url in [u for u in site.urls if "/t20" in u][::_EVERY]):
        path = file_of(root, url)
        added = _ADDED.encode(charsets[url.split("/")[2]])
        path.write_bytes(path.read_bytes().replace(_MARK, added, 1))
        later = path.stat().st_mtime + 60
        os.utime(path, (later, later))
        changed.append(url)
    return changed


if __name__ == "__main__":
    raise SystemExit(main())

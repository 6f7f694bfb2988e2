"""How fast a city is inspected, beside its peers: `python -m bench.crawl --pages 5000 --rounds 3 --only xunwang,scrapy`."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from bench.crawl import report
from bench.crawl.contenders import CONNECTIONS, Contender, contenders
from bench.crawl.environments import Environments
from bench.crawl.machine import machine
from bench.crawl.playing import ROOT, pair, planted, play, prepared
from bench.crawl.results import Results
from bench.crawl.serving import ServingError, Witness, served
from bench.crawl.staging import stages
from bench.work import SETTINGS

DOCUMENT = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "images" / "performance.svg"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if options.report:
        report.write(Results.load(options.report), DOCUMENT, PICTURE)
        return 0
    known = contenders(Environments(options.peers))
    wanted = options.only.split(",") if options.only else list(known)
    unknown = [key for key in wanted if key not in known]
    if unknown:
        sys.stderr.write(f"no such contender: {', '.join(unknown)}; known are {', '.join(known)}\n")
        return 3
    folder = Path(tempfile.mkdtemp(prefix="xunwang-bench-"))
    try:
        results = _measure([known[key] for key in wanted], options, folder)
    except ServingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    results.save(options.out)
    print(
        f"\n{report.goals(results)}\n\n{report.comparison(results)}\n{report.stages(results)}\n\n{report.functions(results)}"
    )
    if options.write:
        report.write(results, DOCUMENT, PICTURE)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.crawl", description=__doc__)
    parser.add_argument("--pages", type=int, default=5000, help="pages of the whole city")
    parser.add_argument("--sites", type=int, default=4, help="sites of the city, at least two")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", help="contenders, separated by commas; default all")
    parser.add_argument(
        "--no-extras", action="store_true", help="neither two processes side by side nor the stages"
    )
    parser.add_argument(
        "--peers",
        type=Path,
        default=Path(tempfile.gettempdir()) / "xunwang-bench-peers",
        help="where the peers' environments are kept",
    )
    parser.add_argument(
        "--out", type=Path, default=ROOT / "build" / "bench-crawl.json", help="where the results are saved"
    )
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument(
        "--report", type=Path, metavar="RESULTS", help="only write docs/performance.md, from saved results"
    )
    return parser  # fmt: skip


def _measure(chosen: list[Contender], options: argparse.Namespace, folder: Path) -> Results:
    results = Results(settings=_settings(options), machine=machine(), pages=options.pages, planted={})
    ready = prepared(chosen, results, _say)
    with served(options.pages, options.sites, folder) as city:
        witness = Witness(folder / "access.log")
        results.pages, results.planted = len(city.urls), planted(city)
        play(
            city,
            witness,
            ready,
            rounds=options.rounds,
            folder=folder / "run",
            results=results,
            say=_say,
        )
        if results.of("xunwang") and not options.no_extras:
            results.pair = [pair(city, witness, folder / "run")]
            _say(f"two processes: {results.pair[0]:.2f} ms CPU a page")
            results.stages, results.functions = stages(city, folder / "run")
    return results


def _settings(options: argparse.Namespace) -> dict[str, str]:
    ours = ", ".join(f"{name} {value}" for name, value in SETTINGS.items())
    return {
        "city": f"{options.pages:,} pages asked for, {options.sites} sites, half of them GBK",
        "rounds": f"{options.rounds}, contenders in turns, each a whole process with its start-up",
        "xunwang": f"one process; {ours}",
        "connections": f"{CONNECTIONS} for the fetch loops and the spiders; LinkChecker 10 threads; wget one",
        "network": "loopback, HTTP/1.1 without TLS or compression, one address a site",
    }


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())

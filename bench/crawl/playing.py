"""The rounds: every contender once in each, in turns, each as a whole process."""

import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bench.city import BenchCity, BenchSite
from bench.crawl.contenders import Contender, Place
from bench.crawl.environments import PeerMissingError
from bench.crawl.measuring import Cost, Running, cost_of
from bench.crawl.results import Measured, Results, Round
from bench.crawl.serving import Asked, Witness

ROOT = Path(__file__).resolve().parents[2]
_SAID = "said.log"
Say = Callable[[str], None]


def prepared(chosen: Iterable[Contender], results: Results, say: Say) -> list[Contender]:
    """Those that can be measured; the others are named with the reason."""
    ready = []
    for contender in chosen:
        try:
            versions = contender.prepare()
        except PeerMissingError as error:
            say(f"{contender.key}: not measured, {error}")
            results.missing[contender.key] = str(error)
            continue
        say(f"{contender.key}: {versions or 'ready'}")
        results.measured.append(Measured(contender.key, contender.title, versions, contender.reports))
        ready.append(contender)
    return ready


def play(
    city: BenchCity,
    witness: Witness,
    contenders: Sequence[Contender],
    *,
    rounds: int,
    folder: Path,
    results: Results,
    say: Say,
) -> None:
    """Every round begins with another contender, so that none always has the warm or the cold machine."""
    for number in range(rounds):
        turn = number % max(1, len(contenders))
        for contender in (*contenders[turn:], *contenders[:turn]):
            one = _run(contender, city, witness, folder)
            measured = results.of_key(contender.key)
            measured.rounds.append(one)
            say(
                f"round {number + 1} {contender.key}: {1000 * one.cpu / max(1, one.pages):.2f} ms CPU a page, "
                f"{one.pages / one.wall:.0f} pages/s, {one.memory:.0f} MiB, {one.pages} pages, {one.requests} requests, "
                f"{one.found} planted links found, {one.wrong} others"
                + (f", exit status {one.status}" if one.status else "")
            )
            if one.pages < len(city.urls):
                say(f"only {one.pages} of {len(city.urls)} pages; it said at last:\n{_last_words(folder)}")


def _last_words(folder: Path) -> str:
    said = (folder / _SAID).read_text(encoding="utf-8", errors="replace")
    return "\n".join(said.splitlines()[-15:])


def _run(contender: Contender, city: BenchCity, witness: Witness, folder: Path) -> Round:
    place = _place(city, folder)
    command = contender.command(place)
    witness.forget()
    cost = cost_of(command, place.log, cwd=_cwd(place, command), env={"PYTHONPATH": str(ROOT)})
    asked = witness.asked()
    said = contender.broken(place)
    truth = {one.url for one in city.broken}
    return Round(
        cpu=cost.cpu,
        wall=cost.wall,
        memory=cost.memory,
        status=cost.status,
        pages=pages_read(city, asked),
        requests=len(asked),
        found=len(truth & said),
        wrong=len(said - truth),
    )


def _place(city: BenchCity, folder: Path) -> Place:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "cwd").mkdir(parents=True)
    return Place(city, folder, folder / _SAID)


def _cwd(place: Place, command: Sequence[str]) -> Path:
    """Wget leaves files where it stands; our own modules are found from the root of the project."""
    return ROOT if command[0] == sys.executable else place.folder / "cwd"


def pages_read(city: BenchCity, asked: Iterable[Asked]) -> int:
    """How many different pages of the city were given out whole."""
    got = {one.url for one in asked if one.method == "GET" and one.status in {200, 304}}
    return len(got.intersection(city.urls))


def pair(city: BenchCity, witness: Witness, folder: Path) -> float:
    """Two processes side by side, each with half of the sites: CPU milliseconds a page of both together."""
    place = _place(city, folder)
    witness.forget()
    half = len(city.sites) // 2
    running = [_started(place, sites, n) for n, sites in enumerate((city.sites[:half], city.sites[half:]))]
    costs: list[Cost] = [one.cost(900.0) for one in running]
    return 1000 * sum(cost.cpu for cost in costs) / max(1, pages_read(city, witness.asked()))


def _started(place: Place, sites: Sequence[BenchSite], number: int) -> Running:
    homes = {site.home: site.name for site in sites}
    path = place.folder / f"order-{number}.json"
    path.write_text(
        json.dumps({"homes": homes, "out": str(place.folder / f"out-{number}")}), encoding="utf-8"
    )
    command = [sys.executable, "-m", "bench.work.full", str(path)]
    return Running(command, place.folder / f"said-{number}.log", cwd=ROOT, env={"PYTHONPATH": str(ROOT)})


def planted(city: BenchCity) -> dict[str, int]:
    return dict(Counter(one.kind for one in city.broken))

"""Who is measured, how each is started, and how each says which links are broken."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.city import BenchCity
from bench.crawl.environments import Environments, PeerMissingError

HERE = Path(__file__).resolve().parents[1]
CONNECTIONS = 32


@dataclass(frozen=True)
class Place:
    """Where one run of one contender happens: the city, an empty folder, and the log of what it said."""

    city: BenchCity
    folder: Path
    log: Path


class Contender(ABC):
    """One program doing one job. `reports` says how it names broken links; empty: it does not look for any."""

    key: str
    title: str
    reports: str = ""

    def prepare(self) -> str:
        """Makes sure that it can be run and returns its versions. Raises PeerMissingError."""
        return ""

    @abstractmethod
    def command(self, place: Place) -> list[str]: ...

    def broken(self, place: Place) -> set[str]:
        """The addresses that it reported as broken."""
        del place
        return set()


def order(place: Place) -> Path:
    """What the peers' spiders are told."""
    sites = place.city.sites
    path = place.folder / "order.json"
    words = {
        "homes": [site.home for site in sites],
        "hosts": [site.authority.partition(":")[0] for site in sites],
        "result": str(place.folder / "result.json"),
    }
    path.write_text(json.dumps(words), encoding="utf-8")
    return path


def listed(place: Place) -> Path:
    """Every page of the city, the sites in turn as a crawl of all of them would go."""
    path = place.folder / "urls.txt"
    queues = [site.urls for site in place.city.sites]
    longest = max(map(len, queues))
    turns = (queue[n] for n in range(longest) for queue in queues if n < len(queue))
    path.write_text("\n".join(turns), encoding="utf-8")
    return path


class Full(Contender):
    key = "xunwang"
    title = "xunwang, full inspection and judgement, no proofreading"
    reports = "link facts of the run: every attempt failed"
    proof = False

    def command(self, place: Place) -> list[str]:
        homes = {site.home: site.name for site in place.city.sites}
        path = place.folder / "order.json"
        order = {"homes": homes, "out": str(place.folder / "out"), "proof": self.proof}
        path.write_text(json.dumps(order), encoding="utf-8")
        return [sys.executable, "-m", "bench.work.full", str(path)]

    def broken(self, place: Place) -> set[str]:
        from bench.crawl.runs import broken_links  # the peers are measured without xunwang

        return broken_links(place.folder / "out")


class Proofreading(Full):
    key = "proof"
    title = "xunwang, the same with proofreading"
    proof = True


class Archive(Contender):
    key = "archive"
    title = "xunwang, fetch and archive only"

    def command(self, place: Place) -> list[str]:
        out = str(place.folder / "out")
        return [sys.executable, "-m", "bench.work.archive", str(listed(place)), str(CONNECTIONS), out]


class Floor(Contender):
    key = "floor"
    title = "aiohttp and uvloop, fetch and throw away"

    def prepare(self) -> str:
        return Environments.versions(Path(sys.executable), ("aiohttp", "uvloop"))

    def command(self, place: Place) -> list[str]:
        return [sys.executable, "-m", "bench.work.floor", str(listed(place)), str(CONNECTIONS)]


class Spider(Contender):
    """A peer with a spider of ours in an environment of its own."""

    reports = "list written by our spider"

    def __init__(self, environments: Environments, key: str, title: str, script: str, packages: Sequence[str]) -> None:  # fmt: skip
        self.key, self.title = key, title
        self._environments, self._script, self._packages = environments, script, packages

    def prepare(self) -> str:
        return self._environments.versions(self._python, self._packages)

    @property
    def _python(self) -> Path:
        return self._environments.python(self._script.partition("_")[0], self._packages)

    def command(self, place: Place) -> list[str]:
        return [str(self._python), str(HERE / "peers" / f"{self._script}.py"), str(order(place))]

    def broken(self, place: Place) -> set[str]:
        result = place.folder / "result.json"
        return set(json.loads(result.read_text(encoding="utf-8"))["broken"]) if result.exists() else set()


class LinkChecker(Spider):
    reports = "rows of its CSV output"
    _SETTINGS = "[checking]\nmaxrequestspersecond=1000000\nthreads=10\n[filtering]\ncheckextern=1\n[output]\nstatus=0\n"

    def __init__(self, environments: Environments) -> None:
        super().__init__(environments, "linkchecker", "LinkChecker", "linkchecker_started", ("linkchecker",))

    def command(self, place: Place) -> list[str]:
        settings = place.folder / "linkchecker.ini"
        settings.write_text(self._SETTINGS, encoding="utf-8")
        homes = [site.home for site in place.city.sites]
        script = str(HERE / "peers" / f"{self._script}.py")
        return [str(self._python), script, "-f", str(settings), "--no-robots", "-o", "csv", *homes]

    def broken(self, place: Place) -> set[str]:
        text = place.log.read_text(encoding="utf-8", errors="replace")
        lines = "\n".join(line for line in text.splitlines() if line.startswith(("urlname;", "http", "/")))
        rows = csv.DictReader(io.StringIO(lines), delimiter=";")
        return {row["url"] for row in rows if row.get("valid") == "False"}


class Wget(Contender):
    key = "wget"
    title = "wget --spider -r"
    reports = "its list “Found N broken links”; it leaves other hosts alone"

    def prepare(self) -> str:
        if shutil.which("wget") is None:
            raise PeerMissingError("wget is not installed")
        said = subprocess.run(["wget", "--version"], check=True, capture_output=True, text=True).stdout
        return " ".join(said.split()[1:3])

    def command(self, place: Place) -> list[str]:
        homes = [site.home for site in place.city.sites]
        return ["wget", "--spider", "-r", "-l", "inf", "-nv", "-nd", *homes]

    def broken(self, place: Place) -> set[str]:
        text = place.log.read_text(encoding="utf-8", errors="replace")
        listed_ones = re.split(r"^Found [\d,]+ broken links?\.$", text, flags=re.MULTILINE)[-1]
        return {line for line in listed_ones.splitlines() if line.startswith("http")}


def contenders(environments: Environments) -> dict[str, Contender]:
    """All of them by key, xunwang first."""
    known: tuple[Contender, ...] = (
        Full(),
        Proofreading(),
        Archive(),
        Floor(),
        Wget(),
        Spider(environments, "crawlee", "Crawlee for Python, tuned (impit, selectolax)", "crawlee_tuned", ("crawlee", "selectolax", "uvloop")),
        Spider(environments, "scrapy-tuned", "Scrapy, tuned (XPath, own deduplication)", "scrapy_tuned", ("scrapy", "uvloop")),
        Spider(environments, "scrapy", "Scrapy, CrawlSpider with LinkExtractor", "scrapy_documented", ("scrapy", "uvloop")),
        LinkChecker(environments),
    )  # fmt: skip
    return {one.key: one for one in known}

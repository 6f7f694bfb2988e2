"""An office at work, and one accident after another: killed, stopped and starved workers, a full disk, clocks that jump, a database that goes.

Somebody acts in the office all the time (`clerk`), two workers look at websites for a campaign. When the accidents are over, what was acknowledged must be
there, the campaign must come to its end, and it must have found what an undisturbed office finds.
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from offices import MAKE, TELL, Office, finished

from bench.chaos import ROOT
from bench.chaos.tracing import Missing
from postgres_server import Missing as NoServer
from postgres_server import Server, postgres
from sharing import lay_out
from xunwang_demo.city import build
from xunwang_demo.server import CityServer

HOSTS = ("cgj.shilishi.gov.cn", "jtj.shilishi.gov.cn", "mzj.shilishi.gov.cn")
_DISK = 300_000_000  # bytes of the small disk on which the office lies
_STARVED = 200_000_000  # bytes of memory that a starved worker may have on top of what it has
_FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
_JUMPS = (5, 70, 600, 3_600, 86_400)  # seconds, to either side
_JUMPING = ROOT / "bench" / "chaos" / "jumping"
_TOLD = 5  # differences of a kind that are told
_ENDING = 900  # seconds that a campaign may take to its end when the accidents are over
_COMING = 300  # seconds that somebody may take to come to work in the office


class Storm:
    """The office, its people and its accidents. `told`: what befell it."""

    def __init__(self, folder: Path, office: Office, server: Server | None, draw: random.Random) -> None:
        self.office, self._server, self._draw = office, server, draw
        self._home = Path(office.environment["XUNWANG_HOME"])
        self._clock = folder / "clock"
        self._set_clock(0)
        self._acts = (folder / "acts").open("wb")
        self.told: Counter[str] = Counter()
        self.workers = [self._worker(), self._worker()]
        self._clerk = self._begin_clerk()

    def _worker(self) -> "subprocess.Popen[bytes]":
        return self.office.worker(**self._on_our_clock())

    def _on_our_clock(self) -> dict[str, str]:
        """What makes the clock of a process say what the file says, where that can be had: one for the whole machine of the office."""
        if _FAKETIME is None:
            return {}
        return {
            "LD_PRELOAD": str(_FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self._clock),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "PYTHONPATH": os.pathsep.join([str(_JUMPING), *filter(None, [os.environ.get("PYTHONPATH")])]),
        }

    def _set_clock(self, seconds: int) -> None:
        """In one go: a process that reads half of it would be in another year."""
        draft = self._clock.with_suffix(".new")
        draft.write_text(f"{seconds:+d}\n")
        draft.replace(self._clock)

    def _begin_clerk(self) -> "subprocess.Popen[bytes]":
        self._heard = Path(self._acts.name).stat().st_size
        command = [sys.executable, "-m", "bench.chaos.clerk", str(self._home), "0", "1e9"]
        environment = self.office.environment | self._on_our_clock()
        return subprocess.Popen(command, env=environment, stdout=self._acts, cwd=ROOT)

    def _has_spoken(self) -> bool:
        """Whether anything was acknowledged since the clerk came; one who is killed before never says anything on a machine where coming takes long."""
        return Path(self._acts.name).stat().st_size > self._heard

    def wait_for_clerk(self) -> None:
        given_up = time.monotonic() + _COMING
        while not self._has_spoken():
            if self._clerk.poll() is not None or time.monotonic() > given_up:
                raise RuntimeError("nobody comes to work in this office")
            time.sleep(0.1)

    def left_out(self) -> list[str]:
        """What cannot befall an office on this machine, and what it takes."""
        out = [] if _FAKETIME else ["clock jumps (Debian: apt-get install libfaketime)"]
        return out if os.path.ismount(self._home) else [*out, "disk full (needs root, to mount a small disk)"]

    # ── accidents ────────────────────────────────────────────────────────────────────────────────

    def accidents(self) -> dict[str, Callable[[], None]]:
        known: dict[str, Callable[[], None]] = {
            "worker killed": lambda: self._any().send_signal(signal.SIGKILL),
            "worker asleep": self._asleep,
            "worker starved": self._starved,
        }
        if self._has_spoken():
            known["clerk killed"] = lambda: self._clerk.send_signal(signal.SIGKILL)
        if os.path.ismount(self._home):
            known["disk full"] = self._full
        if _FAKETIME:
            known["clock jumps"] = self._jump
        if self._server:
            known["database gone"] = self._gone
        return known

    def befall(self) -> None:
        """One accident; what ended is started again, as the keeper of a service does."""
        name, act = self._draw.choice(sorted(self.accidents().items()))
        self.told[name] += 1
        act()
        time.sleep(self._draw.uniform(0.5, 3))
        self.workers = [one if one.poll() is None else self._worker() for one in self.workers]
        if self._clerk.poll() is not None:
            self._clerk = self._begin_clerk()

    def _any(self) -> "subprocess.Popen[bytes]":
        return self._draw.choice(self.workers)

    def _asleep(self) -> None:
        one = self._any()
        one.send_signal(signal.SIGSTOP)
        time.sleep(self._draw.uniform(1, 15))
        one.send_signal(signal.SIGCONT)

    def _starved(self) -> None:
        one = self._any()
        with suppress(OSError):
            pages = int(Path(f"/proc/{one.pid}/statm").read_text().split()[0])
            most = pages * resource.getpagesize() + self._draw.randrange(_STARVED)
            resource.prlimit(one.pid, resource.RLIMIT_AS, (most, most))

    def _full(self) -> None:
        ballast = self._home / "ballast"
        with suppress(OSError), ballast.open("wb", 0) as file:
            while True:
                file.write(bytes(1 << 16))
        time.sleep(self._draw.uniform(0.5, 5))
        ballast.unlink()

    def _jump(self) -> None:
        self._set_clock(self._draw.choice((-1, 1)) * self._draw.choice(_JUMPS))

    def _gone(self) -> None:
        assert self._server
        self._server.stop()
        time.sleep(self._draw.uniform(0.5, 10))
        self._server.start()

    # ── afterwards ───────────────────────────────────────────────────────────────────────────────

    def end(self) -> list[dict[str, object]]:
        """Lets everything come to its end; gives what had been acknowledged."""
        self._clerk.kill()
        self._clerk.wait()
        for one in self.workers:
            one.kill()
            one.wait()
        self._set_clock(0)
        self.workers = [self._worker()]
        self.office.until(finished, _ENDING)
        self.workers[0].terminate()
        self.workers[0].wait()
        self._acts.close()
        lines = Path(self._acts.name).read_bytes().splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith(b"\n")]

    def kill(self) -> None:
        for one in (*self.workers, self._clerk):
            one.kill()


@contextmanager
def _small_disk(place: Path) -> Iterator[None]:
    """A disk of its own where this machine lets us mount one."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "tmpfs", str(place)], check=False, capture_output=True
    )
    try:
        yield
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "-l", str(place)], check=False)


def storm(
    draw: random.Random,
    seconds: float,
    tell: Callable[[Iterable[str]], None],
    empty: Path,
    *,
    on_postgres: bool,
) -> tuple[Counter[str], int]:
    """Accidents for so many seconds over an office that begins with the database `empty`; what befell the office and how many acts were acknowledged. `tell` hears what is wrong afterwards."""
    with ExitStack() as kept:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
        city = kept.enter_context(CityServer(build()))
        kept.enter_context(_small_disk(folder / "storm"))
        server = _server(kept) if on_postgres else None
        there = {"XUNWANG_DATABASE": server.address} if server else {}
        calm, stormy = _offices(folder, empty, city.port, there)
        worker = calm.worker()
        calm.until(finished)
        worker.terminate()
        worker.wait()
        one = Storm(folder, stormy, server, draw)
        kept.callback(one.kill)
        for what in one.left_out():
            print(f"left out: {what}", flush=True)
        one.wait_for_clerk()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            one.befall()
        acts = [act for act in one.end() if "refused" not in act]
        tell(_compared(calm, stormy))
        tell(_lost(stormy, acts))
        return one.told, len(acts)


def _server(kept: ExitStack) -> Server:
    """Raises Missing."""
    try:
        return kept.enter_context(postgres())
    except NoServer as error:
        raise Missing(f"{error}") from None


def _offices(folder: Path, empty: Path, port: int, there: dict[str, str]) -> tuple[Office, Office]:
    said = {
        "connect_to": [f"{host}:80:127.0.0.1:{port}" for host in HOSTS],
        "closed": True,
        "browser": "never",
    }
    said |= {"per_host": 1, "retry_wait": 0.1, "proof": False}
    for name, delay in (("calm", 0), ("storm", 0.3)):
        (folder / f"{name}.json").write_text(json.dumps(said | {"delay": delay}))
    calm = Office(lay_out(empty, folder / "calm"), folder / "calm.json", LEASE="8")
    stormy = Office(folder / "storm", folder / "storm.json", LEASE="8", **there)
    calm.run(MAKE, *HOSTS)
    calm.becomes(stormy)
    return calm, stormy


def _compared(calm: Office, stormy: Office) -> Iterator[str]:
    wanted, found = calm.run(TELL), stormy.run(TELL)
    for name, site in wanted["sites"].items():
        there = found["sites"][name]
        for part in site:
            here, disturbed = site[part], there.get(part)
            if here != disturbed:
                yield f"{name}: {part} not as in an undisturbed office: {_difference(here, disturbed)}"
    if found["trail"] or found["holds"]:
        yield f"trail broken at {found['trail']}, {found['holds']} servers still held"


def _difference(wanted: object, found: object) -> str:
    """What only one of the two has, so that whoever reads it knows where to look."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        wanted, found = [*wanted.items()], [*found.items()]
    if not (isinstance(wanted, list) and isinstance(found, list)):
        return f"{wanted!r}, {found!r} here"
    gone = [one for one in wanted if one not in found][:_TOLD]
    new = [one for one in found if one not in wanted][:_TOLD]
    return f"missing {gone!r}, instead {new!r}"


_LOST = """
import json, sys
from pathlib import Path
from xunwang.office import boot
boot.load(None)
from bench.chaos.powercut import database_faults, file_faults, held_back
from django.conf import settings
said = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
print(json.dumps([*database_faults(said), *held_back(), *file_faults(Path(settings.UPLOADS_FOLDER))]))
"""


def _lost(office: Office, acts: list[dict[str, object]]) -> list[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.writelines(json.dumps(act) + "\n" for act in acts)
        file.flush()
        return office.run(_LOST, file.name)

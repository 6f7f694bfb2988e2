"""What watching costs: CPU of the office's watching process for each round of 3,000 addresses, as a share of a core at a round every 5 minutes.

Run: python -m bench.watch [ADDRESSES]. The process visits home pages on loopback, agrees on the day, writes to SQLite and holds pages against
the last visit, as in an office; the server runs in a process of its own and is not counted. TLS and name servers are not part of it. A round
late in the day finds the day's earlier visits in its rows, so the last rounds here begin with 280 visits in each.
"""

import argparse
import datetime as dt
import multiprocessing
import os
import resource
import socket
import tempfile
import time
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI

ADDRESSES, MINUTES, ROUNDS, EARLIER = 3_000, 5, 3, 280
DAY = dt.datetime(2026, 3, 25, tzinfo=SHANGHAI)
PAGE = "<html><head><title>示例市人民政府</title></head><body>" + "<p>政务公开</p>" * 1_500 + "</body></html>"


def serve(listener: socket.socket) -> None:
    body = PAGE.encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    while True:
        peer, _ = listener.accept()
        peer.recv(4096)
        peer.sendall(answer)
        peer.close()


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def register(count: int) -> None:
    from xunwang.office.people.models import UnitLevel, ensure_unit
    from xunwang.office.registry.models import Subject, SubjectVersion

    unit = ensure_unit("示例市", UnitLevel.CITY)
    subjects = Subject.objects.bulk_create(Subject(kind="website", unit=unit) for _ in range(count))
    SubjectVersion.objects.bulk_create(
        SubjectVersion(
            subject=subject,
            kind="website",
            unit=unit,
            name=f"网站{n}",
            home=f"http://site{n}.gov.cn/",
            valid_from=DAY.date(),
        )
        for n, subject in enumerate(subjects)
    )


def had_a_day() -> None:
    """Every row holds the visits of a day that is nearly over."""
    from xunwang.office.registry.models import SubjectVersion
    from xunwang.office.watch import series
    from xunwang.office.watch.models import WatchedDay

    moments = [DAY + dt.timedelta(days=1, minutes=MINUTES * n) for n in range(EARLIER)]
    first, *others = SubjectVersion.objects.all()
    visits = (door.Visit(at, "本机", door.State.OPEN, 120.0) for at in moments)
    series.keep(
        series.Visited(first.subject_id, first.home, one, "127.0.0.1", (1, 2, 0, 30, 9)) for one in visits
    )
    day = WatchedDay.objects.get(subject=first.subject_id, day=moments[0].date())
    WatchedDay.objects.bulk_create(
        WatchedDay(
            subject_id=row.subject_id,
            home=row.home,
            point=day.point,
            day=day.day,
            visits=day.visits,
            opened=EARLIER,
        )
        for row in others
    )


def rounds(timeline: door.Timeline, begin: dt.datetime) -> Callable[[], bool]:
    """Tells the cost of each round as it ends; true when enough were made."""
    costs = _costs()
    next(costs)

    def ended() -> bool:
        done = int((timeline.at - begin) / dt.timedelta(minutes=MINUTES))
        return costs.send(done) >= ROUNDS

    return ended


def _costs() -> Generator[int, int]:
    told, begun, used = 0, time.perf_counter(), cpu()
    done = yield 0
    while True:
        if done > told:
            spent = cpu() - used
            print(
                f"  round {done}: {spent:.2f} s CPU ({time.perf_counter() - begun:.1f} s), "
                f"{100 * spent / (60 * MINUTES):.1f} % of a core"
            )
            told, begun, used = done, time.perf_counter(), cpu()
        done = yield done


def _today(timeline: door.Timeline) -> dt.date:
    return timeline.at.date()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("addresses", type=int, nargs="?", default=ADDRESSES)
    count = parser.parse_args().addresses
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    server = multiprocessing.get_context("fork").Process(target=serve, args=(listener,), daemon=True)
    server.start()
    looking = door.InspectSettings(connect_to=(f"::127.0.0.1:{listener.getsockname()[1]}",), closed=True)
    os.environ |= {"XUNWANG_WATCH": str(MINUTES)}
    from xunwang.office import boot, clock

    with tempfile.TemporaryDirectory() as home:
        boot.setup(Path(home))
        register(count)
        from xunwang.office.watch.watcher import follow

        for told, begin in (
            ("the day begins; in the first round every page is read", DAY),
            (
                f"with {EARLIER} visits in each row of the day",
                DAY + dt.timedelta(days=1, minutes=MINUTES * EARLIER),
            ),
        ):
            print(f"{count} addresses every {MINUTES} minutes, {told}:")
            if begin != DAY:
                had_a_day()
            timeline = door.Timeline(begin)
            clock.now, clock.today = timeline, partial(_today, timeline)
            follow(looking, timeline, rounds(timeline, begin))
    server.kill()


if __name__ == "__main__":
    main()

"""The web under many people: so many users, each clicking every few seconds, on an office with a register and a year of inspections.

Run: python -m bench.load [--users 200] [--pause 5] [--seconds 60] [--sites 3000] [--beside] [--postgres]. The office is one of its own (`xunwang serve` with its
worker) in a temporary folder, on SQLite or, with `--postgres`, in the empty database that `XUNWANG_DATABASE` names (`make bench-load ON=postgres`); everybody is a supervisor at the top, for whom pages cost most; the users are coroutines of this process, which takes
CPU of the same machine. With `--beside` its worker crawls 示例市 meanwhile and registers of `--rows` 100,000 accounts are imported, one after the other.
Every page is shown a few times before the clock starts. Told: answers a second, median, 95th and 99th hundredth, errors, each page's median, the CPU of users and office, and the load of the machine before
the start, without which the figures say nothing.
"""

import argparse
import asyncio
import os
import random
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import aiohttp

from bench.load.beside import CRAWL, CRAWLED, Importing, city_served, crawl_settings

PAGES = (
    "/",
    "/registry/websites/",
    "/registry/websites/?page=7",
    "/campaigns/",
    "/tickets/",
    "/review/",
    "/registry/units/",
    "/me/",
)
_PROCESSES = 2  # of the web
_PEOPLE = """
import sys
from xunwang.office import boot
boot.setup()
import contextlib
from bench.scale import filling
with contextlib.redirect_stdout(sys.stderr):
    filling.fill(int(sys.argv[1]), 2 * int(sys.argv[1]), 40 * int(sys.argv[1]), outcomes=False)
filling.gather_statistics()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.conf import settings
from django.utils import timezone
from xunwang.office.people.models import Unit, User
from xunwang.office.people.roles import Role
unit = Unit.objects.order_by("path").first()
for number in range(int(sys.argv[2])):
    user = User(username=f"user{number}", role=Role.SUPERVISOR, unit=unit, full_name="某", password_set_at=timezone.now())
    user.set_unusable_password()
    user.save()
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    User.objects.filter(pk=user.pk).update(session_key=session.session_key)
    print(session.session_key)
"""


class Answer(NamedTuple):
    page: str
    status: int
    seconds: float


async def user(address: str, session: str, pause: float, until: float, answers: list[Answer]) -> None:
    draw = random.Random(session)
    await asyncio.sleep(draw.uniform(0, pause))
    async with aiohttp.ClientSession(cookies={"sessionid": session}) as client:
        while time.monotonic() < until:
            page, begun = draw.choice(PAGES), time.monotonic()
            try:
                async with client.get(address + page, allow_redirects=False) as answer:
                    await answer.read()
                    answers.append(Answer(page, answer.status, time.monotonic() - begun))
            except (aiohttp.ClientError, TimeoutError):
                answers.append(Answer(page, 0, time.monotonic() - begun))
            await asyncio.sleep(max(0.0, draw.uniform(0.5, 1.5) * pause - (time.monotonic() - begun)))


async def wake(address: str, session: str) -> None:
    """Each process has shown each page once: a load test of the first minute after a start would say nothing of the day."""
    async with aiohttp.ClientSession(cookies={"sessionid": session}) as client:
        for page in PAGES:
            for answer in await asyncio.gather(*(client.get(address + page) for _ in range(_PROCESSES * 4))):
                await answer.read()


async def crowd(address: str, sessions: list[str], asked: argparse.Namespace) -> list[Answer]:
    await wake(address, sessions[0])
    answers: list[Answer] = []
    until = time.monotonic() + asked.seconds
    await asyncio.gather(*(user(address, one, asked.pause, until, answers) for one in sessions))
    return answers


def told(answers: list[Answer], seconds: float) -> str:
    times = sorted(one.seconds * 1000 for one in answers)
    parts = statistics.quantiles(times, n=100)
    wrong = Counter(one.status for one in answers if one.status != 200)
    by_page: dict[str, list[float]] = {page: [] for page in PAGES}
    for one in answers:
        by_page[one.page].append(one.seconds * 1000)
    each = ", ".join(f"{page} {statistics.median(some):.0f}" for page, some in by_page.items() if some)
    return (
        f"{len(answers)} answers, {len(answers) / seconds:.1f} a second; median {parts[49]:.0f} ms, 95 % {parts[94]:.0f} ms, "
        f"99 % {parts[98]:.0f} ms; not 200: {dict(wrong) or 'none'}\nmedians by page in ms: {each}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("users", 200), ("sites", 3000), ("rows", 100_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--pause", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--beside", action="store_true")
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as kept:
        folder = Path(kept.enter_context(tempfile.TemporaryDirectory()))
        environment = os.environ | {"XUNWANG_HOME": f"{folder}/home", "XUNWANG_TODAY": "2026-01-10"}
        if not asked.postgres:  # whoever has an office of their own does not want it filled
            environment.pop("XUNWANG_DATABASE", None)
        city = kept.enter_context(city_served()) if asked.beside else None
        if city is not None:
            environment["XUNWANG_INSPECT"] = str(crawl_settings(folder, city))
        load = os.getloadavg()[0]
        sessions = made(_PEOPLE, environment, asked.sites, asked.users).split()
        if city is not None:
            made(CRAWL, environment, *city.hosts)
        address = kept.enter_context(serving(environment))
        importing = kept.enter_context(Importing(folder, environment, asked.rows)) if asked.beside else None
        answers = asyncio.run(crowd(address, sessions, asked))
        beside = f"; {importing.told()}; {made(CRAWLED, environment).strip()}" if importing else ""
    own, theirs = map(cpu_of, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        f"{database_of(environment)}: {asked.users} users, {asked.pause:g} s between clicks, {asked.sites} websites, a year of inspections{beside}; "
        f"load of the machine before: {load:.1f}; CPU s: users {own:.0f}, everything else {theirs:.0f}"
    )
    print(told(answers, asked.seconds))


def database_of(environment: dict[str, str]) -> str:
    return "PostgreSQL" if environment.get("XUNWANG_DATABASE") else "SQLite"


def cpu_of(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def made(script: str, environment: dict[str, str], *arguments: object) -> str:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    """The address of an office that is served."""
    command = [sys.executable, "-c", "from xunwang.cli import main; main()", "serve", "--port", "0"]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    address = re.search(r"http://[\d.:]+", server.stderr.readline())
    assert address is not None
    try:
        yield address[0]
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate()


if __name__ == "__main__":
    main()

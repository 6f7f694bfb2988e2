"""The web under many people: so many users, each clicking every few seconds, on an office with a full register.

Run: python -m bench.load [--users 200] [--pause 5] [--seconds 60] [--sites 3000]. The office is one of its own (`xunwang serve` with its worker)
in a temporary folder; the users are coroutines of this process, which takes CPU of the same machine. Told: answers a second, median,
95th and 99th hundredth, errors, and the load of the machine before the start, without which the figures say nothing.
"""

import argparse
import asyncio
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import aiohttp

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
_PEOPLE = """
import sys
from xunwang.office import boot
boot.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from xunwang.office.people.models import Unit, User
from xunwang.office.people.roles import Role
unit = Unit.objects.order_by("path").first()
for number in range(int(sys.argv[1])):
    user = User(username=f"user{number}", role=Role.SUPERVISOR, unit=unit, full_name="某", password_set_at=timezone.now())
    user.set_unusable_password()
    user.save()
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "django.contrib.auth.backends.ModelBackend"
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


async def crowd(address: str, sessions: list[str], asked: argparse.Namespace) -> list[Answer]:
    answers: list[Answer] = []
    until = time.monotonic() + asked.seconds
    await asyncio.gather(*(user(address, one, asked.pause, until, answers) for one in sessions))
    return answers


def register(folder: Path, sites: int) -> Path:
    rows = [f"第{n}网站,http://w{n}.example.gov.cn/,{9900000000 + n}" for n in range(sites)]
    path = folder / "register.csv"
    path.write_text("\n".join(["网站名称,首页地址,网站标识码", *rows]), encoding="utf-8")
    return path


def told(answers: list[Answer], seconds: float) -> str:
    times = sorted(one.seconds * 1000 for one in answers)
    parts = statistics.quantiles(times, n=100)
    wrong = Counter(one.status for one in answers if one.status != 200)
    slow = sorted(
        {one.page for one in answers},
        key=lambda page: -statistics.median(a.seconds for a in answers if a.page == page),
    )
    return (
        f"{len(answers)} answers, {len(answers) / seconds:.1f} a second; median {parts[49]:.0f} ms, 95 % {parts[94]:.0f} ms, "
        f"99 % {parts[98]:.0f} ms; not 200: {dict(wrong) or 'none'}; slowest page {slow[0]}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("users", 200), ("sites", 3000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    for name, default in (("pause", 5.0), ("seconds", 60.0)):
        parser.add_argument(f"--{name}", type=float, default=default)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        environment = os.environ | {"XUNWANG_HOME": f"{name}/home"}
        command = [sys.executable, "-c", "from xunwang.cli import main; main()"]
        subprocess.run(
            [*command, "import", "websites", register(Path(name), asked.sites)], env=environment, check=True
        )
        made = subprocess.run(
            [sys.executable, "-c", _PEOPLE, str(asked.users)],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        load = os.getloadavg()[0]
        server = subprocess.Popen(
            [*command, "serve", "--port", "0"], env=environment, stderr=subprocess.PIPE, text=True
        )
        assert server.stderr is not None
        address = re.search(r"http://[\d.:]+", server.stderr.readline())
        assert address is not None
        answers = asyncio.run(crowd(address[0], made.stdout.split(), asked))
        server.send_signal(signal.SIGTERM)
        server.wait()
    print(
        f"{asked.users} users, {asked.pause:g} s between clicks, {asked.sites} websites; load of the machine before: {load:.1f}"
    )
    print(told(answers, asked.seconds))


if __name__ == "__main__":
    main()

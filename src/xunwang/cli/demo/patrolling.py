"""The machine's daily patrol of one website of 示例市: a day without its faults, and the day after with them."""

import datetime as dt

from xunwang.cli.demo.cast import Cast
from xunwang.cli.demo.folder import DemoFolder
from xunwang.cli.demo.moments import at
from xunwang.cli.demo.stage import inspect_settings, looking_with
from xunwang_demo import fortnight as plan
from xunwang_demo.server import CityServer


def play_patrol(cast: Cast, folder: DemoFolder) -> None:
    """Two looks of the machine, as its worker would make them; what is new on the second day is told."""
    subject = cast.site(plan.PATROLLED)
    for moment, faultless in zip(plan.PATROLS, (True, False), strict=True):
        with CityServer(cast.city) as server, looking_with(folder, inspect_settings(server), browser="never"):
            if faultless:
                server.repair(plan.PATROLLED)
            _look(str(subject.pk), moment)


def _look(subject: str, moment: dt.datetime) -> None:
    from xunwang.office.duty.machine import PATROL  # noqa: PLC0415
    from xunwang.office.jobs.queue import ask, work_off  # noqa: PLC0415

    with at(moment):
        ask(PATROL, f"{moment:%Y-%m-%d}:{subject}", payload={"subjects": [subject]})
        work_off()

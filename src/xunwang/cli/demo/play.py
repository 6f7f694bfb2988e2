"""The main job on 示例市: register in, inspection, people's confirmations played in, circular out."""

import time
from pathlib import Path

from xunwang import __version__
from xunwang.cli.demo.cast import Cast
from xunwang.cli.demo.compare import Comparison, compare
from xunwang.cli.demo.earlier import play_earlier
from xunwang.cli.demo.folder import DemoFolder, Result
from xunwang.cli.demo.fortnight import play_fortnight
from xunwang.cli.demo.patrolling import play_patrol
from xunwang.cli.demo.posting import play_posting
from xunwang.cli.demo.stage import ACCOUNT, Stage
from xunwang.cli.progress import Reporter
from xunwang.inspector import door
from xunwang.inspector.model import SiteFact
from xunwang_demo import city as cities
from xunwang_demo import probes, register, truth
from xunwang_demo.model import City


def play(folder: DemoFolder, reporter: Reporter) -> Result:
    """The whole demo, into an empty folder. `xunwang.office.boot.setup` has been called with the folder's home."""
    begun = time.monotonic()
    city = cities.build()
    _write_inputs(city, folder)
    stage = Stage(city, folder, reporter)
    unit = stage.set_up()
    play_earlier(stage, unit)
    cast = Cast(city, unit, stage.user)
    reporter.say("演示代入新媒体账号的发文清单和保存的平台数据")
    play_posting(cast)
    campaign = stage.create(unit)
    account_runs = stage.look_at_accounts(campaign, folder.account_runs)
    series = door.read_probes(folder.probes)
    runs, rechecks = stage.look(campaign, folder.runs, series)
    stage.judge(campaign, [*runs, *rechecks, *account_runs])
    stage.play_decisions(campaign)
    judged = stage.judge(campaign, [*runs, *rechecks])
    reporter.say("演示代入检查前两周的监测、值守、找错和留言")
    play_fortnight(cast, campaign)
    play_patrol(cast, folder)
    comparison = compare(city, [one.judgement for one in judged], browser=_had_browser(runs))
    files = stage.publish(campaign)
    pages = sum(door.Run.open(run).manifest.stats.pages for run in runs)
    seconds = time.monotonic() - begun
    return _result(city, comparison, files, pages=pages, seconds=seconds, password=stage.password)


def _write_inputs(city: City, folder: DemoFolder) -> None:
    register.write(city, folder.register)
    probes.write(city, folder.probes)
    truth.write(city, folder.truth)


def _had_browser(runs: list[Path]) -> bool:
    return any(
        isinstance(fact, SiteFact) and fact.browser for run in runs for fact in door.Run.open(run).facts()
    )


def _result(
    city: City,
    comparison: Comparison,
    files: dict[str, str | list[str]],
    *,
    pages: int,
    seconds: float,
    password: str,
) -> Result:
    return Result(
        version=__version__,
        sites=len(city.sites),
        pages=pages,
        planted=comparison.planted,
        found=comparison.found,
        left_out=comparison.left_out,
        unbuilt=comparison.unbuilt,
        precision=comparison.precision,
        recall=comparison.recall,
        missed=[str(one) for one in comparison.missed],
        false=[str(one) for one in comparison.false],
        seconds=round(seconds, 1),
        account=ACCOUNT,
        password=password,
        files=files,
    )

"""`xunwang retention`: the list changes nothing; a removal that is killed in the middle goes on, and nothing that is held is ever touched."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli_tools import in_process_of_its_own

from postgres_server import Missing, postgres
from sharing import environment_of_nobody, set_up_office

_FILL = """
import datetime as dt, sys
from pathlib import Path
from xunwang.office import boot
boot.setup(Path(sys.argv[1]))
from django.conf import settings
from office_samples import Office, closed_run, judgement
from xunwang.office.campaigns import recording
from xunwang.office.campaigns.looking import folder_of
from xunwang.office.campaigns.models import Campaign
settings.RUNS_FOLDER = Path(sys.argv[1]) / "runs"
office = Office()
sites = [office.website(office.county, f"网站{n}", f"http://w{n}.example.gov.cn/") for n in range(6)]
for name, years in (("以前的检查", 9), ("后来的检查", 1)):
    campaign = office.campaign(office.city, sites, name)
    for row, site in zip(campaign.subjects.order_by("pk"), sites):
        recording.record_judgement(campaign, judgement(site), run_path=closed_run(folder_of(row), f"run-{years}")[0])
    then = dt.datetime.now(dt.UTC) - dt.timedelta(days=366 * years)
    Campaign.objects.filter(pk=campaign.pk).update(point_closed_at=then)
    print(campaign.pk)
"""
_KILLED = """
import os, signal, sys
left = [{after}]
def watch(event, arguments):
    if event == "os.remove" and "/runs/" in str(arguments[0]) + os.readlink(f"/proc/self/fd/{{arguments[1]}}" if arguments[1] > 0 else "/"):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from xunwang.cli import main
main()
"""


@pytest.fixture(scope="module")
def server():
    try:
        with postgres() as running:
            yield running
    except Missing as error:
        pytest.skip(f"GATE SKIPPED: {error}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def kept(request, tmp_path, lay_out):
    """An office with a campaign of nine years ago, the key of that, the one after it, and what leads to its database."""
    home, environment = tmp_path / "home", {}
    if request.param == "sqlite":
        lay_out(home)
    else:
        environment["XUNWANG_DATABASE"] = request.getfixturevalue("server").create("kept")
        set_up_office(home, **environment)
    samples = str(Path(__file__).parents[1] / "office")
    filled = subprocess.run(
        [sys.executable, "-c", _FILL, str(home)],
        env=environment_of_nobody() | environment | {"PYTHONPATH": samples},
        capture_output=True,
        text=True,
        check=False,
    )
    assert filled.returncode == 0, filled.stderr
    old, newer = filled.stdout.split()
    return tmp_path, old, newer, environment


def listed(here, environment):
    ended = in_process_of_its_own("retention", "--format", "json", cwd=here, **environment)
    assert ended.status == 0, ended.err
    return {one["lot"]: one for one in json.loads(ended.out)}


def printed(here, environment):
    ended = in_process_of_its_own("retention", cwd=here, **environment)
    assert ended.status == 0, ended.err
    return ended.out.replace("\xa0", " ")


def runs(here, key):
    return sorted((here / "home" / "runs" / key).glob("*/*"))


def killed(here, key, environment, after):
    """The removal is ended by `kill -9` at its n-th file."""
    done = subprocess.run(
        [sys.executable, "-c", _KILLED.format(after=after), "retention", "--remove", key],
        cwd=here,
        env=environment_of_nobody() | environment | {"XUNWANG_HOME": str(here / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_a_removal_that_is_killed_in_the_middle_goes_on_and_takes_nothing_else(kept):
    here, old, newer, environment = kept
    before, told = runs(here, newer), listed(here, environment)
    assert (len(told[old]["may_go"]), told[old]["held"]) == (6, 0)
    assert told[old]["size"] > 0
    assert (told[newer]["may_go"], told[newer]["held"]) == ([], 6)
    assert all("最近一次检查" in said or "保留期到" in said for said in told[newer]["because"])
    assert len(runs(here, old)) == 6

    killed(here, old, environment, after=2)
    half, said = runs(here, old), printed(here, environment)
    assert len(half) == 6
    assert "有 6 份归档已记入操作记录、文件还没有删完" in said
    whole = len(list(before[0].rglob("*")))
    assert sorted(len(list(one.rglob("*"))) == whole for one in half) == [False, *[True] * 5]
    killed(here, old, environment, after=12)
    assert 0 < len(runs(here, old)) < 6
    ended = in_process_of_its_own("retention", "--remove", old, cwd=here, **environment)

    assert ended.status == 0, ended.err
    assert "没有可以删除的归档" in ended.out
    assert not (here / "home" / "runs" / old).exists()
    assert runs(here, newer) == before
    refused = in_process_of_its_own("retention", "--remove", "777", cwd=here, **environment)
    assert refused.status == 3
    assert "没有“777”这一批归档" in refused.refusal

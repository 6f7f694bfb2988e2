"""What decides nothing has no say in a circular's order: ids, times, who was entered or answered first."""

import json
import os
import subprocess
import sys
from pathlib import Path

from sharing import environment_of_nobody
from xunwang_demo.city import build
from xunwang_demo.server import CityServer

HERE = Path(__file__).parent
SITES = (
    ("jtj.shilishi.gov.cn", "3309000012"), ("cgj.shilishi.gov.cn", "3309000007"), ("yjj.shilishi.gov.cn", ""),
    ("mzj.shilishi.gov.cn", "3309000003"), ("tjj.shilishi.gov.cn", ""), ("slj.shilishi.gov.cn", "3309000021"),
)  # fmt: skip


def inspected(home, settings, sites):
    """The text of the circular of a fresh office, and the same once its runs were read again."""
    folders = os.pathsep.join([str(HERE), str(HERE.parent)])
    done = subprocess.run(
        [sys.executable, str(HERE / "inspecting_anew.py"), str(home), str(settings), json.dumps(sites)],
        env=environment_of_nobody() | {"PYTHONPATH": folders},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_two_fresh_offices_and_a_second_reading_say_the_same_of_the_same_websites(lay_out, tmp_path):
    with CityServer(build()) as server:
        said = {
            "connect_to": server.connect_to,
            "closed": True,
            "delay": 0.0,
            "per_host": 8,
            "browser": "never",
        }
        settings = tmp_path / "inspect.json"
        settings.write_text(json.dumps(said | {"retry_wait": 0.1, "proof": False}))
        one = inspected(lay_out(tmp_path / "one"), settings, SITES)
        other = inspected(lay_out(tmp_path / "other"), settings, SITES[::-1])

    assert one[0] == one[1] == other[0] == other[1]
    assert sum("等" in line for line in one[0]) > 1, one[0]

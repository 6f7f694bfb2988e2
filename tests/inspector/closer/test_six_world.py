"""Websites with and without IPv6, on real public addresses in a network namespace, through the ordinary guard."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from six_world import ASTRAY, BOTH, ONLY_FOUR, SIX

SCRIPT = Path(__file__).with_name("six_world.py")
UNSHARE = ["unshare", "--map-root-user", "--mount", "--net"]


def why_no_namespace():
    if not (shutil.which("unshare") and shutil.which("ip")):
        return "GATE SKIPPED: needs the commands unshare and ip"
    probe = (
        "ip link set lo up && ip -6 addr add 2a0f:ffc0::9/64 dev lo && ip -6 route add default dev lo"
        " && mount --bind /etc/hosts /etc/hosts"
    )
    tried = subprocess.run([*UNSHARE, "sh", "-c", probe], capture_output=True, check=False)
    return (
        None
        if tried.returncode == 0
        else "GATE SKIPPED: this machine lets nobody make a network namespace with IPv6"
    )


REASON = why_no_namespace()
pytestmark = pytest.mark.skipif(REASON is not None, reason=REASON or "")


def inspected(folder, how):
    done = subprocess.run(
        [*UNSHARE, sys.executable, str(SCRIPT), str(folder), how], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return inspected(tmp_path_factory.mktemp("with"), "with")


def test_a_site_on_both_networks_is_met_and_its_links_are_tried(told):
    site = told[BOTH]
    assert site["addresses"] == [SIX]
    assert site["home"] == ["ok"]
    assert site["likeness"] == 100
    assert site["links"] == [[2, "ok"]]
    assert site["D-4.9"] == ["met", None]
    assert site["L-14"] == ["met", None]


def test_a_site_without_records_is_found(told):
    site = told[ONLY_FOUR]
    assert site["addresses"] == []
    assert site["blocked"] is None
    assert site["findings"] == ["ipv6:aaaa"]
    assert site["L-14"][0] == "not_applicable"


def test_an_address_of_the_inside_is_not_connected_to(told):
    site = told[ASTRAY]
    assert "不是公网地址" in site["unasked"]
    assert site["home"] == []
    assert site["D-4.9"][0] == "unchecked"


def test_a_machine_without_ipv6_says_so_of_every_site(tmp_path):
    for site in inspected(tmp_path, "without").values():
        assert site["blocked"] == "本机没有IPv6网络" or "不是公网地址" in (site["unasked"] or "")
        assert site["D-4.9"][0] == "unchecked"
        assert site["findings"] == []

"""Three machines look for one campaign; one is killed, one loses the database for a while, the database itself restarts.

What comes out is what one undisturbed machine finds: the same pages, findings and verdicts.
"""

import json
import time

import pytest
from machines import DATABASE, NETWORK, SITES, machines, possible, relayed
from offices import MAKE, TELL, Office, finished, taken_from, works

from postgres_server import Missing, postgres
from xunwang_demo.city import build
from xunwang_demo.server import CityServer

pytestmark = pytest.mark.cluster
HOSTS = (
    "cgj.shilishi.gov.cn",
    "yjj.shilishi.gov.cn",
    "jtj.shilishi.gov.cn",
    "mzj.shilishi.gov.cn",
    "swj.shilishi.gov.cn",
)


@pytest.fixture
def city():
    with CityServer(build()) as running:
        yield running


@pytest.fixture
def empty(tmp_path, lay_out):
    """A folder with an office that was just set up and is called `alone`."""
    lay_out(tmp_path / "alone")
    return tmp_path


def end(processes):
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()


@pytest.mark.parametrize(
    ("hosts", "lease", "away"),
    [
        pytest.param(HOSTS[:1] + HOSTS[2:4], 4, 0, id="short"),
        pytest.param(HOSTS, 8, 60, id="whole", marks=pytest.mark.long),
    ],
)
def test_disturbed_machines_find_what_one_undisturbed_machine_finds(city, empty, hosts, lease, away):
    """`lease`, in seconds: how soon a machine that is gone is missed. `away`: for how many seconds at least one machine is without the database."""
    if not possible():
        pytest.skip("GATE SKIPPED: network namespaces need root and iproute2")
    try:
        with (
            machines(3) as three,
            relayed(city.port) as port,
            postgres(host=DATABASE, network=NETWORK) as server,
        ):
            alone, many = offices(server, empty, hosts, port, lease)
            worker = alone.worker()
            disturbed(server, many, three, away)
            alone.until(finished)
            end([worker])
            there, here = many.run(TELL), alone.run(TELL)
    except Missing as error:
        pytest.skip(f"GATE SKIPPED: {error}")

    assert there["sites"] == here["sites"]
    assert all(site["verdict"] and site["pages"] and not site["altered"] for site in here["sites"].values())
    assert any(site["findings"] for site in here["sites"].values())
    assert (there["holds"], there["trail"]) == (0, [])


def offices(server, folder, hosts, port, lease):
    """The same campaign twice: on SQLite, and restored into PostgreSQL, where it takes longer so that there is time for accidents."""
    to = [f"{host}:80:{SITES}:{port}" for host in hosts]
    said = {"connect_to": to, "closed": True, "per_host": 1, "browser": "never", "retry_wait": 0.1}
    said |= {"proof": False}
    for name, delay in (("quick", 0), ("slow", 0.1)):
        (folder / f"{name}.json").write_text(json.dumps(said | {"delay": delay}))
    alone = Office(folder / "alone", folder / "quick.json")
    many = Office(
        folder / "many", folder / "slow.json", XUNWANG_DATABASE=server.create("many"), LEASE=str(lease)
    )
    alone.run(MAKE, *hosts)
    alone.becomes(many)
    many.environment |= {"XUNWANG_DATABASE": server.over_network("many")}
    return alone, many


def disturbed(server, office, three, away):
    first, second, third = workers = [office.worker(machine) for machine in three]
    try:
        lost = office.until(works(second))
        three[1].cut_off()
        back = time.monotonic() + away
        killed = office.until(works(first))
        first.kill()
        first.wait()
        office.until(taken_from(killed))
        server.stop()
        server.start()
        office.until(taken_from(lost))
        office.until(lambda _jobs, _rows: time.monotonic() >= back)
        three[1].connect()
        office.until(finished)
    finally:
        end(workers)
    assert third.returncode == 0

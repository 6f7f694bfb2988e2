"""Servers and partners as a stranger would plant them: one inspection over a town of sites, each with one fault or with what only looks like one."""

import datetime as dt

import pytest
from loopback import NOON
from second_looks import Web
from towns import CODE, NAMES, OUTSIDE, host, towns

from xunwang.inspector import door
from xunwang.inspector.model import SafetyFact, Subject


def inspected(web: Web, folder, keys, since: dict | None = None) -> dict[str, door.Run]:
    made = door.InspectSettings(
        connect_to=tuple(f"{name}:80:127.0.0.1:{web.port}" for name in web._hosts),
        closed=True, delay=0.0, per_host=4, timeout=20.0, retry_wait=0.0, browser="never", proof=False,
    )  # fmt: skip
    asked = [
        door.Inspection(
            subject=Subject(id=key, name=NAMES[key][0], home=f"http://{host(key)}/", code=CODE),
            since=since[key].path if since and key in since else None,
        )
        for key in keys
    ]
    runs = door.inspect_sites(
        asked, folder, made, reading_day=dt.date(2026, 3, 31), clock=lambda: NOON, tell=lambda _: None
    )
    return {run.manifest.subject.id: run for run in map(door.Run.open, runs)}


_TOUCHED = ("heiye", "huanwen", "chashou", "gaiban", "weihu", "xinwen")  # between two inspections


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> dict[str, list[SafetyFact]]:
    """What inspections tell of each site, of those that somebody touched the second one."""
    folder = tmp_path_factory.mktemp("towns")
    with Web(towns(False)) as web:
        first = inspected(web, folder / "one", _TOUCHED)
    with Web(towns(True)) as web:
        runs = inspected(web, folder / "two", NAMES, since=first)
    return {key: [fact for fact in run.facts() if isinstance(fact, SafetyFact)] for key, run in runs.items()}


@pytest.mark.parametrize("key", [key for key in NAMES if key != "huoban"])
def test_what_a_server_does_is_told_for_what_it_is(facts, key):
    name, kinds = NAMES[key]
    told = {str(fact.sign.kind) for fact in facts[key]}
    assert told <= kinds, (name, told)
    assert bool(told) == bool(kinds), name


@pytest.mark.parametrize("outside", OUTSIDE)
def test_what_became_of_a_partner_is_told(facts, outside):
    assert {
        str(fact.sign.kind) for fact in facts["huoban"] if outside in (fact.sign.target or "")
    } == OUTSIDE[outside][1]

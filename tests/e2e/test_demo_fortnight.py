"""The office that the demo ends in holds a fortnight of watch, duty and what the public says: its figures are those planted."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from sharing import environment_of_nobody
from xunwang_demo import city as cities
from xunwang_demo import fortnight, posting
from xunwang_demo.fortnight import TRUTH


@pytest.fixture(scope="module")
def city():
    return cities.build()


@pytest.fixture(scope="module")
def office(demo):
    script = Path(__file__).with_name("office_figures.py")
    told = subprocess.run(
        [sys.executable, str(script), str(demo.place / "示例" / "home")],
        capture_output=True, text=True, env=environment_of_nobody(), check=False, timeout=300,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_seven_of_140_visits_are_a_veto_and_six_are_not(office, city):
    shares = {home: tuple(pair) for home, pair in office["week"].items()}
    calm = {home for home in shares if home not in {city.outage, city.near_outage}}
    assert shares[city.outage] == TRUTH.outage
    assert shares[city.near_outage] == TRUTH.near_outage
    assert {shares[home] for home in calm} == {TRUTH.calm}
    assert (office["words"][city.outage], office["words"][city.near_outage]) == ("达到否决线", "预警")
    assert set(office["untold"].values()) == {TRUTH.untold}
    closed = next(site.home for site in city.sites if site.host == fortnight.CLOSED_HOST)
    assert office["closed"] == {closed: TRUTH.closed}


def test_alerts_came_up_were_escalated_acknowledged_and_ended(office):
    by_kind = {}
    for kind, title, step, acked, ended in office["alerts"]:
        by_kind.setdefault(kind, []).append((title, step, acked, ended))
    assert sorted(title for title, *_ in by_kind["outage"]) == sorted(TRUTH.outages)
    assert all(acked and ended for _, _, acked, ended in by_kind["outage"])
    assert {title: step for title, step, *_ in by_kind["outage"]}["示例经济开发区管理委员会打不开"] == 2
    assert [len(by_kind[kind]) for kind in ("network", "intrusion", "share")] == [1, 1, 2]
    told = [who for who, title in office["told"] if title == "【紧急】示例经济开发区管理委员会打不开"]
    assert told == ["联系人", "副职负责人"]
    assert office["sent"] == 0


def test_the_roster_the_log_and_the_drill_are_there_with_what_was_missed(office):
    assert office["shifts"] == TRUTH.shifts
    assert office["swapped"] == ["2026-03-21", "2026-03-23"]
    assert (office["handed"], office["taken"]) == (TRUTH.shifts - 1, TRUTH.shifts - 2)
    assert (office["rounds"], len(office["gaps"])) == (TRUTH.rounds, TRUTH.rounds_missed)
    assert [gap[:10] for gap in office["gaps"]] == ["2026-03-24", "2026-03-29"]
    assert sorted(map(tuple, office["found"])) == sorted(fortnight.FOUND.values())
    assert [(kind, people) for kind, people, _ in office["held"]] == [("drill", 26), ("training", 41)]
    assert all(paper.endswith(".docx") for *_, paper in office["held"])
    assert office["tables"]["duty"] == [
        ["示例市", TRUTH.shifts, TRUTH.rounds, 0, TRUTH.rounds_missed, 0, TRUTH.rounds_found]
    ]


def test_the_machine_tells_of_what_is_new_on_the_second_day(office, city):
    (first, _, before), (second, problem, new) = office["machine"]
    assert (first, second, before, problem) == ("2026-03-30", "2026-03-31", [], "")
    planted = {plant.indicator for plant in city.truth if plant.site.split("/")[2] == fortnight.PATROLLED}
    spoken_of = {plant.indicator for plant in city.truth}
    found = {one["indicator"] for one in new} & spoken_of
    assert "D-4.4" in found
    assert found <= planted
    assert any(kind == "patrol" for kind, *_ in office["alerts"])


def test_accounts_stand_and_are_judged_as_they_published(office, city):
    states = posting.states(city)
    assert office["standings"] == states
    assert office["addresses"] == []  # what is invented leads to nobody's page
    verdicts = {posting.ACTIVE: "pass", posting.UNSEEN: "undecided"}
    assert office["accounts"] == {handle: verdicts.get(state, "fail") for handle, state in states.items()}


def test_pages_count_the_faults_that_the_circular_publishes(office):
    assert office["faults_shown"] == office["faults_published"] != {}


def test_error_reports_and_letters_count_as_planted(office):
    assert tuple(office["reports"]) == TRUTH.reports
    assert office["truth"] == [TRUTH.true, TRUTH.untrue, TRUTH.inspected_before, TRUTH.missed]
    assert office["oldest"] == str(TRUTH.oldest_open)
    assert office["cases"] == [["unchecked", "ZC20260318001"]]
    assert office["letters"] == [*TRUTH.letters, TRUTH.letters_late, TRUTH.doubtful]
    assert tuple(office["classes"]) == TRUTH.classes
    boxes = Counter(one.box for one in fortnight.letters())
    answered = Counter(one.box for one in fortnight.letters() if one.answered)
    assert office["boxes"] == {box: [boxes[box], answered[box]] for box in fortnight.BOXES}
    assert office["contradictory"] == ["金额或期限"] * TRUTH.contradictory
    assert office["tried"] == 1


def test_publishing_figures_are_those_of_the_articles_that_were_made(office, city):
    period = cities.AS_OF.replace(month=1, day=1), cities.AS_OF
    published = {
        site.name: fortnight.published(city, site.host, *period)
        for site in city.sites if site.home not in city.unchecked
    }  # fmt: skip
    unread = {name for name, *_, missed in office["tables"]["publishing"] if missed}
    counted = {name: total for name, _, total, *_ in office["tables"]["publishing"]}
    assert set(counted) == set(published)
    assert {name: total for name, total in counted.items() if name not in unread} == {
        name: total for name, total in published.items() if name not in unread
    }
    ((_, _, lines, done, late, missing, empty, unseen, *_),) = office["tables"]["catalogue"]
    assert dict(zip(fortnight.catalogue_truth(city), (done, late, missing, empty), strict=True)) == (
        fortnight.catalogue_truth(city)
    )
    assert (lines, unseen) == (len(fortnight.CATALOGUE), 0)
    ((_, _, stated, counted_too, difference, reason),) = office["tables"]["stated"]
    assert (stated - counted_too, difference) == (fortnight.STATED_MORE, fortnight.STATED_MORE)
    assert reason == fortnight.STATED_REASON

"""Quality gate of the proofreader, with floors that may only rise and ceilings that may only fall."""

import json
from collections import Counter
from pathlib import Path

import pytest
from proof_measure import DATA, DAY, corrector, figures, pairs_of, unread_half

from xunwang.inspector.proof import Proofreader, Tier
from xunwang.inspector.proof.rules import shipped_rules

FLOORS = json.loads((Path(__file__).parent / "proof_floors.json").read_text(encoding="utf-8"))
REPORTS = DATA / "corpora" / "prov_gov_reports_2026.txt"

pytestmark = pytest.mark.skipif(
    not (DATA / "proof").is_dir() or not REPORTS.is_file(),
    reason="GATE SKIPPED: ../shared/data/proof and ../shared/data/corpora are not here",
)


@pytest.fixture(scope="module")
def reader():
    return Proofreader()


@pytest.mark.parametrize(
    ("name", "tier"), [(name, Tier(tier)) for name, tiers in FLOORS["corrections"].items() for tier in tiers]
)
def test_corrections(reader, name, tier):
    pairs = pairs_of(name)
    seen = figures(pairs, corrector(reader, [source for source, _ in pairs], tier))
    print(f"{name} {tier}: {', '.join(f'{key} {value:.2f}' for key, value in seen._asdict().items())}")

    limits = FLOORS["corrections"][name][tier.value]
    short = {key: value for key, value in limits.get("least", {}).items() if getattr(seen, key) < value}
    beyond = {key: value for key, value in limits.get("most", {}).items() if getattr(seen, key) > value}
    assert not short, f"{name} {tier} fell below {short}: {seen}"
    assert not beyond, f"{name} {tier} rose above {beyond}: {seen}"


def test_flags_on_clean_reports(reader):
    text = unread_half(REPORTS)
    found = reader.suspicions(text, day=DAY)
    for tier, most in FLOORS["reports_flags_per_10000"].items():
        flags = 10_000 * sum(one.tier is Tier.SURE or tier == "suspected" for one in found) / len(text)
        print(f"provincial reports, {tier}: {flags:.2f} flags per 10,000 characters")
        assert flags <= most


def test_each_rule_keeps_its_budget_on_clean_reports():
    text = REPORTS.read_text(encoding="utf-8")
    hits = Counter(one.rule for one in shipped_rules().suspicions(text.splitlines(), DAY))

    over = {
        rule.id: round(10_000 * hits[rule.id] / len(text), 3)
        for rule in shipped_rules().rules
        if 10_000 * hits[rule.id] / len(text) > rule.budget
    }
    assert not over

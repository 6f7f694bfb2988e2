"""Every rule of serious wording carries what it must find and what it must not; and clean official text raises no alarm."""

from pathlib import Path

import pytest

from xunwang.inspector.safety import wording
from xunwang.inspector.safety.scan import wake

BOOK = wording.book()
CORPUS = Path(__file__).parents[4] / "shared" / "data" / "corpora" / "prov_gov_reports_2026.txt"


@pytest.mark.parametrize("phrase", BOOK.phrases, ids=lambda phrase: phrase.right)
def test_a_phrase_finds_its_slips_and_nothing_else(phrase):
    for text in phrase.bad:
        assert phrase.right in {slip.right for slip in wording.slips(text)}, text
    for text in phrase.good:
        assert list(wording.slips(text)) == [], text


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_a_rule_finds_what_is_wrong_and_nothing_else(rule):
    for text in rule.bad:
        assert rule.id in {slip.rule for slip in wording.slips(text)}, text
    for text in rule.good:
        assert list(wording.slips(text)) == [], text
    assert rule.basis


@pytest.mark.parametrize("text", [text for one in (*BOOK.phrases, *BOOK.rules) for text in one.bad])
def test_the_first_pass_wakes_for_everything_that_is_wrong(text):
    woken = wake(text.encode().lower()).wording
    assert list(wording.slips(text, woken)) == list(wording.slips(text))


def test_clean_official_text_raises_no_alarm():
    if not CORPUS.exists():
        pytest.skip("GATE SKIPPED: shared/data/corpora is absent")
    assert list(wording.slips(CORPUS.read_text(encoding="utf-8"))) == []

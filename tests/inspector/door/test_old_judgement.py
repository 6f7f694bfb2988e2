"""A run that older software closed is judged today as it was then, to the letter, and again tomorrow.

`old_judgement/` holds the run, the norm (fixed, so that only the software can change the result) and the judgement made at that time.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from xunwang.inspector import norms
from xunwang.inspector.door.judging import judge, save_judgement
from xunwang.inspector.model import Judgement

OLD = Path(__file__).parent / "old_judgement"
NORM = norms.load(OLD / "frozen.yaml")
RECORDED = json.loads((OLD / "judgement.json").read_text(encoding="utf-8"))


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OLD / "r1", tmp_path / "r1"))


def judged(run: Path) -> Judgement:
    then = msgspec.convert(RECORDED, Judgement)
    return judge([run], NORM, as_of=then.as_of)[0].judgement


def as_then(now: Any, then: Any) -> Any:
    """What was told then of what is told now: fields that came later are left out."""
    if isinstance(then, dict):
        return {key: as_then(now.get(key), value) for key, value in then.items()}
    if isinstance(then, list):
        return [as_then(one, old) for one, old in zip(now, then, strict=True)]
    return now


def test_the_old_judgement_is_made_again(run: Path) -> None:
    now = json.loads(msgspec.json.encode(judged(run)))
    assert as_then(now, RECORDED) == RECORDED
    assert (RECORDED["verdict"], RECORDED["score"]) == ("pass", "89")


def test_judging_twice_writes_the_same_bytes(run: Path) -> None:
    (first,) = judge([run], NORM, as_of=judged(run).as_of)
    folder = save_judgement(first)
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    (second,) = judge([run], NORM, as_of=judged(run).as_of)
    save_judgement(second)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == written
    assert set(written) == {"findings.jsonl", "outcomes.json", "score.json"}


def test_the_old_judgement_itself_is_still_read() -> None:
    then = msgspec.convert(RECORDED, Judgement)
    assert (then.warnings, then.sheet, then.entries) == ((), None, ())
    assert len(then.findings) == len(RECORDED["findings"]) > 0


def test_a_new_norm_may_be_tried_on_an_old_run(run: Path) -> None:
    """Facts that older software did not look for leave rules open; they never speak against the site."""
    before = {finding["indicator"] for finding in RECORDED["findings"]}
    judgement = judge([run], norms.load("cn-2019"), as_of=judged(run).as_of)[0].judgement
    certain = {finding.indicator for finding in judgement.findings if finding.counts}
    assert {one for one in certain if one.startswith(("W-", "D-"))} <= before | {"D-1.9"}

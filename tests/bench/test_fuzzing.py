"""A short stretch of `bench.fuzz`, from a seed of today: whatever reads what others wrote refuses in its own words or reads."""

import random

import pytest
from bench.fuzz.attacking import attack
from bench.fuzz.readers import readers as all_readers

_INPUTS = 25


@pytest.fixture(scope="module")
def readers():
    return {reader.name: reader for reader in all_readers()}


@pytest.mark.parametrize(
    "name",
    [
        "page",
        "document",
        "register",
        "register csv",
        "entries",
        "posts",
        "probes",
        "pins",
        "feed or answer",
        "sitemap",
        "norm",
        "circular",
        "upload",
        "run",
        "letters",
        "finding list",
        "catalogue",
        "stated numbers",
    ],
)
def test_spoiled_input_is_read_or_refused(readers, name):
    seed = random.SystemRandom().randrange(2**32)
    tally = attack(readers[name], random.Random(seed), iter([None] * _INPUTS))

    assert tally.tried == _INPUTS
    assert not tally.crashes, f"seed {seed}: {tally.crashes[0]}"


def test_an_input_that_takes_long_is_counted_and_kept(readers, tmp_path):
    draw, inputs = random.Random(1), [None] * 5
    slow = attack(readers["sitemap"], draw, iter(inputs), tmp_path / "slow", slow=-1.0)
    quick = attack(readers["sitemap"], draw, iter(inputs), tmp_path / "quick", slow=3600.0)

    assert (slow.slow, quick.slow) == (5, 0)
    assert {path.name.partition("-")[0] for path in (tmp_path / "slow").iterdir()} == {"sitemap"}
    assert not (tmp_path / "quick").exists()


def test_every_reader_is_attacked_here(readers):
    (marks,) = [
        mark.args[1]
        for mark in test_spoiled_input_is_read_or_refused.pytestmark
        if mark.name == "parametrize"
    ]

    assert set(readers) == set(marks)


def test_good_input_is_read_by_every_reader(readers):
    for reader in readers.values():
        for seed in reader.seeds:
            try:
                reader.read(seed)
            except reader.refusals as error:  # a norm or a form that is refused would be spoiled for nothing
                pytest.fail(f"{reader.name}: {error}")

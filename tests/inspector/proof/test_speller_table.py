import numpy as np
import pytest

from xunwang.inspector.proof.speller.table import build


@pytest.fixture(scope="module")
def keys():
    drawn = np.random.default_rng(7).integers(1, 2**62, 60_000, dtype=np.uint64)
    return np.unique(drawn)


def test_every_key_gives_its_value(keys):
    values = (np.arange(len(keys)) % 4096).astype(np.uint32)

    present, found = build(keys, values, 12, 10).look_up(keys)

    assert present.all()
    assert (found == values).all()


def test_a_foreign_key_is_hardly_ever_present(keys):
    table = build(keys, np.full(len(keys), 3, np.uint32), 4, 10)
    foreign = keys ^ np.uint64(1 << 63)

    present, found = table.look_up(foreign)

    assert 0 < present.mean() < 3 / 1024
    assert (found[~present] == 0).all()


def test_small_values_take_two_bytes_a_slot_and_little_air(keys):
    table = build(keys, np.zeros(len(keys), np.uint32), 8, 8)

    assert table.slots.dtype == np.uint16
    assert len(table.slots) < 1.45 * len(keys)


def test_building_twice_gives_the_same_bytes(keys):
    values = (keys % np.uint64(200)).astype(np.uint32)

    assert build(keys, values, 8, 8).slots.tobytes() == build(keys, values, 8, 8).slots.tobytes()


def test_a_key_that_comes_twice_is_refused():
    with pytest.raises(ValueError, match="not distinct"):
        build(np.array([5, 5], np.uint64), np.zeros(2, np.uint32), 8, 8)


def test_keys_of_any_shape(keys):
    table = build(keys, np.ones(len(keys), np.uint32), 4, 12)

    present, found = table.look_up(keys[:12].reshape(3, 4))

    assert present.shape == found.shape == (3, 4)
    assert present.all()

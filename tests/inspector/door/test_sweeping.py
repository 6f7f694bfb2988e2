"""How often Python looks for unused circles while sites are walked."""

import gc
import threading

import pytest

from xunwang.inspector.door.sweeping import seldom_swept


@pytest.fixture(autouse=True)
def usual():
    before = gc.get_threshold()
    gc.set_threshold(701, 11, 12)
    yield (701, 11, 12)
    gc.set_threshold(*before)


def test_it_is_seldom_during_a_walk_and_as_before_after_it(usual):
    with seldom_swept():
        assert gc.get_threshold()[0] > usual[0]
    assert gc.get_threshold() == usual


def test_walks_that_overlap_end_in_any_order(usual):
    first, second = seldom_swept(), seldom_swept()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() != usual
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_a_walk_that_fails_leaves_nothing_changed(usual):
    def fail():
        raise ValueError("kaputt")

    with pytest.raises(ValueError, match="kaputt"), seldom_swept():
        fail()
    assert gc.get_threshold() == usual


def test_walks_of_many_threads_leave_nothing_changed(usual):
    def walk():
        for _ in range(50):
            with seldom_swept():
                pass

    threads = [threading.Thread(target=walk) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gc.get_threshold() == usual

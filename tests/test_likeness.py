from __future__ import annotations

import numpy as np

from assistant.likeness import Likeness, centred, nearness, read_likeness


def test_nearness_is_one_for_the_same_and_falls_with_the_distance() -> None:
    # Unit vectors at right angles lie sqrt(2) apart: exp(-1 * 2) at width 1.
    both = np.eye(2, dtype=np.float32)
    assert np.allclose(nearness(both, both), [[1, np.exp(-2)], [np.exp(-2), 1]])
    moved = centred(np.asarray([[3, 1], [1, 3]], np.float32), np.asarray([1, 1], np.float32))
    assert np.allclose(moved, [[1, 0], [0, 1]])


def test_a_score_is_the_pull_of_what_lies_near_and_the_offset() -> None:
    one = Likeness(np.zeros(2, np.float32), np.eye(2, dtype=np.float32), np.asarray([2, -1], np.float32), 0.5)
    assert np.isclose(one.score(np.asarray([3, 0], np.float32)), 2 - np.exp(-2) + 0.5)


def test_what_is_kept_is_read_back_as_it_was() -> None:
    rows = np.asarray([[0.25, -0.1], [0.02, 0.2]], np.float32)
    one = Likeness(np.asarray([0.5, 0.1], np.float32), rows, np.asarray([1, -1], np.float32), -0.25)
    read = read_likeness(one.as_arrays("x"), "x")
    assert np.allclose(read.support, rows, atol=0.002) and read.offset == -0.25
    assert np.array_equal(read.middle, one.middle) and np.array_equal(read.pull, one.pull)

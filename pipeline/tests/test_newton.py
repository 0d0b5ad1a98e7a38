from __future__ import annotations

import numpy as np
import pytest

from golazo.newton import maximum


def test_the_maximum_of_a_concave_function_is_found_from_afar() -> None:
    # GIVEN a Poisson likelihood in the logarithm of its mean, whose maximum is the mean of what was seen
    seen = np.array([0.0, 2.0, 1.0, 5.0])

    def derivatives(point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        mean = np.exp(point[0])
        return np.array([seen.sum() - len(seen) * mean]), np.array([[len(seen) * mean]])

    # WHEN it is looked for from where a whole step would be far too long
    found = maximum(np.array([-9.0]), derivatives, longest_step=1.0)
    # THEN it is there
    assert np.exp(found[0]) == pytest.approx(seen.mean(), abs=1e-9)


def test_two_numbers_that_depend_on_each_other_are_found_in_one_step() -> None:
    curvature = np.array([[2.0, 0.5], [0.5, 1.0]])
    goal = np.array([3.0, -1.0])
    found = maximum(np.zeros(2), lambda point: (curvature @ (goal - point), curvature))
    assert found == pytest.approx(goal)


def test_a_function_without_a_maximum_is_refused_and_gives_no_numbers() -> None:
    # GIVEN minus exp(-x), which rises for ever and ever more slowly
    with pytest.raises(ArithmeticError, match="no maximum found in 50 steps"):
        maximum(np.zeros(1), lambda x: (np.exp(-x), np.diag(np.exp(-x))))

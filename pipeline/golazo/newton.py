"""Newton's method for the maximum of a smooth, strictly concave function of a few numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from golazo.evaluation import Floats

_MOST_STEPS, _CLOSE_ENOUGH = 50, 1e-8

Derivatives = Callable[[Floats], tuple[Floats, Floats]]
"""At a point of n numbers: the slope (n) and the curvature (n, n), which is minus the second derivatives."""


def maximum(start: Floats, derivatives: Derivatives, longest_step: float = np.inf) -> Floats:
    """Where a concave function is largest.

    Args:
        start: the point to begin at.
        derivatives: of the function.
        longest_step: no number changes by more than this at once. From a poor start a whole step can lead to
            where the function cannot be computed.

    Raises ArithmeticError when it is not found: the function has no maximum, or a whole step leads too far.
    """
    point = start
    for _ in range(_MOST_STEPS):
        slope, curvature = derivatives(point)
        step = np.linalg.solve(curvature, slope)
        point = point + step / max(1.0, float(np.abs(step).max()) / longest_step)
        if not np.isfinite(point).all():
            break
        if np.abs(step).max() < _CLOSE_ENOUGH:
            return point
    raise ArithmeticError(f"no maximum found in {_MOST_STEPS} steps of Newton's method from {start.tolist()}")

"""Points inside the domain: those at which the assumptions of a formula hold."""

from __future__ import annotations

import numpy as np

from derivations.algebra.evaluate import evaluate
from derivations.algebra.points import Context, Points
from derivations.algebra.worlds import FloatWorld


def inside(context: Context, points: Points) -> Points:
    """The points at which every assumption of the context holds (perhaps none)."""
    for assumption in context.assumptions:
        if points.batch == 0:
            break
        with np.errstate(all="ignore"):
            truth = evaluate(assumption, points.environment(FloatWorld()))
        holds = truth.data.reshape(truth.data.shape[0], -1).all(axis=1)
        points = points.select(np.broadcast_to(holds, (points.batch,)))
    return points

"""Lines of the proofs of gradient descent as lecture notes write them: falls, sums of gaps, contractions.

The bounds hold for every L-smooth (and convex or strongly convex) function; they are held against the quadratics of
`smooth_walks`. The lines of one step with a letter for the gradient stand in `step_squares`.
"""

from __future__ import annotations

from sympy import exp

from derivations.convex_walks import after, before, bounded, convex_words, downhill, one, stepwise, strong_words, x
from derivations.function_steps import counted, expanded, function, goal, point, rate, slope, x_next
from derivations.function_steps import eta as gamma
from derivations.function_steps import following as stepped_point
from derivations.function_steps import x as here
from derivations.function_steps import x_star as there
from derivations.operators import at_least, dot, norm
from derivations.smooth_walks import (
    L,
    T,
    bowl,
    bubeck,
    curvature,
    dimensions,
    eta,
    f,
    f_star,
    garrigos,
    goal as minimiser,
    h,
    iterate,
    jaggi,
    least,
    mu,
    nesterov,
    over,
    place,
    ratio,
    run,
    slope as slope_at,
    smoothness,
    squares_fall,
    start,
    steps,
    strength,
    t,
    x_star,
)
from derivations.smooth_walks import walk as any_walk
from derivations.stanzas import identity, written
from derivations.vocabulary import POSITIVE, PROBABILITY, Notation, Quantity, Source, Topic

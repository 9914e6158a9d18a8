"""Constraints line by line: projections on convex sets, projected steps, Lagrangians of quadratic problems, penalties.

The bounds of projections hold for every closed convex set; they are held against half-spaces.
"""

from __future__ import annotations

from typing import Any

from sympy import Inverse, Lambda, MatrixSymbol, Max, Min, Rational, Transpose

from derivations.operators import at, dot, evaluated, gradient, norm, norm1
from derivations.stanzas import identity, rule, written
from derivations.telescoped_steps import bounded
from derivations.vocabulary import (
    NONNEGATIVE,
    SYMMETRIC,
    UNIT_VECTOR,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    free_index,
)

boyd = "Boyd and Vandenberghe, Convex Optimization"
bubeck = "Bubeck 2015, Convex Optimization: Algorithms and Complexity"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
bishop = "Bishop, Pattern Recognition and Machine Learning"
zou = "Zou and Hastie 2005, Regularization and Variable Selection via the Elastic Net"
half = Rational(1, 2)
dimensions = Size("d", "dimensions", largest=2)
d = dimensions.symbol
v = MatrixSymbol("v", d, 1)
normal = Quantity("a", "normal of the half-space", shape=(dimensions,), domain=UNIT_VECTOR)
a = normal.symbol
edge = Quantity("c", "level of the half-space")
nearest = Quantity("P", "projection on a convex set", value=Lambda((v,), v - Max(0, dot(a, v) - edge.symbol) * a))


def foot(of: Any) -> Any:
    """The projection of a point."""
    return evaluated(nearest.symbol(of), d, 1)


first = Quantity("x", "a point", shape=(dimensions,))
second = Quantity("y", "another point", shape=(dimensions,))
x, y = first.symbol, second.symbol
projecting = (nearest, normal, edge, first, second)
projections = ("projection", "project", "convex set", "feasible", "constrained")


def of_sets(*spellings: str) -> tuple[Notation, ...]:
    """A line about the projection, for its usual names."""
    names = ((r"\Pi_C", "Pi_C"), (r"\Pi_X", "Pi_X"), (r"\Pi", "Pi"))
    return tuple(
        notation
        for latex, key in names
        for notation in written(*(s.replace("<P>", latex) for s in spellings), letters=((key, "P"),))
    )


nonexpansive = bounded(
    "A projection on a convex set brings no two points further apart",
    norm(foot(x) - foot(y)),
    ((norm(x - y), "the angles at both projections are obtuse"),),
    projecting,
    of_sets(r"\|<P>(x) - <P>(y)\| \leq \|x - y\|", r"\|<P>(x) - <P>(y)\|_2 \leq \|x - y\|_2"),
    ("nonexpansive", "non-expansive", *projections),
    Source(bubeck, "section 3.1"),
)
inside = Quantity("z", "any point", shape=(dimensions,))
feasible = Quantity("x", "a point of the set", shape=(dimensions,), value=foot(inside.symbol))
f_x = feasible.symbol
within = (feasible, inside, nearest, normal, edge, second)
obtuse = bounded(
    "The angle at the projection is obtuse",
    dot(y - foot(y), f_x - foot(y)),
    ((0 * d, "else a point on the way would be nearer"),),
    within,
    of_sets(
        r"(y - <P>(y))^\top (x - <P>(y)) \leq 0",
        r"\langle y - <P>(y), x - <P>(y) \rangle \leq 0",
        r"(x - <P>(y))^\top (y - <P>(y)) \leq 0",
    ),
    ("obtuse", "variational", *projections),
    Source(bubeck, "lemma 3.1"),
)
pythagoras = bounded(
    "Projection on a convex set: Pythagoras as an inequality",
    norm(f_x - foot(y)) ** 2 + norm(y - foot(y)) ** 2,
    ((norm(f_x - y) ** 2, "expand the square; the angle is obtuse"),),
    within,
    of_sets(
        r"\|x - <P>(y)\|^2 + \|y - <P>(y)\|^2 \leq \|x - y\|^2",
        r"\|<P>(y) - x\|^2 + \|y - <P>(y)\|^2 \leq \|y - x\|^2",
    ),
    ("pythagor", *projections),
    Source(bubeck, "lemma 3.1"),
)
nearer = bounded(
    "A projection is nearer to every point of the set",
    norm(foot(y) - f_x),
    ((norm(y - f_x), "the set holds its own projections"),),
    within,
    of_sets(r"\|<P>(y) - x\| \leq \|y - x\|", r"\|<P>(y) - x\|_2 \leq \|y - x\|_2"),
    projections,
    Source(bubeck, "section 3.1"),
)
point = Quantity("w", "a point", shape=(dimensions,))
low = Quantity("l", "lower bounds", shape=(dimensions,))
height = Quantity("h", "how far the upper bounds lie above", shape=(dimensions,), domain=NONNEGATIVE)
high = Quantity("u", "upper bounds", shape=(dimensions,), value=low.symbol + height.symbol)
boxed = Quantity("p", "the nearest point of the box", shape=(dimensions,))
place = free_index("i", dimensions)
i = place.symbol
box = identity(
    "Projection on a box",
    at(boxed.symbol, i),
    ((Min(Max(at(point.symbol, i), at(low.symbol, i)), at(high.symbol, i)), "each entry by itself"),),
    (boxed, point, low, high, height, place),
    written(
        r"p_i = \min(\max(w_i, l_i), u_i)",
        r"p_i = \min\{\max\{w_i, l_i\}, u_i\}",
        r"p_i = \min(u_i, \max(w_i, l_i))",
    ),
    ("box", "clip", *projections),
    Source(boyd, "section 8.1.1"),
    kind=Kind.DEFINITION,
)
sides = Size("n", "entries", largest=3)
symmetric = Quantity("A", "a symmetric matrix", shape=(sides, sides), domain=SYMMETRIC)
direction = Quantity("u", "a direction", shape=(sides,))
multiplier = Quantity("lamda", "Lagrange multiplier")
A, u, lam = symmetric.symbol, direction.symbol, multiplier.symbol
rayleigh = dot(u, A * u) - lam * (dot(u, u) - 1)
pca_words = ("lagrang", "principal", "pca", "eigenvalue", "eigenvector", "unit norm", "rayleigh")
spelled = (("lambda", "lamda"),)
unit_lagrangian = rule(
    "Lagrangian of the largest quadratic form on the sphere",
    Quantity("L", "the Lagrangian"),
    rayleigh,
    (symmetric, direction, multiplier),
    written(
        r"L(u, \lambda) = u^\top A u - \lambda (u^\top u - 1)",
        r"\mathcal{L}(u, \lambda) = u^\top A u - \lambda (\|u\|^2 - 1)",
        r"L(u, \lambda) = u^\top A u + \lambda (1 - u^\top u)",
        letters=(*spelled, ("calL", "L"), ("L", "L")),
    )
    + written(
        r"L(w, \lambda) = w^\top \Sigma w - \lambda (w^\top w - 1)", letters=(*spelled, ("w", "u"), ("Sigma", "A"))
    ),
    pca_words,
    "the form less the constraint with its multiplier",
    Source(bishop, "section 12.1.1"),
)
named = Quantity("L", "the Lagrangian", value=rayleigh)
unit_stationary = identity(
    "Gradient of the Lagrangian of the largest quadratic form on the sphere",
    gradient(named.symbol, u),
    ((2 * A * u - 2 * lam * u, "gradients of quadratic forms"),),
    (named, symmetric, direction, multiplier),
    written(
        r"\nabla_u L = 2 A u - 2 \lambda u",
        r"\frac{\partial L}{\partial u} = 2 A u - 2 \lambda u",
        r"\nabla_u L = 2 (A u - \lambda u)",
        r"\nabla_u L = 2 (A - \lambda I) u",
        letters=spelled,
    ),
    pca_words,
    Source(bishop, "section 12.1.1"),
    kind=Kind.GRADIENT,
)
rows = Size("m", "constraints", largest=2)
columns = Size("n", "unknowns", smallest=3, largest=3)
wide = Quantity("A", "the constraints, fewer than unknowns", shape=(rows, columns))
levels = Quantity("b", "right sides", shape=(rows,))
prices = Quantity("lamda", "multipliers", shape=(rows,))
wide_A, b = wide.symbol, levels.symbol
least_norm = ("minimum norm", "least norm", "lagrang", "dual", "underdetermined", "equality constrain")
least_norm_price = rule(
    "Multipliers of the shortest solution of a linear system",
    prices,
    -Inverse(wide_A * Transpose(wide_A)) * b,
    (wide, levels),
    written(
        r"\lambda^* = -(A A^\top)^{-1} b",
        r"\lambda^* = -\left(A A^T\right)^{-1} b",
        letters=(("lambda_star", "lamda"),),
    )
    + written(r"\lambda = -(A A^\top)^{-1} b", letters=spelled),
    least_norm,
    "the solution is -A' lambda, which the constraints hold at b",
    Source(boyd, "section 5.2.1, for half the squared norm"),
)
double_price = rule(
    "Multipliers of the shortest solution of a linear system, for the squared norm without the half",
    prices,
    -2 * Inverse(wide_A * Transpose(wide_A)) * b,
    (wide, levels),
    written(
        r"\lambda^* = -2 (A A^\top)^{-1} b",
        r"\nu^* = -2 (A A^\top)^{-1} b",
        letters=(("lambda_star", "lamda"), ("nu_star", "lamda")),
    ),
    least_norm,
    "the solution is -A' lambda / 2, which the constraints hold at b",
    Source(boyd, "section 5.2.1"),
)
objective = Quantity("J", "the objective", arguments=((dimensions,),))
weights = Quantity("w", "the weights", shape=(dimensions,))
strength = Quantity("alpha", "strength of the penalty", domain=NONNEGATIVE)
total = Quantity("J_tilde", "the penalised objective")
J, w, alpha = objective.symbol, weights.symbol, strength.symbol
penalty_words = ("weight decay", "l2", "l1", "regularis", "regulariz", "penalty", "norm penalt")
penalised = (objective, weights, strength)
lams = (("lambda", "alpha"),)
l2_half = rule(
    "Objective with half of a squared norm penalty",
    total,
    J(w) + alpha / 2 * dot(w, w),
    penalised,
    written(
        r"\tilde{J}(w) = J(w) + \frac{\alpha}{2} w^\top w",
        r"\tilde{J}(w) = \frac{\alpha}{2} w^\top w + J(w)",
        r"\tilde{J}(w) = J(w) + \frac{\alpha}{2} \|w\|_2^2",
    )
    + written(r"\tilde{J}(w) = J(w) + \frac{\lambda}{2} \|w\|^2", letters=lams),
    penalty_words,
    "the objective and its penalty",
    Source(goodfellow, "equation 7.2"),
)
l2_whole = rule(
    "Objective with a squared norm penalty",
    total,
    J(w) + alpha * norm(w) ** 2,
    penalised,
    written(
        r"\tilde{J}(w) = J(w) + \alpha \|w\|_2^2",
        r"\tilde{J}(w) = J(w) + \alpha w^\top w",
    )
    + written(r"\tilde{J}(w) = J(w) + \lambda \|w\|^2", letters=lams),
    penalty_words,
    "the objective and its penalty",
    Source(bishop, "equation 3.24, with the factor in the strength"),
)
l1_penalty = rule(
    "Objective with an l1 penalty",
    total,
    J(w) + alpha * norm1(w),
    penalised,
    written(r"\tilde{J}(w) = J(w) + \alpha \|w\|_1", r"\tilde{J}(w) = \alpha \|w\|_1 + J(w)")
    + written(r"\tilde{J}(w) = J(w) + \lambda \|w\|_1", letters=lams),
    penalty_words,
    "the objective and its penalty",
    Source(goodfellow, "equation 7.19"),
)
elastic = rule(
    "Penalty of the elastic net, by the share of the l1 norm",
    Quantity("Omega", "the penalty"),
    alpha * norm1(w) + (1 - alpha) * norm(w) ** 2,
    (weights, strength),
    written(
        r"\Omega(w) = \alpha \|w\|_1 + (1 - \alpha) \|w\|_2^2",
        r"\Omega(w) = (1 - \alpha) \|w\|_2^2 + \alpha \|w\|_1",
    ),
    ("elastic net", "elastic-net"),
    "a mixture of both norms",
    Source(zou, "section 2.1"),
)
square_share = rule(
    "Penalty of the elastic net, by the share of the squared norm",
    Quantity("Omega", "the penalty"),
    alpha * norm(w) ** 2 + (1 - alpha) * norm1(w),
    (weights, strength),
    written(
        r"\Omega(w) = \alpha \|w\|_2^2 + (1 - \alpha) \|w\|_1",
        r"\Omega(w) = (1 - \alpha) \|w\|_1 + \alpha \|w\|_2^2",
    ),
    ("elastic net", "elastic-net"),
    "a mixture of both norms",
    Source("Hastie, Tibshirani and Friedman, The Elements of Statistical Learning", "equation 3.54"),
)
half_elastic = rule(
    "Penalty of the elastic net, by the share of the l1 norm, with half of the squared norm",
    Quantity("Omega", "the penalty"),
    alpha * norm1(w) + (1 - alpha) / 2 * norm(w) ** 2,
    (weights, strength),
    written(
        r"\Omega(w) = \alpha \|w\|_1 + \frac{1 - \alpha}{2} \|w\|_2^2",
        r"\Omega(w) = \frac{1}{2} (1 - \alpha) \|w\|_2^2 + \alpha \|w\|_1",
    ),
    ("elastic net", "elastic-net"),
    "a mixture of both norms",
    Source("Friedman, Hastie and Tibshirani 2010, Regularization Paths (glmnet)", "equation 2"),
)

TOPIC = Topic(
    "Constraints and penalties line by line",
    formulas=(
        nonexpansive,
        obtuse,
        pythagoras,
        nearer,
        box,
        unit_lagrangian,
        unit_stationary,
        least_norm_price,
        double_price,
        l2_half,
        l2_whole,
        l1_penalty,
        elastic,
        square_share,
        half_elastic,
    ),
)

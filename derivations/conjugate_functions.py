"""Bregman divergences, mirror steps, conjugate functions and Lagrangians.

A conjugate is the largest value of x y - f(x) over x. Each is derived at the point where the derivative vanishes.
"""

from __future__ import annotations

from typing import Any

from sympy import Inverse, Lambda, MatrixSymbol, Sum, exp, log, sqrt

from derivations.operators import at, at_least, dot, evaluated, gradient
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    CONVEX,
    NONNEGATIVE,
    POSITIVE,
    POSITIVE_DEFINITE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

bubeck = "Bubeck 2015, Convex Optimization: Algorithms and Complexity"
boyd = "Boyd and Vandenberghe, Convex Optimization"
dimensions = Size("d", "dimensions", largest=2)
d = dimensions.symbol
point = Quantity("x", "a point", shape=(dimensions,))
other = Quantity("y", "another point", shape=(dimensions,))
third = Quantity("z", "a third point", shape=(dimensions,))
potential = Quantity("Phi", "the mirror map", arguments=((dimensions,),), domain=CONVEX)
x, y, z, Phi = point.symbol, other.symbol, third.symbol, potential.symbol
divergence = Quantity("D", "the Bregman divergence")
bregman = ("bregman", "mirror", "divergence", "potential")


def between(a: Any, b: Any) -> Any:
    """The Bregman divergence of a from b."""
    return Phi(a) - Phi(b) - dot(gradient(Phi(b), b), a - b)


definition = rule(
    "Bregman divergence",
    divergence,
    between(x, y),
    (potential, point, other),
    (
        *written(
            r"D_\Phi(x, y) = \Phi(x) - \Phi(y) - \nabla \Phi(y)^\top (x - y)",
            r"D_\Phi(x, y) = \Phi(x) - \Phi(y) - \langle \nabla \Phi(y), x - y \rangle",
            r"D_\Phi(x, y) = \Phi(x) - [\Phi(y) + \nabla \Phi(y)^T (x - y)]",
            letters=(("D_Phi", "D"),),
        ),
        Notation(r"B_\psi(x, y) = \psi(x) - \psi(y) - \langle \nabla \psi(y), x - y \rangle",
                 (("B_psi", "D"), ("psi", "Phi"))),
    ),
    bregman,
    "what the function has above its tangent at y",
    Source(bubeck, "section 4"),
)  # fmt: skip
three_points = identity(
    "Three-point identity of Bregman divergences",
    dot(gradient(Phi(x), x) - gradient(Phi(y), y), x - z),
    (
        (
            dot(gradient(Phi(x), x), x - z) - dot(gradient(Phi(y), y), x - y) - dot(gradient(Phi(y), y), y - z),
            "split the way from z to x at y",
        ),
        (between(x, y) + between(z, x) - between(z, y), "the values cancel"),
    ),
    (potential, point, other, third),
    written(
        r"(\nabla \Phi(x) - \nabla \Phi(y))^\top (x - z) = [\Phi(x) - \Phi(y) - \nabla \Phi(y)^\top (x - y)] "
        r"+ [\Phi(z) - \Phi(x) - \nabla \Phi(x)^\top (z - x)] - [\Phi(z) - \Phi(y) - \nabla \Phi(y)^\top (z - y)]",
        r"\langle \nabla \Phi(x) - \nabla \Phi(y), x - z \rangle = "
        r"[\Phi(z) - \Phi(x) - \langle \nabla \Phi(x), z - x \rangle] "
        r"+ [\Phi(x) - \Phi(y) - \langle \nabla \Phi(y), x - y \rangle] "
        r"- [\Phi(z) - \Phi(y) - \langle \nabla \Phi(y), z - y \rangle]",
    ),
    bregman,
    Source(bubeck, "equation 4.1"),
)
a, b = MatrixSymbol("a", d, 1), MatrixSymbol("b", d, 1)
function = Quantity("D", "the Bregman divergence", value=Lambda((a, b), between(a, b)))
D = function.symbol
three_divergences = identity(
    "Three-point identity of Bregman divergences, by name",
    dot(gradient(Phi(x), x) - gradient(Phi(y), y), x - z),
    (
        (between(x, y) + between(z, x) - between(z, y), "the values cancel"),
        (D(x, y) + D(z, x) - D(z, y), "the definition of the divergence"),
    ),
    (function, potential, point, other, third),
    written(
        r"(\nabla \Phi(x) - \nabla \Phi(y))^\top (x - z) = D_\Phi(x, y) + D_\Phi(z, x) - D_\Phi(z, y)",
        r"\langle \nabla \Phi(x) - \nabla \Phi(y), x - z \rangle = D_\Phi(x, y) + D_\Phi(z, x) - D_\Phi(z, y)",
        letters=(("D_Phi", "D"),),
    ),
    bregman,
    Source(bubeck, "equation 4.1"),
)
curvature = Quantity("Q", "a symmetric positive definite matrix", (dimensions, dimensions), domain=POSITIVE_DEFINITE)
Q = curvature.symbol
value = Quantity("f_star", "the conjugate function")
conjugates = ("conjugate", "fenchel", "legendre")
quadratic = rule(
    "Conjugate of a quadratic",
    value,
    dot(y, Inverse(Q) * y) / 2,
    (curvature, other),
    written(r"f^*(y) = \frac{1}{2} y^T Q^{-1} y", r"f^*(y) = \frac{1}{2} y^\top Q^{-1} y"),
    conjugates,
    "y = Q x where the derivative vanishes",
    Source(boyd, "example 3.22"),
)
primal = Quantity("f", "the function")
half_square = rule(
    "A quadratic function, as half of a quadratic form",
    primal,
    dot(x, Q * x) / 2,
    (curvature, point),
    written(r"f(x) = \frac{1}{2} x^T Q x", r"f(x) = \frac{x^\top Q x}{2}"),
    (*conjugates, "quadratic"),
    "half of the squared length in the metric of Q",
    Source(boyd, "example 3.22"),
)
place = Quantity("x", "a positive number", domain=POSITIVE)
number = Quantity("y", "a slope")
negative_entropy = rule(
    "Negative entropy of a positive number",
    primal,
    place.symbol * log(place.symbol),
    (place,),
    written(r"f(x) = x \log x", r"f(x) = x \ln x"),
    (*conjugates, "negative entropy"),
    "minus the surprise, weighted",
    Source(boyd, "example 3.21"),
)
barrier = rule(
    "Negative logarithm of a positive number",
    primal,
    -log(place.symbol),
    (place,),
    written(r"f(x) = -\log x", r"f(x) = -\ln(x)"),
    (*conjugates, "negative logarithm", "barrier"),
    "the surprise",
    Source(boyd, "example 3.21"),
)
slope = Quantity("y", "a positive slope", domain=POSITIVE)
entropy = rule(
    "Conjugate of the negative entropy x log x",
    value,
    exp(number.symbol - 1),
    (number,),
    written(r"f^*(y) = e^{y - 1}", r"f^*(y) = \exp(y - 1)"),
    (*conjugates, "negative entropy"),
    "log x + 1 = y where the derivative vanishes",
    Source(boyd, "example 3.21"),
)
exponential = rule(
    "Conjugate of the exponential function",
    value,
    slope.symbol * log(slope.symbol) - slope.symbol,
    (slope,),
    written(r"f^*(y) = y \log y - y", r"f^*(y) = y \ln y - y"),
    (*conjugates, "exponential"),
    "exp(x) = y where the derivative vanishes",
    Source(boyd, "example 3.21"),
)
depth = Quantity("u", "how far the slope lies below 0", domain=POSITIVE)
negative = Quantity("y", "a negative slope", value=-depth.symbol)
logarithm = rule(
    "Conjugate of the negative logarithm",
    value,
    -1 - log(-negative.symbol),
    (negative, depth),
    written(r"f^*(y) = -1 - \log(-y)", r"f^*(y) = -\log(-y) - 1"),
    (*conjugates, "negative logarithm"),
    "-1/x = y where the derivative vanishes",
    Source(boyd, "example 3.21"),
)
reciprocal = rule(
    "Conjugate of the reciprocal",
    value,
    -2 * sqrt(-negative.symbol),
    (negative, depth),
    written(r"f^*(y) = -2 \sqrt{-y}", r"f^*(y) = -2 (-y)^{1/2}"),
    (*conjugates, "inverse"),
    "-1/x^2 = y where the derivative vanishes",
    Source(boyd, "example 3.21"),
)
young = Formula(
    title="Fenchel's inequality for a quadratic and its conjugate",
    kind=Kind.BOUND,
    statement=at_least(dot(x, Q * x) / 2 + dot(y, Inverse(Q) * y) / 2, dot(x, y)),
    quantities=(curvature, point, other),
    assumptions=(),
    notations=written(
        r"\frac{1}{2} x^T Q x + \frac{1}{2} y^T Q^{-1} y \geq x^T y",
        r"\frac{1}{2} x^\top Q x + \frac{1}{2} y^\top Q^{-1} y \geq \langle x, y \rangle",
    ),
    words=(*conjugates, "young"),
    derivation=lambda: iter(
        (
            Step(
                dot(x, y) + dot(Q * x - y, Inverse(Q) * (Q * x - y)) / 2,
                because="complete the square in the metric of the inverse",
            ),
            Step(dot(x, y), because="a squared length is not negative", relation=">="),
        )
    ),
    source=Source(boyd, "section 3.3.2"),
)
inequalities = Size("m", "inequalities", largest=2)
equalities = Size("p", "equalities", largest=2)
objective = Quantity("f_0", "the objective", arguments=((dimensions,),))
limits = Quantity("f", "the constraint functions", shape=(inequalities,), arguments=((dimensions,),))
exact = Quantity("h", "the equality constraints", shape=(equalities,), arguments=((dimensions,),))
prices = Quantity("mu", "multipliers of the inequalities", shape=(inequalities,), domain=NONNEGATIVE)
duals = Quantity("nu", "multipliers of the equalities", shape=(equalities,))
total = Quantity("L", "the Lagrangian")
i = bound_index("i")
m, p = inequalities.symbol, equalities.symbol
f_i = at(evaluated(limits.symbol(x), m, 1), i)
h_i = at(evaluated(exact.symbol(x), p, 1), i)
priced = Sum(at(prices.symbol, i) * f_i, (i, 1, m))
lagrangians = ("lagrangian", "duality", "dual", "kkt", "multiplier", "constraint")
both = rule(
    "Lagrangian of a problem with inequalities and equalities",
    total,
    objective.symbol(x) + priced + Sum(at(duals.symbol, i) * h_i, (i, 1, p)),
    (objective, limits, exact, point, prices, duals),
    written(
        r"L(x, \lambda, \nu) = f_0(x) + \sum_{i=1}^m \lambda_i f_i(x) + \sum_{i=1}^p \nu_i h_i(x)",
        r"L = f_0(x) + \sum_{i=1}^m \lambda_i f_i(x) + \sum_{j=1}^p \nu_j h_j(x)",
        letters=(("lambda", "mu"),),
    ),
    lagrangians,
    "the objective, and the price of each violation",
    Source(boyd, "section 5.1.1"),
)
inequality_only = rule(
    "Lagrangian of a problem with inequalities",
    total,
    objective.symbol(x) + priced,
    (objective, limits, point, prices),
    written(
        r"L(x, \lambda) = f_0(x) + \sum_{i=1}^m \lambda_i f_i(x)",
        letters=(("lambda", "mu"),),
    )
    + written(
        r"\mathcal{L}(w, \alpha) = f(w) + \sum_{i=1}^k \alpha_i g_i(w)",
        letters=(("calL", "L"), ("w", "x"), ("alpha", "mu"), ("f", "f_0"), ("g", "f"), ("k", "m")),
    ),
    lagrangians,
    "the objective, and the price of each violation",
    Source(boyd, "section 5.1.1"),
)
TOPIC = Topic(
    "Bregman divergences, conjugates and Lagrangians",
    formulas=(
        definition,
        three_points,
        three_divergences,
        quadratic,
        half_square,
        negative_entropy,
        barrier,
        entropy,
        exponential,
        logarithm,
        reciprocal,
        young,
        both,
        inequality_only,
    ),
)

"""Convexity: chords, tangents, monotone gradients and curvature, and what strong convexity and smoothness give a step.

Chords and tangents say the same: each bound is derived from the other. The convex functions are drawn, and mu |x|^2 /
2 is added where strong convexity is wanted. What needs an upper bound L on the curvature holds for every L-smooth
function and is held against quadratics, in which it is tight: the Hessian is Q = B'B + mu I, and L is at least its
largest eigenvalue.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Integer, Inverse, Lambda, MatrixSymbol

from derivations.operators import at_least, at_most, dot, equal, gradient, hessian, norm
from derivations.vocabulary import (
    CONVEX,
    NONNEGATIVE,
    POSITIVE,
    PROBABILITY,
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
)

nesterov = "Nesterov, Introductory Lectures on Convex Optimization"
boyd = "Boyd and Vandenberghe, Convex Optimization"
dimensions = Size("d", "dimensions", largest=3)
rank = Size("r", "rows of the factor", largest=4)
d = dimensions.symbol
u = MatrixSymbol("u", d, 1)
point = Quantity("x", "a point", shape=(dimensions,))
other = Quantity("y", "another point", shape=(dimensions,))
direction = Quantity("v", "a direction", shape=(dimensions,))
share = Quantity("t", "where between the points", domain=PROBABILITY)
convex = Quantity("f", "a smooth convex function", arguments=((dimensions,),), domain=CONVEX)
x, y, v, t, f = point.symbol, other.symbol, direction.symbol, share.symbol, convex.symbol
between = Quantity("z", "the point between", shape=(dimensions,), value=t * x + (1 - t) * y)
z = between.symbol
slope_x, slope_y, slope_z = (gradient(f(place), place) for place in (x, y, z))
renamed = (("v", "x"), ("w", "y"))


def derive_chord() -> Iterator[Step]:
    """The tangent at the point between lies below both values."""
    yield Step(
        t * (f(z) + dot(slope_z, x - z)) + (1 - t) * (f(z) + dot(slope_z, y - z)),
        because="the two terms with the slope at z = t x + (1 - t) y cancel",
    )
    yield Step(t * f(x) + (1 - t) * f(y), because="a convex function lies above its tangents", relation="<=")


chord = Formula(
    title="Convexity: the chord lies above the function",
    kind=Kind.BOUND,
    statement=at_most(f(t * x + (1 - t) * y), t * f(x) + (1 - t) * f(y)),
    quantities=(between, convex, share, point, other),
    assumptions=(),
    notations=(
        Notation(
            r"f(\lambda x + (1 - \lambda) y) \leq \lambda f(x) + (1 - \lambda) f(y)", letters=(("lambda", "t"),)
        ),
        Notation(r"f(t x + (1 - t) y) \leq t f(x) + (1 - t) f(y)"),
        Notation(
            r"f(\theta v + (1 - \theta) w) \leq \theta f(v) + (1 - \theta) f(w)", letters=(("theta", "t"), *renamed)
        ),
    ),
    words=("convex", "chord"),
    derivation=derive_chord,
    source=Source(boyd, "equation 3.1"),
)


valley = Quantity("h", "a smooth convex function", arguments=((dimensions,),), domain=CONVEX)
hill = Quantity("f", "its negative, a concave function", value=Lambda((u,), -valley.symbol(u)))


def derive_concave_chord() -> Iterator[Step]:
    """The chord of the negative function, turned over."""
    h = valley.symbol
    yield Step(-h(z), because="f = -h at the point between")
    yield Step(-(t * h(x) + (1 - t) * h(y)), because="the chord lies above the convex function h", relation=">=")
    yield Step(t * hill.symbol(x) + (1 - t) * hill.symbol(y), because="f = -h at both points")


concave_chord = Formula(
    title="Concavity: the chord lies below the function",
    kind=Kind.BOUND,
    statement=at_least(hill.symbol(t * x + (1 - t) * y), t * hill.symbol(x) + (1 - t) * hill.symbol(y)),
    quantities=(between, valley, hill, share, point, other),
    assumptions=(),
    notations=(
        Notation(r"f(t x + (1 - t) y) \geq t f(x) + (1 - t) f(y)"),
        Notation(
            r"f(\lambda x + (1 - \lambda) y) \geq \lambda f(x) + (1 - \lambda) f(y)", letters=(("lambda", "t"),)
        ),
    ),
    words=("concave",),
    derivation=derive_concave_chord,
    source=Source(boyd, "section 3.1.1"),
)


inner_share = Quantity("t", "where between the points", domain=UNIT)


def derive_first_order() -> Iterator[Step]:
    """Divide the chord by its length, and let the length go to 0."""
    q = inner_share.symbol
    yield Step(
        f(y) + (f(y + q * (x - y)) - f(y)) / q,
        because="the chord from y to x lies above the function at y + t (x - y); divide by t",
        relation=">=",
    )
    yield Step(
        f(y) + dot(slope_y, x - y),
        because="the slope of the chord falls with t, and tends to the slope of the tangent for t to 0",
        relation=">=",
    )


first_order = Formula(
    title="Convexity: the function lies above its tangents",
    kind=Kind.BOUND,
    statement=at_least(f(x), f(y) + dot(slope_y, x - y)),
    quantities=(convex, point, other, inner_share),
    assumptions=(),
    notations=(
        Notation(r"f(x) \geq f(y) + \nabla f(y)^\top (x - y)"),
        Notation(r"f(v) \geq f(w) + \langle \nabla f(w), v - w \rangle", letters=renamed),
    ),
    words=("convex", "first-order condition", "tangent"),
    derivation=derive_first_order,
    source=Source(boyd, "equation 3.2"),
)


def derive_monotone() -> Iterator[Step]:
    """Add the first-order condition in both directions."""
    yield Step(
        f(x) - f(y) - dot(slope_y, x - y) + f(y) - f(x) - dot(slope_x, y - x), because="the values cancel"
    )
    yield Step(Integer(0), because="the first-order condition at both points", relation=">=")


monotone_gradient = Formula(
    title="Convexity: the gradient is monotone",
    kind=Kind.BOUND,
    statement=at_least(dot(slope_x - slope_y, x - y), Integer(0)),
    quantities=(convex, point, other),
    assumptions=(),
    notations=(
        Notation(r"(\nabla f(x) - \nabla f(y))^\top (x - y) \geq 0"),
        Notation(r"\langle \nabla f(v) - \nabla f(w), v - w \rangle \geq 0", letters=renamed),
    ),
    words=("convex", "monotone", "gradient"),
    derivation=derive_monotone,
    source=Source(nesterov, "theorem 2.1.3"),
)

strength = Quantity("mu", "strong convexity", domain=POSITIVE)
mu = strength.symbol
rest = Quantity("h", "a smooth convex function", arguments=((dimensions,),), domain=CONVEX)
h = rest.symbol
strong = Quantity("f", "a strongly convex function", value=Lambda((u,), h(u) + mu / 2 * norm(u) ** 2))
strong_family = (strong, rest, strength)


def derive_strongly_monotone() -> Iterator[Step]:
    """Split the quadratic part off."""
    yield Step(
        dot(gradient(h(x), x) - gradient(h(y), y), x - y) + mu * norm(x - y) ** 2,
        because="the gradient of the quadratic part is mu x",
    )
    yield Step(mu * norm(x - y) ** 2, because="the gradient of a convex function is monotone", relation=">=")


strongly_monotone = Formula(
    title="Strong convexity: the gradient is strongly monotone",
    kind=Kind.BOUND,
    statement=at_least(dot(slope_x - slope_y, x - y), mu * norm(x - y) ** 2),
    quantities=(*strong_family, point, other),
    assumptions=(),
    notations=(
        Notation(r"(\nabla f(x) - \nabla f(y))^\top (x - y) \geq \mu \|x - y\|^2"),
        Notation(
            r"\langle \nabla f(v) - \nabla f(w), v - w \rangle \geq \alpha \|v - w\|_2^2",
            letters=(*renamed, ("alpha", "mu")),
        ),
    ),
    words=("strongly convex", "strong convexity", "monotone"),
    derivation=derive_strongly_monotone,
    source=Source(nesterov, "theorem 2.1.9"),
)


def derive_least_curvature() -> Iterator[Step]:
    """Split the quadratic part off."""
    yield Step(dot(v, hessian(h(x), x) * v) + mu * norm(v) ** 2, because="the quadratic part has the Hessian mu I")
    yield Step(mu * norm(v) ** 2, because="a convex function has no negative curvature", relation=">=")


least_curvature = Formula(
    title="Strong convexity: the curvature is at least mu",
    kind=Kind.BOUND,
    statement=at_least(dot(v, hessian(f(x), x) * v), mu * norm(v) ** 2),
    quantities=(*strong_family, point, direction),
    assumptions=(),
    notations=(
        Notation(r"v^\top \nabla^2 f(x) v \geq \mu \|v\|^2"),
        Notation(r"z^T \nabla^2 f(x) z \geq \alpha z^T z", letters=(("z", "v"), ("alpha", "mu"))),
    ),
    words=("strongly convex", "strong convexity", "hessian", "curvature"),
    derivation=derive_least_curvature,
    source=Source(boyd, "section 9.1.2"),
)


def derive_gap() -> Iterator[Step]:
    """The quadratic lower bound at its least."""
    yield Step(-dot(slope_x, y - x) - mu / 2 * norm(y - x) ** 2, because="strong convexity at x", relation="<=")
    yield Step(
        norm(slope_x) ** 2 / (2 * mu) - norm(slope_x + mu * (y - x)) ** 2 / (2 * mu), because="complete the square"
    )
    yield Step(norm(slope_x) ** 2 / (2 * mu), because="a square is not negative", relation="<=")


optimality_gap = Formula(
    title="Strong convexity implies the Polyak-Lojasiewicz inequality",
    kind=Kind.BOUND,
    statement=at_most(f(x) - f(y), norm(slope_x) ** 2 / (2 * mu)),
    quantities=(*strong_family, point, other),
    assumptions=(),
    notations=(
        Notation(r"f(x) - f(x^*) \leq \frac{1}{2\mu} \|\nabla f(x)\|^2", letters=(("x_star", "y"),)),
        Notation(
            r"f(w) - f(w_\star) \leq \frac{\|\nabla f(w)\|_2^2}{2m}", letters=(("w", "x"), ("w_star", "y"), ("m", "mu"))
        ),
    ),
    words=("strong convexity", "polyak-lojasiewicz", "optimality gap"),
    derivation=derive_gap,
    source=Source(boyd, "equation 9.9"),
)

factor = Quantity("B", "a matrix", shape=(rank, dimensions))
excess = Quantity("s", "how far L lies above the Frobenius norm of Q", domain=NONNEGATIVE)
linear = Quantity("b", "slope at 0", shape=(dimensions,))
B, b = factor.symbol, linear.symbol
curvature = Quantity("Q", "the Hessian", shape=(dimensions, dimensions), value=B.T * B + mu * Identity(d))
Q = curvature.symbol
bowl = Quantity("f", "an L-smooth, mu-strongly convex function", value=Lambda((u,), dot(u, Q * u) / 2 + dot(b, u)))
smoothness = Quantity("L", "bound on the curvature", domain=POSITIVE, value=norm(Q) + excess.symbol)
L = smoothness.symbol
minimiser = Quantity("x_star", "the minimiser", shape=(dimensions,), value=-Inverse(Q) * b)
x_star = minimiser.symbol
bowl_family = (bowl, smoothness, curvature, factor, excess, linear, strength)


def derive_most_curvature() -> Iterator[Step]:
    """Bound the quadratic form by norms."""
    yield Step(dot(v, Q * v), because="the Hessian of the quadratic is Q")
    yield Step(norm(Q) * norm(v) ** 2, because="Cauchy-Schwarz, twice", relation="<=")
    yield Step(L * norm(v) ** 2, because="L is at least the norm of Q", relation="<=")


most_curvature = Formula(
    title="Smoothness: the curvature is at most L",
    kind=Kind.BOUND,
    statement=at_most(dot(v, hessian(f(x), x) * v), L * norm(v) ** 2),
    quantities=(*bowl_family, point, direction),
    assumptions=(),
    notations=(
        Notation(r"v^\top \nabla^2 f(x) v \leq L \|v\|^2"),
        Notation(r"z^T \nabla^2 f(x) z \leq \beta z^T z", letters=(("z", "v"), ("beta", "L"))),
    ),
    words=("smooth", "hessian", "curvature"),
    derivation=derive_most_curvature,
    source=Source(nesterov, "theorem 2.1.6"),
)


def derive_cocoercive() -> Iterator[Step]:
    """Compare Q with Q² / L."""
    yield Step(dot(x - y, Q * (x - y)), because="the gradient of the quadratic is Q x + b")
    yield Step(
        norm(slope_x - slope_y) ** 2 / L, because="Q^2 is at most L Q, as no eigenvalue exceeds L", relation=">="
    )


cocoercive_gradient = Formula(
    title="Smoothness and convexity: the gradient is co-coercive",
    kind=Kind.BOUND,
    statement=at_least(dot(slope_x - slope_y, x - y), norm(slope_x - slope_y) ** 2 / L),
    quantities=(*bowl_family, point, other),
    assumptions=(),
    notations=(
        Notation(r"(\nabla f(x) - \nabla f(y))^\top (x - y) \geq \frac{1}{L} \|\nabla f(x) - \nabla f(y)\|^2"),
        Notation(
            r"\langle \nabla f(v) - \nabla f(w), v - w \rangle \geq \frac{\|\nabla f(v) - \nabla f(w)\|_2^2}{\beta}",
            letters=(*renamed, ("beta", "L")),
        ),
    ),
    words=("smooth", "convex", "co-coercivity", "cocoercive"),
    derivation=derive_cocoercive,
    source=Source(nesterov, "theorem 2.1.5"),
)


def derive_rate() -> Iterator[Step]:
    """The descent lemma, then the Polyak-Lojasiewicz inequality."""
    yield Step(
        f(x) - norm(slope_x) ** 2 / (2 * L) - f(x_star), because="descent lemma with the step size 1 / L", relation="<="
    )
    yield Step(
        (1 - mu / L) * (f(x) - f(x_star)),
        because="Polyak-Lojasiewicz: half the squared slope is at least mu times the gap",
        relation="<=",
    )


linear_rate = Formula(
    title="Gradient descent converges linearly under strong convexity",
    kind=Kind.BOUND,
    statement=at_most(f(x - slope_x / L) - f(x_star), (1 - mu / L) * (f(x) - f(x_star))),
    quantities=(minimiser, *bowl_family, point),
    assumptions=(),
    notations=(
        Notation(
            r"f\left(x - \frac{1}{L} \nabla f(x)\right) - f(x^*) \leq \left(1 - \frac{\mu}{L}\right) (f(x) - f(x^*))"
        ),
        Notation(
            r"f(w - \frac{1}{\beta} \nabla f(w)) - f(w_\star) \leq (1 - \frac{\alpha}{\beta}) [f(w) - f(w_\star)]",
            letters=(("w", "x"), ("w_star", "x_star"), ("alpha", "mu"), ("beta", "L")),
        ),
    ),
    words=("gradient descent", "linear convergence", "rate", "strong convexity"),
    derivation=derive_rate,
    source=Source("Karimi, Nutini and Schmidt 2016, Linear Convergence of Gradient Methods", "theorem 1"),
)


def derive_newton_solves() -> Iterator[Step]:
    """The Hessian is Q, the gradient Q x + b."""
    yield Step(x - Inverse(Q) * (Q * x + b), because="the Hessian of the quadratic is Q, its gradient Q x + b")
    yield Step(x_star, because="the terms in x cancel")


newton_solves = Formula(
    title="One Newton step solves a quadratic",
    kind=Kind.IDENTITY,
    statement=equal(x - Inverse(hessian(f(x), x)) * slope_x, x_star),
    quantities=(minimiser, bowl, curvature, factor, linear, strength, point),
    assumptions=(),
    notations=(
        Notation(r"x - [\nabla^2 f(x)]^{-1} \nabla f(x) = x^*"),
        Notation(
            r"\theta - (\nabla^2_\theta J(\theta))^{-1} \nabla_\theta J(\theta) = \theta^*",
            letters=(("theta", "x"), ("J", "f"), ("theta_star", "x_star")),
        ),
    ),
    words=("newton", "quadratic", "minimiser"),
    derivation=derive_newton_solves,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "section 4.3.1"),
)

TOPIC = Topic(
    "Convexity",
    formulas=(
        chord,
        concave_chord,
        first_order,
        monotone_gradient,
        strongly_monotone,
        least_curvature,
        optimality_gap,
        most_curvature,
        cocoercive_gradient,
        linear_rate,
        newton_solves,
    ),
)

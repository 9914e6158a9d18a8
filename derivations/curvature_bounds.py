"""Smoothness and strong convexity: what bounds on the curvature say about values, gradients and steps.

The bounds hold for every L-smooth (or mu-strongly convex) function. They are held against quadratics, in which they are
tight: the Hessian Q is constant, L is at least its largest eigenvalue and mu at most its smallest.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Ge, Identity, Inverse, Lambda, MatrixSymbol

from derivations.operators import at_most, dot, gradient, norm
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    SYMMETRIC,
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
dimensions = Size("d", "dimensions", largest=3)
rank = Size("r", "rows of the factor", largest=4)
d = dimensions.symbol
v = MatrixSymbol("v", d, 1)
point = Quantity("x", "a point", shape=(dimensions,))
other = Quantity("y", "another point", shape=(dimensions,))
linear = Quantity("b", "slope at 0", shape=(dimensions,))
hessian = Quantity("Q", "the Hessian", shape=(dimensions, dimensions), domain=SYMMETRIC)
rate = Quantity("eta", "step size", domain=POSITIVE)
excess = Quantity("s", "how far L lies above the Frobenius norm of Q", domain=NONNEGATIVE)
x, y, b, Q, eta = (q.symbol for q in (point, other, linear, hessian, rate))
smooth = Quantity("f", "an L-smooth function", value=Lambda((v,), dot(v, Q * v) / 2 + dot(b, v)))
smoothness = Quantity("L", "Lipschitz constant of the gradient", domain=POSITIVE, value=norm(Q) + excess.symbol)
f, L = smooth.symbol, smoothness.symbol
smooth_family = (smooth, smoothness, hessian, linear, excess)
slope = gradient(f(x), x)


def derive_smooth_gradient() -> Iterator[Step]:
    """The gradients of a quadratic differ by Q (x - y)."""
    yield Step(norm(Q * (x - y)), because="the gradient of the quadratic is Q x + b")
    yield Step(norm(Q) * norm(x - y), because="Cauchy-Schwarz on each row", relation="<=")
    yield Step(L * norm(x - y), because="L is at least the norm of Q", relation="<=")


lipschitz_gradient = Formula(
    title="Smoothness: the gradient is Lipschitz continuous",
    kind=Kind.BOUND,
    statement=at_most(norm(slope - gradient(f(y), y)), L * norm(x - y)),
    quantities=(*smooth_family, point, other),
    assumptions=(),
    notations=(
        Notation(r"\|\nabla f(x) - \nabla f(y)\| \leq L \|x - y\|"),
        Notation(r"\|\nabla f(x) - \nabla f(y)\|_2 \leq \beta \|x - y\|_2", letters=(("beta", "L"),)),
    ),
    words=("smooth", "lipschitz", "gradient"),
    derivation=derive_smooth_gradient,
    source=Source(nesterov, "section 1.2.2"),
)


def derive_quadratic_bound() -> Iterator[Step]:
    """Expand around y and bound the quadratic form."""
    tangent = f(y) + dot(gradient(f(y), y), x - y)
    yield Step(tangent + dot(x - y, Q * (x - y)) / 2, because="the Taylor model of a quadratic is exact")
    yield Step(
        tangent + L / 2 * norm(x - y) ** 2, because="no direction has more curvature than L", relation="<="
    )


quadratic_upper_bound = Formula(
    title="Smoothness: a quadratic upper bound",
    kind=Kind.BOUND,
    statement=at_most(f(x), f(y) + dot(gradient(f(y), y), x - y) + L / 2 * norm(x - y) ** 2),
    quantities=(*smooth_family, point, other),
    assumptions=(),
    notations=(
        Notation(r"f(x) \leq f(y) + \nabla f(y)^\top (x - y) + \frac{L}{2} \|x - y\|^2"),
        Notation(
            r"f(v) \leq f(w) + \langle \nabla f(w), v - w \rangle + \frac{\beta}{2} \|v - w\|^2",
            letters=(("v", "x"), ("w", "y"), ("beta", "L")),
        ),
    ),
    words=("smooth", "quadratic upper bound", "descent lemma"),
    derivation=derive_quadratic_bound,
    source=Source(nesterov, "lemma 1.2.3"),
)


def derive_descent() -> Iterator[Step]:
    """The quadratic upper bound at the point after the step."""
    yield Step(
        f(x) + dot(slope, -eta * slope) + L / 2 * norm(-eta * slope) ** 2,
        because="the quadratic upper bound at x - eta grad f(x)",
        relation="<=",
    )
    yield Step(f(x) - eta * (1 - L * eta / 2) * norm(slope) ** 2, because="collect the squared gradient")


descent_lemma = Formula(
    title="Descent lemma: what a gradient step gains",
    kind=Kind.BOUND,
    statement=at_most(f(x - eta * slope), f(x) - eta * (1 - L * eta / 2) * norm(slope) ** 2),
    quantities=(*smooth_family, point, rate),
    assumptions=(),
    notations=(
        Notation(
            r"f(x - \eta \nabla f(x)) \leq f(x) - \eta \left(1 - \frac{L\eta}{2}\right) \|\nabla f(x)\|^2"
        ),
        Notation(
            r"f(x - \gamma \nabla f(x)) \leq f(x) - \gamma (1 - \frac{L}{2} \gamma) \|\nabla f(x)\|_2^2",
            letters=(("gamma", "eta"),),
        ),
    ),
    words=("descent lemma", "smooth", "gradient descent"),
    derivation=derive_descent,
    source=Source(nesterov, "section 1.2.3"),
)

convexity = Quantity("mu", "strong convexity", domain=POSITIVE)
factor = Quantity("B", "a matrix", shape=(rank, dimensions))
mu, B = convexity.symbol, factor.symbol
strong_hessian = Quantity(
    "Q", "the Hessian", shape=(dimensions, dimensions), value=B.T * B + mu * Identity(d)
)
strong = Quantity("f", "a mu-strongly convex function", value=Lambda((v,), dot(v, Q * v) / 2 + dot(b, v)))
minimiser = Quantity("x_star", "the minimiser", shape=(dimensions,), value=-Inverse(Q) * b)
x_star = minimiser.symbol
strong_family = (strong, strong_hessian, factor, convexity, linear)


def derive_strong_convexity() -> Iterator[Step]:
    """Expand around y and bound the quadratic form from below."""
    tangent = f(y) + dot(gradient(f(y), y), x - y)
    yield Step(tangent + dot(x - y, Q * (x - y)) / 2, because="the Taylor model of a quadratic is exact")
    yield Step(
        tangent + mu / 2 * norm(x - y) ** 2, because="no direction has less curvature than mu", relation=">="
    )


strong_convexity = Formula(
    title="Strong convexity: a quadratic lower bound",
    kind=Kind.BOUND,
    statement=Ge(f(x), f(y) + dot(gradient(f(y), y), x - y) + mu / 2 * norm(x - y) ** 2, evaluate=False),
    quantities=(*strong_family, point, other),
    assumptions=(),
    notations=(
        Notation(r"f(x) \geq f(y) + \nabla f(y)^\top (x - y) + \frac{\mu}{2} \|x - y\|^2"),
        Notation(
            r"f(u) \geq f(w) + \langle \nabla f(w), u - w \rangle + \frac{\alpha}{2} \|u - w\|_2^2",
            letters=(("u", "x"), ("w", "y"), ("alpha", "mu")),
        ),
    ),
    words=("strongly convex", "strong convexity", "lower bound"),
    derivation=derive_strong_convexity,
    source=Source(nesterov, "definition 2.1.2"),
)


def derive_polyak() -> Iterator[Step]:
    """The gap is half the gradient in the metric of the inverse Hessian."""
    yield Step(
        mu * dot(slope, Inverse(Q) * slope) / 2, because="the inverse Hessian is at most 1 / mu", relation=">="
    )
    yield Step(mu * (f(x) - f(x_star)), because="for a quadratic the gap is half of grad f' Q^-1 grad f")


polyak_lojasiewicz = Formula(
    title="Polyak-Lojasiewicz inequality",
    kind=Kind.BOUND,
    statement=Ge(norm(slope) ** 2 / 2, mu * (f(x) - f(x_star)), evaluate=False),
    quantities=(*strong_family, point, minimiser),
    assumptions=(),
    notations=(
        Notation(r"\frac{1}{2} \|\nabla f(x)\|^2 \geq \mu (f(x) - f(x^*))"),
        Notation(
            r"\frac{1}{2} \|\nabla f(w)\|_2^2 \geq \mu (f(w) - f(w_\star))", letters=(("w", "x"), ("w_star", "x_star"))
        ),
    ),
    words=("polyak-lojasiewicz", "pl condition", "pl inequality", "strong convexity"),
    derivation=derive_polyak,
    source=Source("Karimi, Nutini and Schmidt 2016, Linear Convergence of Gradient Methods", "section 2"),
)

TOPIC = Topic(
    "Smoothness and strong convexity",
    formulas=(lipschitz_gradient, quadratic_upper_bound, descent_lemma, strong_convexity, polyak_lojasiewicz),
)

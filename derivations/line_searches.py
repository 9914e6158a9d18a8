"""Line searches and trust regions: conditions on a step size, and steps of bounded length.

The conditions are met by the step of the family that they are held against: a quadratic of curvature h along a
descent direction, with the step size in the range that they allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from sympy import Abs, Lambda, MatrixSymbol

from derivations.operators import at_least, at_most, dot, norm
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    POSITIVE_DEFINITE,
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

nocedal = "Nocedal and Wright, Numerical Optimization, second edition"
dimensions = Size("n", "dimensions", largest=2)
n = dimensions.symbol
v = MatrixSymbol("v", n, 1)
point = Quantity("x", "the point", shape=(dimensions,))
centre = Quantity("c", "the minimiser", shape=(dimensions,))
curvature = Quantity("h", "the curvature", domain=POSITIVE)
least = Quantity("m", "the least value")
bowl = Quantity(
    "f", "the objective", value=Lambda((v,), curvature.symbol * norm(v - centre.symbol) ** 2 / 2 + least.symbol)
)
stretch = Quantity("s", "length of the direction in gradients", domain=POSITIVE)
x, f, h, s = point.symbol, bowl.symbol, curvature.symbol, stretch.symbol
slope = h * (x - centre.symbol)
direction = Quantity("p", "the direction", shape=(dimensions,), value=-s * slope)
p = direction.symbol
share = Quantity("q", "where in its range the step size lies", domain=UNIT)
low = Quantity("c_1", "share of the predicted decrease", domain=UNIT)
high = Quantity("c_2", "share of the slope", domain=UNIT)
short = Quantity("alpha", "the step size", domain=POSITIVE, value=share.symbol * 2 * (1 - low.symbol) / (h * s))
long = Quantity("alpha", "the step size", domain=POSITIVE, value=(1 - high.symbol + share.symbol) / (h * s))
near = Quantity(
    "alpha", "the step size", domain=POSITIVE, value=(1 - high.symbol + 2 * share.symbol * high.symbol) / (h * s)
)
setting = (bowl, direction, point, centre, curvature, least, stretch, share)
searches = ("line search", "armijo", "wolfe", "backtracking", "sufficient decrease", "curvature condition")
counted = (("x_k", "x"), ("p_k", "p"), ("alpha_k", "alpha"))


def condition(
    title: str, statement: Any, step: Any, given: tuple[Quantity, ...], notations: tuple[Notation, ...], place: str
) -> Formula:
    """A condition on the step size, which holds in its range."""
    right = statement.args[1]

    def derive() -> Iterator[Step]:
        yield Step(step, because="expand the quadratic along the direction")
        yield Step(
            right, because="the step size lies in its range", relation="<=" if statement.rel_op == "<=" else ">="
        )

    return Formula(
        title=title,
        kind=Kind.BOUND,
        statement=statement,
        quantities=(*given, *setting),
        assumptions=(),
        notations=notations,
        words=searches,
        derivation=derive,
        source=Source(nocedal, place),
    )  # fmt: skip


size_of = partial(Abs, evaluate=False)


def ahead(alpha: Any) -> Any:
    """The slope along the direction after the step."""
    return dot(h * (x + alpha * p - centre.symbol), p)


armijo = condition(
    "Armijo condition: sufficient decrease",
    at_most(f(x + short.symbol * p), f(x) + low.symbol * short.symbol * dot(slope, p)),
    f(x) + short.symbol * dot(slope, p) + h / 2 * short.symbol**2 * norm(p) ** 2,
    (short, low),
    (
        Notation(r"f(x + \alpha p) \leq f(x) + c_1 \alpha \nabla f(x)^\top p"),
        Notation(r"f(x_k + \alpha_k p_k) \leq f(x_k) + c_1 \alpha_k \nabla f(x_k)^T p_k", counted),
        Notation(r"f(x_k + \alpha p_k) \leq f(x_k) + c_1 \alpha \nabla f(x_k)^T p_k", counted[:2]),
    ),
    "equation 3.4",
)
wolfe = condition(
    "Curvature condition of Wolfe",
    at_least(ahead(long.symbol), high.symbol * dot(slope, p)),
    dot(slope, p) + h * long.symbol * norm(p) ** 2,
    (long, high),
    (
        Notation(r"\nabla f(x + \alpha p)^\top p \geq c_2 \nabla f(x)^\top p"),
        Notation(r"\nabla f(x_k + \alpha_k p_k)^T p_k \geq c_2 \nabla f(x_k)^T p_k", counted),
    ),
    "equation 3.5",
)
strong_wolfe = condition(
    "Strong curvature condition of Wolfe",
    at_most(size_of(ahead(near.symbol)), high.symbol * size_of(dot(slope, p))),
    size_of(dot(slope, p) + h * near.symbol * norm(p) ** 2),
    (near, high),
    (
        Notation(r"|\nabla f(x + \alpha p)^\top p| \leq c_2 |\nabla f(x)^\top p|"),
        Notation(r"|\nabla f(x_k + \alpha_k p_k)^T p_k| \leq c_2 |\nabla f(x_k)^T p_k|", counted),
    ),
    "equation 3.7b",
)
time = Quantity("t", "the step size", domain=POSITIVE, value=share.symbol * 2 * (1 - low.symbol) / h)
t = time.symbol
backtracking = condition(
    "Backtracking along the gradient: sufficient decrease",
    at_most(f(x - t * slope), f(x) - low.symbol * t * norm(slope) ** 2),
    f(x) - t * norm(slope) ** 2 + h / 2 * t**2 * norm(slope) ** 2,
    (time, low),
    (
        Notation(r"f(x - t \nabla f(x)) \leq f(x) - \alpha t \|\nabla f(x)\|_2^2", (("alpha", "c_1"),)),
        Notation(r"f(x - t \nabla f(x)) \leq f(x) - c t \|\nabla f(x)\|^2", (("c", "c_1"),)),
    ),
    "section 3.1",
)
slope_ = Quantity("g", "the gradient", shape=(dimensions,))
way = Quantity("p", "the direction", shape=(dimensions,))
cosine = Quantity("r", "cosine of the angle to minus the gradient")
model = Quantity("B", "the approximate Hessian", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
radius = Quantity("Delta", "radius of the trust region", domain=POSITIVE)
step = Quantity("p_c", "the step", shape=(dimensions,))
g, w, B = slope_.symbol, way.symbol, model.symbol
angle = rule(
    "Cosine of the angle between a direction and minus the gradient",
    cosine,
    -dot(g, w) / (norm(g) * norm(w)),
    (slope_, way),
    written(r"\cos\theta = -\frac{g^\top p}{\|g\| \|p\|}", r"\cos\theta = \frac{-g^T p}{\|g\| \|p\|}")
    + written(r"\cos\theta_k = \frac{-g_k^T p_k}{\|g_k\| \|p_k\|}", letters=(("g_k", "g"), ("p_k", "p"))),
    ("zoutendijk", "steepest descent", "search direction"),
    "the inner product over both lengths",
    Source(nocedal, "equation 3.12"),
)
trust = ("trust region", "trust-region", "cauchy point", "dogleg")
cauchy_direction = rule(
    "Step to the boundary of the trust region along minus the gradient",
    step,
    -radius.symbol / norm(g) * g,
    (slope_, radius),
    written(r"p^C = -\frac{\Delta}{\|g\|} g", r"p^S = -\Delta \frac{g}{\|g\|}")
    + written(r"p_k^S = -\frac{\Delta_k}{\|g_k\|} g_k", letters=(("Delta_k", "Delta"), ("g_k", "g"))),
    trust,
    "minus the gradient, as long as the radius",
    Source(nocedal, "equation 4.9"),
)  # fmt: skip
unconstrained = rule(
    "Minimiser of the model along minus the gradient",
    step,
    -dot(g, g) / dot(g, B * g) * g,
    (slope_, model),
    written(
        r"p^U = -\frac{g^T g}{g^T B g} g",
        r"p^U = -\frac{\|g\|^2}{g^\top B g} g",
    ),
    trust,
    "the exact line search on the model",
    Source(nocedal, "equation 4.15"),
)
TOPIC = Topic(
    "Line searches and trust regions",
    formulas=(armijo, wolfe, strong_wolfe, backtracking, angle, cauchy_direction, unconstrained),
)

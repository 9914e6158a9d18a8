"""Gradient flow x'(t) = -∇f(x(t)), the limit of gradient descent for small steps.

The function is the quadratic f(x) = Σ h_i x_i^2 / 2 in the eigenbasis of its Hessian, where the flow is known:
x_i(t) = exp(-h_i t) x_i(0).
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Lambda, MatrixSymbol, Sum, exp

from derivations.operators import at, at_most, equal, gradient, norm, partial, tabulated
from derivations.vocabulary import (
    POSITIVE,
    PROBABILITY,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
    integers,
    interval,
)

bach = "Bach, Learning Theory from First Principles (2024)"
dimensions = Size("d", "dimensions", largest=4)
d = dimensions.symbol
curvatures = Quantity("h", "curvatures, the eigenvalues of the Hessian", shape=(dimensions,), domain=POSITIVE)
start = Quantity("x_0", "where the flow starts", shape=(dimensions,))
time = Quantity("t", "time", domain=POSITIVE)
h, x_0, t = curvatures.symbol, start.symbol, time.symbol
coordinate = free_index("i", dimensions)
i, j = coordinate.symbol, bound_index("j")
w = MatrixSymbol("w", d, 1)
function = Quantity("f", "a convex quadratic", value=Lambda((w,), Sum(at(h, j) * at(w, j) ** 2, (j, 1, d)) / 2))
here = Quantity(
    "y",
    "the point that the flow has reached",
    shape=(dimensions,),
    value=tabulated(exp(-at(h, j) * t) * at(x_0, j), j, d),
)
f, y = function.symbol, here.symbol
known = (function, curvatures, start, time, here)


def derive_flow() -> Iterator[Step]:
    """Each coordinate decays by itself."""
    yield Step(-at(h, i) * exp(-at(h, i) * t) * at(x_0, i), because="differentiate the exponential function")
    yield Step(-at(gradient(f(y), y), i), because="the gradient has the entries h_i x_i")


flow = Formula(
    title="Gradient flow: the velocity is minus the gradient",
    kind=Kind.GRADIENT,
    statement=equal(partial(at(y, i), t), -at(gradient(f(y), y), i)),
    quantities=(*known, coordinate),
    assumptions=(),
    notations=(
        Notation(r"\frac{d y_i}{d t} = -(\nabla f(y))_i"),
        Notation(r"\frac{\partial x_i}{\partial t} = -[\nabla_x f(x)]_i", letters=(("x", "y"),)),
    ),
    words=("gradient flow", "differential equation", "gradient descent"),
    derivation=derive_flow,
    source=Source(bach, "section 5.2"),
)


def derive_fall() -> Iterator[Step]:
    """Chain rule along the flow."""
    yield Step(-Sum(at(gradient(f(y), y), j) ** 2, (j, 1, d)), because="the velocity is minus the gradient")
    yield Step(-norm(gradient(f(y), y)) ** 2, because="the squared length of the gradient")


fall = Formula(
    title="Along the gradient flow the value falls at the rate of the squared gradient",
    kind=Kind.GRADIENT,
    statement=equal(partial(f(y), t), -norm(gradient(f(y), y)) ** 2),
    quantities=known,
    assumptions=(),
    notations=(
        Notation(r"\frac{d}{dt} f(y) = -\|\nabla f(y)\|^2"),
        Notation(r"\frac{d}{dt} f(x) = -\|\nabla_x f(x)\|_2^2", letters=(("x", "y"),)),
    ),
    words=("gradient flow", "value", "gradient descent"),
    derivation=derive_fall,
    source=Source(bach, "section 5.2"),
)

step_size = Quantity("eta", "step size", domain=interval(0, 1))
curvature = Quantity("c", "a curvature, at most 1/eta", domain=PROBABILITY)
steps = Quantity("k", "number of steps", domain=integers(1, 6))
eta, c, k = step_size.symbol, curvature.symbol, steps.symbol


def derive_gap() -> Iterator[Step]:
    """Telescope the difference of two powers."""
    yield Step(
        k * Abs(exp(-eta * c) - (1 - eta * c)),
        because="the k-th powers of numbers from 0 to 1 differ by at most k times their difference",
        relation="<=",
    )
    yield Step(k * (eta * c) ** 2 / 2, because="exp(-a) is 1 - a up to a^2/2", relation="<=")


gap = Formula(
    title="Gradient descent follows the gradient flow up to the order of the step size",
    kind=Kind.BOUND,
    statement=at_most(Abs((1 - eta * c) ** k - exp(-c * eta * k)), k * (eta * c) ** 2 / 2),
    quantities=(step_size, curvature, steps),
    assumptions=(),
    notations=(
        Notation(r"|(1 - \eta c)^k - e^{-c \eta k}| \leq \frac{k (\eta c)^2}{2}"),
        Notation(
            r"\left| (1 - \gamma \lambda)^n - \exp(-\lambda \gamma n) \right| \leq \frac{1}{2} n \gamma^2 \lambda^2",
            letters=(("gamma", "eta"), ("lambda", "c"), ("n", "k")),
        ),
    ),
    words=("gradient flow", "gradient descent", "step size", "euler"),
    derivation=derive_gap,
    source=Source(bach, "section 5.2"),
)

TOPIC = Topic("Gradient flow", formulas=(flow, fall, gap))

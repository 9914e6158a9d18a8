"""Gradient descent, Newton's method and momentum: one step of each, and what a step does on a quadratic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Identity, Inverse, Lambda, MatrixSymbol

from derivations.operators import dot, equal, gradient, hessian, row
from derivations.vocabulary import (
    CONVEX,
    POSITIVE,
    POSITIVE_DEFINITE,
    SYMMETRIC,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    integers,
    interval,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
dimensions = Size("d", "dimensions", largest=4)
d = dimensions.symbol
v = MatrixSymbol("v", d, 1)
point = Quantity("x", "the parameters", shape=(dimensions,))
following = Quantity("x_next", "the parameters after the step", shape=(dimensions,))
anywhere = Quantity("y", "any point", shape=(dimensions,))
loss = Quantity("f", "a smooth function", arguments=((dimensions,),))
rate = Quantity("eta", "step size", domain=POSITIVE)
momentum = Quantity("beta", "momentum", domain=interval(0, 1))
x, x_next, y = (q.symbol for q in (point, following, anywhere))
f, eta, beta = loss.symbol, rate.symbol, momentum.symbol
superscripts = (("x^k", "x"),)
subscripts = (("theta_t", "x"),)


def minimum_of(model: Any, where: Any) -> Any:
    """The minimiser of a function that is quadratic in `where`: one Newton step from any point."""
    return where - Inverse(hessian(model, where)) * gradient(model, where)


def derive_step() -> Iterator[Step]:
    """Minimise the linear model plus the cost of moving."""
    model = dot(gradient(f(x), x), y - x) + dot(y - x, y - x) / (2 * eta)
    yield Step(minimum_of(model, y), because="the minimum over y of the linear model of f plus |y - x|^2 / (2 eta)")
    yield Step(x - eta * gradient(f(x), x), because="the curvature is I / eta, and the terms in y cancel")


gradient_step = Formula(
    title="Step of gradient descent",
    kind=Kind.DEFINITION,
    statement=equal(x_next, x - eta * gradient(f(x), x)),
    quantities=(following, point, loss, rate, anywhere),
    assumptions=(),
    notations=(
        Notation(r"x^{k+1} = x^k - \eta \nabla f(x^k)", letters=superscripts),
        Notation(r"\theta_{t+1} = \theta_t - \eta \nabla_\theta f(\theta_t)", letters=(*subscripts, ("theta", "x"))),
    ),
    words=("gradient descent", "update", "step"),
    derivation=derive_step,
    source=Source(goodfellow, "section 4.3"),
)

curvature = Quantity("Q", "curvature of the quadratic part", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
rest = Quantity("h", "a smooth convex function", arguments=((dimensions,),), domain=CONVEX)
Q, h = curvature.symbol, rest.symbol
convex = Quantity("f", "a strongly convex function", value=Lambda((v,), dot(v, Q * v) / 2 + h(v)))


def derive_newton() -> Iterator[Step]:
    """Minimise the second-order Taylor model."""
    slope, bend = gradient(f(x), x), hessian(f(x), x)
    model = dot(slope, y - x) + dot(y - x, bend * (y - x)) / 2
    yield Step(minimum_of(model, y), because="the minimum over y of the second-order Taylor model of f")
    yield Step(x - Inverse(bend) * slope, because="the gradient of the model is slope + H (y - x), with H its Hessian")


newton_step = Formula(
    title="Newton step: the minimiser of the second-order Taylor model",
    kind=Kind.DEFINITION,
    statement=equal(x_next, x - Inverse(hessian(f(x), x)) * gradient(f(x), x)),
    quantities=(following, point, convex, curvature, rest, anywhere),
    assumptions=(),
    notations=(
        Notation(r"x^{k+1} = x^k - [\nabla^2 f(x^k)]^{-1} \nabla f(x^k)", letters=superscripts),
        Notation(
            r"\theta^* = \theta_0 - (\nabla^2_\theta J(\theta_0))^{-1} \nabla_\theta J(\theta_0)",
            letters=(("theta_star", "x_next"), ("theta_0", "x"), ("J", "f"), ("theta", "x")),
        ),
    ),
    words=("newton", "second-order", "taylor", "hessian"),
    derivation=derive_newton,
    source=Source(goodfellow, "equation 8.27"),
)

symmetric = Quantity("Q", "a symmetric matrix", shape=(dimensions, dimensions), domain=SYMMETRIC)
slope_at_zero = Quantity("b", "slope at 0", shape=(dimensions,))
offset = Quantity("c", "value at 0")
b, c = slope_at_zero.symbol, offset.symbol
quadratic = Quantity("f", "a quadratic function", value=Lambda((v,), dot(v, Q * v) / 2 + dot(b, v) + c))
move = Quantity("v", "a change of the parameters", shape=(dimensions,))


def derive_taylor() -> Iterator[Step]:
    """Expand the quadratic form."""
    yield Step(f(x) + dot(Q * x + b, v) + dot(v, Q * v) / 2, because="expand; Q is symmetric")
    yield Step(
        f(x) + dot(gradient(f(x), x), v) + dot(v, hessian(f(x), x) * v) / 2,
        because="Q x + b is the gradient, Q the Hessian",
    )


quadratic_model = Formula(
    title="The second-order Taylor model is exact for a quadratic",
    kind=Kind.IDENTITY,
    statement=equal(f(x + v), f(x) + dot(gradient(f(x), x), v) + dot(v, hessian(f(x), x) * v) / 2),
    quantities=(quadratic, symmetric, slope_at_zero, offset, point, move),
    assumptions=(),
    notations=(
        Notation(r"f(x + v) = f(x) + \nabla f(x)^\top v + \frac{1}{2} v^\top \nabla^2 f(x) v"),
        Notation(r"f(x + s) = f(x) + \nabla f(x) \cdot s + \frac{1}{2} s^T \nabla^2 f(x) s", letters=(("s", "v"),)),
    ),
    words=("taylor", "quadratic", "hessian", "second-order"),
    derivation=derive_taylor,
    source=Source(goodfellow, "equation 4.8"),
)

minimiser = Quantity("x_star", "the minimiser", shape=(dimensions,), value=-Inverse(Q) * b)
bowl = Quantity("f", "a quadratic function", value=Lambda((v,), dot(v, Q * v) / 2 + dot(b, v)))
stepped = Quantity(
    "x_next", "the parameters after a gradient step", shape=(dimensions,), value=x - eta * gradient(f(x), x)
)
x_star = minimiser.symbol


def derive_contraction() -> Iterator[Step]:
    """The gradient is Q (x - x*)."""
    yield Step(x - eta * (Q * x + b) - x_star, because="the gradient is Q x + b")
    yield Step(x - x_star - eta * Q * (x - x_star), because="Q x* = -b")
    yield Step((Identity(d) - eta * Q) * (x - x_star), because="take x - x* out")


error_recursion = Formula(
    title="The error of gradient descent on a quadratic",
    kind=Kind.IDENTITY,
    statement=equal(x_next - x_star, (Identity(d) - eta * Q) * (x - x_star)),
    quantities=(stepped, minimiser, bowl, curvature, slope_at_zero, point, rate),
    assumptions=(),
    notations=(
        Notation(r"x^1 - x^* = (I - \eta Q)(x^0 - x^*)", letters=(("x^0", "x"), ("x^1", "x_next"))),
        Notation(
            r"\theta_1 - \theta^* = (I - \eta H)(\theta_0 - \theta^*)",
            letters=(("theta_0", "x"), ("theta_1", "x_next"), ("theta_star", "x_star"), ("H", "Q")),
        ),
    ),
    words=("gradient descent", "quadratic", "convergence"),
    derivation=derive_contraction,
    source=Source("Goh 2017, Why Momentum Really Works", "first steps: gradient descent"),
)


steps = Size("T", "iterates", smallest=3, largest=4)
iterates = Quantity("x", "the iterates", shape=(steps, dimensions))
number = Quantity("k", "an iterate after the first", domain=integers(2, 3))
k = number.symbol
now, before = row(iterates.symbol, k), row(iterates.symbol, k - 1)
current = Quantity("z", "the current iterate", shape=(dimensions,), value=now)
z = current.symbol


def derive_heavy_ball() -> Iterator[Step]:
    """Add the last move, shrunk, to the gradient step."""
    model = dot(gradient(f(z), z), y - z) + dot(y - z, y - z) / (2 * eta)
    yield Step(minimum_of(model, y) + beta * (now - before), because="a gradient step and a share of the last move")
    yield Step(now - eta * gradient(f(z), z) + beta * (now - before), because="the gradient step, written out")


heavy_ball = Formula(
    title="Step of Polyak's heavy ball method",
    kind=Kind.DEFINITION,
    statement=equal(x_next, now - eta * gradient(f(z), z) + beta * (now - before)),
    quantities=(following, iterates, number, current, loss, rate, momentum, anywhere),
    assumptions=(),
    notations=(
        Notation(r"x_{k+1} = x_k - \eta \nabla f(x_k) + \beta (x_k - x_{k-1})"),
        Notation(
            r"\theta_{t+1} = \theta_t - \alpha \nabla f(\theta_t) + \gamma (\theta_t - \theta_{t-1})",
            letters=(("theta", "x"), ("t", "k"), ("alpha", "eta"), ("gamma", "beta")),
        ),
    ),
    words=("momentum", "heavy ball", "polyak"),
    derivation=derive_heavy_ball,
    source=Source("Polyak 1964, Some Methods of Speeding up the Convergence of Iteration Methods", "section 2"),
)

ahead = Quantity("y", "the extrapolated point", shape=(dimensions,), value=now + beta * (now - before))


def derive_nesterov() -> Iterator[Step]:
    """A gradient step from the extrapolated point."""
    downhill = eta * gradient(f(y), y)
    yield Step(now + beta * (now - before) - downhill, because="extrapolate, then step along the gradient there")
    yield Step(y - downhill, because="y is the extrapolated point")


nesterov_step = Formula(
    title="Step of Nesterov's accelerated gradient method",
    kind=Kind.DEFINITION,
    statement=equal(x_next, y - eta * gradient(f(y), y)),
    quantities=(following, ahead, iterates, number, loss, rate, momentum),
    assumptions=(),
    notations=(
        Notation(r"x_{k+1} = y - \eta \nabla f(y)"),
        Notation(r"x_{k+1} = x_k + \beta (x_k - x_{k-1}) - \eta \nabla f(x_k + \beta (x_k - x_{k-1}))"),
    ),
    words=("nesterov", "momentum", "acceleration"),
    derivation=derive_nesterov,
    source=Source("Nesterov, Introductory Lectures on Convex Optimization", "section 2.2"),
)

TOPIC = Topic(
    "Gradient descent",
    formulas=(gradient_step, newton_step, quadratic_model, error_recursion, heavy_ball, nesterov_step),
)

"""Momentum: velocities, Nesterov's extrapolation and its parameter, and rates on quadratics.

The condition number is kappa = L / mu, of a function whose curvature lies between mu and L. The steps of the heavy
ball and of Nesterov's method themselves stand in `gradient_descent`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import (
    Determinant,
    Eq,
    Identity,
    ImmutableMatrix,
    Integer,
    Inverse,
    Lambda,
    MatrixSymbol,
    Piecewise,
    Sum,
    sqrt,
)

from derivations.operators import at_most, dot, equal, gradient, norm, row, vector_sum
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    Cited,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    integers,
    interval,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
nesterov = "Nesterov, Introductory Lectures on Convex Optimization"
polyak = "Polyak 1964, Some Methods of Speeding up the Convergence of Iteration Methods"
dimensions = Size("d", "dimensions", largest=3)
d = dimensions.symbol
u = MatrixSymbol("u", d, 1)
rate = Quantity("eta", "step size", domain=POSITIVE)
decay = Quantity("beta", "momentum", domain=interval(0, 1))
eta, beta = rate.symbol, decay.symbol
loss = Quantity("f", "a smooth function", arguments=((dimensions,),))
f = loss.symbol

point = Quantity("x", "the parameters", shape=(dimensions,))
velocity = Quantity("v", "the velocity", shape=(dimensions,))
next_velocity = Quantity("v_next", "the velocity after the step", shape=(dimensions,))
x, v = point.symbol, velocity.symbol


def derive_velocity() -> Iterator[Step]:
    """Stay near the shrunk velocity, and go down."""
    slope = gradient(f(x), x)
    yield Step(
        v - eta * (slope + (v - beta * v) / eta),
        because="minimise <slope, w> + |w - beta v|^2 / (2 eta) over w: one Newton step from w = v",
    )
    yield Step(beta * v - eta * slope, because="the velocity v cancels but for its share beta")


velocity_update = Formula(
    title="Velocity of gradient descent with momentum",
    kind=Kind.DEFINITION,
    statement=equal(next_velocity.symbol, beta * v - eta * gradient(f(x), x)),
    quantities=(next_velocity, velocity, point, loss, rate, decay),
    assumptions=(),
    notations=(
        Notation(r"v_{t+1} = \beta v_t - \eta \nabla f(x_t)", letters=(("v_t", "v"), ("x_t", "x"))),
        Notation(
            r"v_{k+1} = \alpha v_k - \epsilon \nabla_\theta J(\theta)",
            letters=(("v_k", "v"), ("alpha", "beta"), ("epsilon", "eta"), ("J", "f"), ("theta", "x")),
        ),
    ),
    words=("momentum", "velocity"),
    derivation=derive_velocity,
    source=Source(goodfellow, "equation 8.15"),
)

steps = Size("T", "steps", largest=4)
slopes = Quantity("g", "the gradients of all steps", shape=(steps, dimensions))
gathered = Quantity("v", "the velocity after the last step", shape=(dimensions,))
T, g = steps.symbol, slopes.symbol
i, j = bound_index("i j")


def derive_velocity_sum() -> Iterator[Step]:
    """Split the last step off the sum."""
    yield Step(
        beta * vector_sum(beta ** (T - 1 - i) * row(g, i), i, 1, T - 1) + row(g, T),
        because="v = beta v + g, where the velocity before the last step sums T - 1 gradients",
    )
    yield Step(vector_sum(beta ** (T - i) * row(g, i), i, 1, T), because="move beta into the sum; the last weight is 1")


velocity_sum = Formula(
    title="The velocity is a sum of gradients with exponentially falling weights",
    kind=Kind.DEFINITION,
    statement=equal(gathered.symbol, vector_sum(beta ** (T - i) * row(g, i), i, 1, T)),
    quantities=(gathered, slopes, decay),
    assumptions=(),
    notations=(
        Notation(r"v_t = \sum_{i=1}^{t} \beta^{t-i} g_i", letters=(("v_t", "v"), ("t", "T"))),
        Notation(r"v_k = \sum_{\tau=1}^{k} \mu^{k-\tau} g_\tau", letters=(("v_k", "v"), ("k", "T"), ("mu", "beta"))),
    ),
    words=("momentum", "velocity", "exponentially", "leaky average"),
    derivation=derive_velocity_sum,
    source=Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 12.6"),
)

count = Quantity("n", "number of steps", domain=integers(0, 6))
n = count.symbol


def derive_gain() -> Iterator[Step]:
    """The geometric sum."""
    yield Step(eta * Sum(beta**i * (1 - beta), (i, 0, n - 1)) / (1 - beta), because="multiply and divide by 1 - beta")
    yield Step(eta * (1 - beta**n) / (1 - beta), because="the terms cancel but for the first and the last")


constant_gradient = Formula(
    title="Momentum under a constant gradient: the step size grows towards eta/(1 - beta)",
    kind=Kind.IDENTITY,
    statement=equal(eta * Sum(beta**i, (i, 0, n - 1)), eta * (1 - beta**n) / (1 - beta)),
    quantities=(rate, decay, count),
    assumptions=(),
    notations=(
        Notation(r"\eta \sum_{i=0}^{n-1} \beta^i = \eta \frac{1 - \beta^n}{1 - \beta}"),
        Notation(
            r"\epsilon \sum_{\tau=0}^{t-1} \alpha^\tau = \frac{\epsilon (1 - \alpha^t)}{1 - \alpha}",
            letters=(("epsilon", "eta"), ("alpha", "beta"), ("t", "n")),
        ),
    ),
    words=("momentum", "terminal velocity", "effective step size"),
    derivation=derive_gain,
    source=Source(goodfellow, "equation 8.17"),
)

iterates_axis = Size("T", "iterates", smallest=3, largest=4)
iterates = Quantity("x", "the iterates", shape=(iterates_axis, dimensions))
number = Quantity("k", "an iterate after the first", domain=integers(2, 3))
ahead = Quantity("y", "the extrapolated point", shape=(dimensions,))
k = number.symbol
now, before = row(iterates.symbol, k), row(iterates.symbol, k - 1)


def derive_extrapolation() -> Iterator[Step]:
    """Go on along the line through the last two iterates."""
    yield Step((1 + beta) * now - beta * before, because="the point on the line through both, beyond the last one")
    yield Step(now + beta * (now - before), because="collect beta")


extrapolation = Formula(
    title="Nesterov's extrapolation",
    kind=Kind.DEFINITION,
    statement=equal(ahead.symbol, now + beta * (now - before)),
    quantities=(ahead, iterates, number, decay),
    assumptions=(),
    notations=(
        Notation(r"y_{k+1} = x_k + \beta (x_k - x_{k-1})"),
        Notation(
            r"y_t = \theta_t + \gamma (\theta_t - \theta_{t-1})",
            letters=(("y_t", "y"), ("theta", "x"), ("t", "k"), ("gamma", "beta")),
        ),
    ),
    words=("nesterov", "acceleration", "extrapolation", "momentum"),
    derivation=derive_extrapolation,
    source=Source(nesterov, "section 2.2.1"),
)

strength = Quantity("mu", "least curvature", domain=POSITIVE)
ratio = Quantity("q", "the condition number less 1", domain=NONNEGATIVE)
mu = strength.symbol
drawn_smoothness = Quantity("L", "largest curvature", domain=POSITIVE, value=mu * (1 + ratio.symbol))
condition = Quantity("kappa", "condition number", domain=POSITIVE, value=drawn_smoothness.symbol / mu)
L, kappa = drawn_smoothness.symbol, condition.symbol
parameter = Quantity("beta", "momentum")
conditioned = (condition, drawn_smoothness, ratio, strength)


def derive_parameter() -> Iterator[Step]:
    """The momentum at which the least curved direction is critically damped."""
    yield Step(
        (sqrt(L) - sqrt(mu)) / (sqrt(L) + sqrt(mu)),
        because="the smaller root of (1 + beta)^2 (1 - mu / L) = 4 beta",
    )
    yield Step((sqrt(kappa) - 1) / (sqrt(kappa) + 1), because="divide by the root of mu")


momentum_parameter = Formula(
    title="Nesterov's momentum for a strongly convex function",
    kind=Kind.DEFINITION,
    statement=equal(parameter.symbol, (sqrt(kappa) - 1) / (sqrt(kappa) + 1)),
    quantities=(parameter, *conditioned),
    assumptions=(),
    notations=(
        Notation(r"\beta = \frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}"),
        Notation(r"\beta = \frac{\sqrt{L} - \sqrt{\mu}}{\sqrt{L} + \sqrt{\mu}}"),
    ),
    words=("nesterov", "condition number", "momentum", "acceleration"),
    derivation=derive_parameter,
    source=Source(nesterov, "section 2.2.1, constant step scheme III"),
)

curvature = Quantity("h", "curvature of one direction", domain=POSITIVE)
h = curvature.symbol
radius = Quantity("rho", "spectral radius of the heavy ball's recursion")
recursion = ImmutableMatrix([[1 + beta - eta * h, -beta], [Integer(1), Integer(0)]])


def derive_radius() -> Iterator[Step]:
    """The eigenvalues are conjugate, and their product is the determinant."""
    yield Step(sqrt(Determinant(recursion)), because="two conjugate eigenvalues: their product is the squared modulus")
    yield Step(sqrt(beta), because="the determinant of (1 + beta - eta h, -beta; 1, 0)")


heavy_ball_radius = Formula(
    title="Rate of the heavy ball on a quadratic, where it oscillates",
    kind=Kind.DEFINITION,
    statement=equal(radius.symbol, sqrt(beta)),
    quantities=(radius, rate, decay, curvature),
    assumptions=((1 + beta - eta * h) ** 2 < 4 * beta,),
    notations=(
        Notation(r"\rho = \sqrt{\beta}"),
        Notation(r"r = \sqrt{\gamma}", letters=(("r", "rho"), ("gamma", "beta"))),
    ),
    words=("heavy ball", "spectral radius", "quadratic", "rate"),
    derivation=derive_radius,
    source=Source(polyak, "section 2"),
)

best_rate = Quantity("eta", "step size", domain=POSITIVE, value=4 / (sqrt(L) + sqrt(mu)) ** 2)
best_decay = Quantity(
    "beta", "momentum", domain=NONNEGATIVE, value=((sqrt(kappa) - 1) / (sqrt(kappa) + 1)) ** 2
)


def derive_damping() -> Iterator[Step]:
    """Both are functions of the roots of the curvatures."""
    total, difference = sqrt(L) + sqrt(mu), sqrt(L) - sqrt(mu)
    yield Step((total**2 + difference**2 - 4 * mu) / total**2, because="one denominator; kappa = L / mu")
    yield Step(2 * sqrt(beta), because="the numerator is 2 L - 2 mu, twice the sum times the difference of the roots")


critical_damping = Formula(
    title="The optimal heavy ball damps the least curved direction critically",
    kind=Kind.IDENTITY,
    statement=equal(1 + beta - eta * mu, 2 * sqrt(beta)),
    quantities=(best_rate, best_decay, *conditioned),
    assumptions=(),
    notations=(
        Notation(r"1 + \beta - \eta\mu = 2\sqrt{\beta}"),
        Notation(r"1 + \beta - \alpha m = 2 \sqrt{\beta}", letters=(("alpha", "eta"), ("m", "mu"))),
    ),
    words=("heavy ball", "optimal", "critical", "quadratic"),
    derivation=derive_damping,
    source=Source("Goh 2017, Why Momentum Really Works", "optimal parameters"),
)

rows = Size("r", "rows of the factor", largest=3)
flat = Size("d", "dimensions", largest=2)
factor = Quantity("B", "a matrix", shape=(rows, flat))
excess = Quantity("s", "how far L lies above the Frobenius norm of Q", domain=NONNEGATIVE)
linear = Quantity("b", "slope at 0", shape=(flat,))
start = Quantity("x_0", "the first iterate", shape=(flat,))
B, b, x_0 = factor.symbol, linear.symbol, start.symbol
hessian = Quantity("Q", "the Hessian", shape=(flat, flat), value=B.T * B + mu * Identity(d))
Q = hessian.symbol
bowl = Quantity("f", "an L-smooth, mu-strongly convex function", value=Lambda((u,), dot(u, Q * u) / 2 + dot(b, u)))
smoothness = Quantity("L", "bound on the curvature", domain=POSITIVE, value=norm(Q) + excess.symbol)
minimiser = Quantity("x_star", "the minimiser", shape=(flat,), value=-Inverse(Q) * b)
x_star = minimiser.symbol
pushed = (sqrt(kappa) - 1) / (sqrt(kappa) + 1)


def ahead_of(number: int, now: Any, before: Any) -> Quantity:
    """The point beyond the last iterate."""
    pushed = (sqrt(kappa) - 1) / (sqrt(kappa) + 1)
    return Quantity(f"y_{number}", "an extrapolated point", shape=(flat,), value=now + pushed * (now - before))


def stepped(number: int, before: Any) -> Quantity:
    """The iterate after a gradient step of size 1 / L."""
    return Quantity(f"x_{number}", "an iterate", shape=(flat,), value=before - (Q * before + b) / L)


x_1 = stepped(1, x_0)
y_1 = ahead_of(1, x_1.symbol, x_0)
x_2 = stepped(2, y_1.symbol)
rounds = Quantity("k", "number of steps", domain=integers(0, 2))
m = rounds.symbol
cases = ((x_0, Eq(m, 0)), (x_1.symbol, Eq(m, 1)), (x_2.symbol, True))
last = Quantity("x_k", "the iterate after k steps", shape=(flat,), value=Piecewise(*cases, evaluate=False))

nesterov_rate = Formula(
    title="Nesterov's accelerated rate for a smooth, strongly convex function",
    kind=Kind.BOUND,
    statement=at_most(
        f(last.symbol) - f(x_star), L * ((sqrt(kappa) - 1) / sqrt(kappa)) ** m * norm(x_0 - x_star) ** 2
    ),
    quantities=(
        *(last, x_2, y_1, x_1, start, rounds, minimiser),
        *(bowl, condition, smoothness, hessian, factor, excess, linear, strength),
    ),
    assumptions=(),
    notations=(
        Notation(
            r"f(x^k) - f(x^*) \leq L \left(\frac{\sqrt{\kappa} - 1}{\sqrt{\kappa}}\right)^k \|x^0 - x^*\|^2",
            letters=(("x^k", "x_k"), ("x^0", "x_0")),
        ),
        Notation(
            r"f(x_t) - f(x_\star) \leq L \left(1 - \frac{1}{\sqrt{\kappa}}\right)^t \|x_0 - x_\star\|_2^2",
            letters=(("x_t", "x_k"), ("t", "k")),
        ),
    ),
    words=("nesterov", "acceleration", "theorem", "condition number"),
    derivation=Cited("Nesterov, Introductory Lectures on Convex Optimization, theorem 2.2.3: estimate sequences"),
    source=Source(nesterov, "theorem 2.2.3"),
)

TOPIC = Topic(
    "Momentum",
    formulas=(
        velocity_update,
        velocity_sum,
        constant_gradient,
        extrapolation,
        momentum_parameter,
        heavy_ball_radius,
        critical_damping,
        nesterov_rate,
    ),
)

"""Rates of gradient descent: steps, values and distances under smoothness, convexity and strong convexity.

The bounds hold for every smooth (and strongly convex) function. They are held against quadratics with the Hessian Q,
whose eigenvalues lie between mu and L; the step size is at most 1/L, but where it is said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Identity, Inverse, Lambda, MatrixSymbol, Piecewise

from derivations.operators import at_most, dot, gradient, norm
from derivations.stanzas import rule, written
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
    integers,
    interval,
)

nesterov = "Nesterov, Introductory Lectures on Convex Optimization"
garrigos = "Garrigos and Gower 2023, Handbook of Convergence Theorems for Gradient Methods"
strength = Quantity("mu", "least curvature", domain=POSITIVE)
ratio = Quantity("q", "the condition number less 1", domain=NONNEGATIVE)
mu = strength.symbol
drawn_smoothness = Quantity("L", "largest curvature", domain=POSITIVE, value=mu * (1 + ratio.symbol))
condition = Quantity("kappa", "condition number", domain=POSITIVE, value=drawn_smoothness.symbol / mu)
kappa = condition.symbol
conditioned = (condition, drawn_smoothness, ratio, strength)
best_rate = Quantity("eta_star", "the best step size")
factor = Quantity("rho", "the factor by which the error shrinks at worst")
rate_words = ("convergence", "gradient descent", "quadratic", "condition number", "contraction", "step size")

best_step = rule(
    "Best step size of gradient descent on a quadratic",
    best_rate,
    2 / (mu + drawn_smoothness.symbol),
    (drawn_smoothness, ratio, strength),
    written(
        r"\eta^* = \frac{2}{\mu + L}",
        r"\eta = \frac{2}{L + \mu}",
        r"\alpha^* = \frac{2}{\mu + L}",
        r"\eta_{\text{opt}} = 2 / (\mu + L)",
    )
    + written(
        r"\eta^* = \frac{2}{\lambda_{\min} + \lambda_{\max}}", letters=(("lambda_min", "mu"), ("lambda_max", "L"))
    ),
    (*rate_words, "optimal step", "best step"),
    "the step size at which the least and the largest curvature shrink alike",
    Source(nesterov, "theorem 2.1.15"),
)
best_factor = rule(
    "Rate of gradient descent on a quadratic at the best step size",
    factor,
    (kappa - 1) / (kappa + 1),
    conditioned,
    written(
        r"\rho = \frac{\kappa - 1}{\kappa + 1}",
        r"\rho = \frac{L - \mu}{L + \mu}",
        r"\rho = 1 - \frac{2}{\kappa + 1}",
    )
    + written(
        r"\rho = \frac{\lambda_{\max} - \lambda_{\min}}{\lambda_{\max} + \lambda_{\min}}",
        letters=(("lambda_min", "mu"), ("lambda_max", "L")),
    ),
    (*rate_words, "rate"),
    "the largest of |1 - eta lambda| over the eigenvalues",
    Source(nesterov, "theorem 2.1.15"),
)

rows = Size("r", "rows of the factor", largest=2)
dimensions = Size("d", "dimensions", largest=2)
d = dimensions.symbol
u = MatrixSymbol("u", d, 1)
base = Quantity("B", "a matrix", shape=(rows, dimensions))
excess = Quantity("s", "how far L lies above the Frobenius norm of Q", domain=NONNEGATIVE)
linear = Quantity("b", "slope at 0", shape=(dimensions,))
B, b = base.symbol, linear.symbol
hessian = Quantity("Q", "the Hessian", shape=(dimensions, dimensions), value=B.T * B + mu * Identity(d))
Q = hessian.symbol
bowl = Quantity("f", "an L-smooth, mu-strongly convex function", value=Lambda((u,), dot(u, Q * u) / 2 + dot(b, u)))
smoothness = Quantity("L", "bound on the curvature", domain=POSITIVE, value=norm(Q) + excess.symbol)
minimiser = Quantity("x_star", "the minimiser", shape=(dimensions,), value=-Inverse(Q) * b)
f, L, x_star = bowl.symbol, smoothness.symbol, minimiser.symbol
least = Quantity("f_star", "the least value", value=f(x_star))
family = (minimiser, bowl, smoothness, hessian, base, excess, linear, strength)
point = Quantity("x", "the parameters", shape=(dimensions,))
x = point.symbol
share = Quantity("c", "the step size in units of 1/L", domain=interval(0, 1))
any_rate = Quantity("eta", "step size", domain=POSITIVE)
rate = Quantity("eta", "step size of at most 1/L", domain=POSITIVE, value=share.symbol / L)
eta = rate.symbol
slope = gradient(f(x), x)
free_step = Quantity(
    "x_next", "the parameters after the step", shape=(dimensions,), value=x - any_rate.symbol * (Q * x + b)
)
short_step = Quantity("x_next", "the parameters after the step", shape=(dimensions,), value=x - (Q * x + b) / L)
start = Quantity("x_0", "the first iterate", shape=(dimensions,))
count = Quantity("k", "number of steps", domain=integers(1, 3))
x_0, k = start.symbol, count.symbol


def stepped_from(number: int, before: Any) -> Quantity:
    """The iterate after one more step."""
    return Quantity(f"x_{number}", "an iterate", shape=(dimensions,), value=before - eta * (Q * before + b))


x_1 = stepped_from(1, x_0)
x_2 = stepped_from(2, x_1.symbol)
x_3 = stepped_from(3, x_2.symbol)
cases = ((x_1.symbol, Eq(k, 1)), (x_2.symbol, Eq(k, 2)), (x_3.symbol, True))
last = Quantity("x_k", "the iterate after k steps", shape=(dimensions,), value=Piecewise(*cases, evaluate=False))
x_k = last.symbol
iterates = (last, x_3, x_2, x_1, start)
run = (*iterates, count, rate, share, least, *family)
counted = (("x_k+1", "x_next"), ("x_k", "x"))
stepped = (("x_t+1", "x_next"), ("x_t", "x"))


def bound(
    title: str,
    left: Any,
    right: Any,
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    words: tuple[str, ...],
    derivation: Any,
    source: Source,
) -> Formula:
    """A bound on quadratics."""
    return Formula(
        title=title,
        kind=Kind.BOUND,
        statement=at_most(left, right),
        quantities=quantities,
        assumptions=(),
        notations=notations,
        words=("convergence", "gradient descent", "smooth", *words),
        derivation=derivation,
        source=source,
    )


def derive_one_step() -> Iterator[Step]:
    """Expand the quadratic along the gradient."""
    yield Step(
        f(x) - any_rate.symbol * dot(slope, slope) + any_rate.symbol**2 / 2 * dot(slope, Q * slope),
        because="a quadratic is its second-order Taylor model",
    )
    yield Step(
        f(x) - any_rate.symbol * (1 - L * any_rate.symbol / 2) * norm(slope) ** 2,
        because="L is at least the largest eigenvalue of Q",
        relation="<=",
    )


one_step = bound(
    "What a step of gradient descent gains",
    f(free_step.symbol),
    f(x) - any_rate.symbol * (1 - L * any_rate.symbol / 2) * norm(slope) ** 2,
    (free_step, point, any_rate, *family[1:]),
    tuple(
        note
        for letters, (after, now) in ((counted, ("x_{k+1}", "x_k")), (stepped, ("x_{t+1}", "x_t")))
        for note in written(
            rf"f({after}) \leq f({now}) - \eta \left(1 - \frac{{L \eta}}{{2}}\right) \|\nabla f({now})\|^2",
            rf"f({after}) \leq f({now}) - \left(\eta - \frac{{L \eta^2}}{{2}}\right) \|\nabla f({now})\|^2",
            rf"f({after}) \leq f({now}) - \eta \|\nabla f({now})\|^2 + \frac{{L \eta^2}}{{2}} \|\nabla f({now})\|^2",
            letters=letters,
        )
    ),
    ("descent lemma", "decrease", "one step"),
    derive_one_step,
    Source(nesterov, "section 1.2.3"),
)


def derive_short_step() -> Iterator[Step]:
    """Expand the quadratic along the gradient."""
    yield Step(
        f(x) - dot(slope, slope) / L + dot(slope, Q * slope) / (2 * L**2),
        because="a quadratic is its second-order Taylor model",
    )
    yield Step(
        f(x) - 1 / (2 * L) * norm(slope) ** 2, because="L is at least the largest eigenvalue of Q", relation="<="
    )


short_gain = bound(
    "What a step of size 1/L gains",
    f(short_step.symbol),
    f(x) - 1 / (2 * L) * norm(slope) ** 2,
    (short_step, point, *family[1:]),
    tuple(
        note
        for letters, (after, now) in ((counted, ("x_{k+1}", "x_k")), (stepped, ("x_{t+1}", "x_t")))
        for note in written(
            rf"f({after}) \leq f({now}) - \frac{{1}}{{2L}} \|\nabla f({now})\|^2",
            rf"f({after}) \leq f({now}) - \frac{{1}}{{2 L}} \|\nabla f({now})\|_2^2",
            letters=letters,
        )
    ),
    ("descent lemma", "decrease"),
    derive_short_step,
    Source(nesterov, "section 1.2.3"),
)
sublinear = bound(
    "Gradient descent on a smooth convex function: the gap falls like 1/k",
    f(x_k) - f(x_star),
    norm(x_0 - x_star) ** 2 / (2 * eta * k),
    run,
    written(
        r"f(x_k) - f(x^*) \leq \frac{\|x_0 - x^*\|^2}{2 \eta k}",
        r"f(x_k) - f(x^*) \leq \frac{1}{2 \eta k} \|x_0 - x^*\|^2",
        r"f(x_k) - f(x^*) \leq \frac{\|x_0 - x^*\|_2^2}{2 k \eta}",
    )
    + written(r"f(x_t) - f(x^*) \leq \frac{\|x_0 - x^*\|^2}{2 \eta t}", letters=(("x_t", "x_k"), ("t", "k")))
    + written(r"f(x_k) - f^* \leq \frac{\|x_0 - x^*\|^2}{2 \eta k}"),
    ("convex", "sublinear", "1/k", "1/t"),
    Cited("Garrigos and Gower 2023, theorem 3.4: a Lyapunov function that falls at each step"),
    Source(garrigos, "theorem 3.4"),
)
unit_share = Quantity("eta", "the step size 1/L", domain=POSITIVE, value=1 / L)
sublinear_short = bound(
    "Gradient descent with the step size 1/L: the gap falls like L/k",
    f(x_k) - f(x_star),
    L * norm(x_0 - x_star) ** 2 / (2 * k),
    (*iterates, count, unit_share, least, *family),
    written(
        r"f(x_k) - f(x^*) \leq \frac{L \|x_0 - x^*\|^2}{2 k}",
        r"f(x_k) - f(x^*) \leq \frac{L}{2 k} \|x_0 - x^*\|^2",
    )
    + written(r"f(x_t) - f(x^*) \leq \frac{L \|x_0 - x^*\|^2}{2 t}", letters=(("x_t", "x_k"), ("t", "k")))
    + written(r"f(x_k) - f^* \leq \frac{L \|x_0 - x^*\|^2}{2 k}"),
    ("convex", "sublinear", "1/k", "1/t"),
    Cited("Garrigos and Gower 2023, corollary 3.5: theorem 3.4 at the step size 1/L"),
    Source(garrigos, "corollary 3.5"),
)
linear_distance = bound(
    "Gradient descent on a strongly convex function: the squared distance falls geometrically",
    norm(x_k - x_star) ** 2,
    (1 - eta * mu) ** k * norm(x_0 - x_star) ** 2,
    run,
    written(
        r"\|x_k - x^*\|^2 \leq (1 - \eta \mu)^k \|x_0 - x^*\|^2",
        r"\|x_k - x^*\|_2^2 \leq (1 - \eta \mu)^k \|x_0 - x^*\|_2^2",
    )
    + written(r"\|x_t - x^*\|^2 \leq (1 - \eta \mu)^t \|x_0 - x^*\|^2", letters=(("x_t", "x_k"), ("t", "k"))),
    ("strongly convex", "strong convexity", "linear convergence"),
    Cited("Garrigos and Gower 2023, theorem 3.6: expand the square and use strong convexity"),
    Source(garrigos, "theorem 3.6"),
)
linear_gap = bound(
    "Gradient descent under the Polyak-Lojasiewicz inequality: the gap falls geometrically",
    f(x_k) - f(x_star),
    (1 - eta * mu) ** k * (f(x_0) - f(x_star)),
    run,
    written(
        r"f(x_k) - f(x^*) \leq (1 - \eta \mu)^k (f(x_0) - f(x^*))",
        r"f(x_k) - f(x^*) \leq (1 - \mu \eta)^k [f(x_0) - f(x^*)]",
    )
    + written(r"f(x_t) - f(x^*) \leq (1 - \eta \mu)^t (f(x_0) - f(x^*))", letters=(("x_t", "x_k"), ("t", "k")))
    + written(r"f(x_k) - f^* \leq (1 - \eta \mu)^k (f(x_0) - f^*)"),
    ("polyak", "pl condition", "pl inequality", "strongly convex", "linear convergence"),
    Cited("Garrigos and Gower 2023, theorem 3.9: the descent lemma and the Polyak-Lojasiewicz inequality"),
    Source(garrigos, "theorem 3.9"),
)
gap_bound = bound(
    "Polyak-Lojasiewicz inequality, with a letter for the least value",
    mu * (f(x) - least.symbol),
    norm(slope) ** 2 / 2,
    (least, point, *family),
    written(
        r"\mu (f(x) - f^*) \leq \frac{1}{2} \|\nabla f(x)\|^2",
        r"\mu (f(x) - f_*) \leq \frac{1}{2} \|\nabla f(x)\|_2^2",
    )[:1]
    + written(r"\mu [f(x) - f^*] \leq \frac{\|\nabla f(x)\|^2}{2}"),
    ("polyak", "pl condition", "pl inequality", "gradient dominated"),
    Cited("Nesterov, Introductory Lectures on Convex Optimization, theorem 2.1.10"),
    Source("Karimi, Nutini and Schmidt 2016, Linear Convergence of Gradient Methods", "equation 3"),
)

TOPIC = Topic(
    "Rates of gradient descent",
    formulas=(
        best_step,
        best_factor,
        one_step,
        short_gain,
        sublinear,
        sublinear_short,
        linear_distance,
        linear_gap,
        gap_bound,
    ),
)

"""Convergence of stochastic gradient descent with a constant step size to a neighbourhood of the minimiser.

The theorem is for a mu-strongly convex mean F of convex, L-smooth terms. It is held against the family
f_i(x) = a_i |x - c_i|^2 / 2 with L/8 < a_i < L and mu below the mean of the a_i, of which all moments are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Eq, Identity, Lambda, MatrixSymbol, Piecewise, Sum, sqrt

from derivations.operators import (
    at,
    at_most,
    column,
    dot,
    equal,
    evaluated,
    gradient,
    mean,
    norm,
    partial,
    row,
    total,
    vector_mean,
    vector_sum,
)
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    integers,
    interval,
    position_in,
)

needell = "Needell, Srebro and Ward 2014, Stochastic Gradient Descent, Weighted Sampling, and the Randomized Kaczmarz"
terms = Size("n", "terms", largest=3)
dimensions = Size("d", "dimensions", largest=3)
n, d = terms.symbol, dimensions.symbol
i, j = bound_index("i j")
smoothness = Quantity("L", "bound on the curvature of every term", domain=POSITIVE)
share = interval(Fraction(1, 8), 1)
shares = Quantity("u", "curvatures as shares of L", shape=(terms,), domain=share)
fraction = Quantity("q", "strong convexity as a share of the mean curvature", domain=share)
centres = Quantity("c", "minimisers of the terms", shape=(terms, dimensions))
L, u, q, c = smoothness.symbol, shares.symbol, fraction.symbol, centres.symbol
curvatures = Quantity("a", "curvatures of the terms", shape=(terms,), value=L * u)
a = curvatures.symbol
mean_curvature = Sum(at(a, j), (j, 1, n)) / n
convexity = Quantity("mu", "strong convexity of the mean", domain=POSITIVE, value=q * mean_curvature)
minimiser = Quantity(
    "x_star",
    "the minimiser of the mean",
    shape=(dimensions,),
    value=vector_sum(at(a, i) * row(c, i), i, 1, n) / Sum(at(a, j), (j, 1, n)),
)
rate = Quantity("eta", "step size", domain=POSITIVE)
mu, x_star, eta = convexity.symbol, minimiser.symbol, rate.symbol


def slope_of(which: Any, where: Any) -> Any:
    """The gradient of one term."""
    return at(a, which) * (where - row(c, which))


def drawn(name: str) -> Quantity:
    """An index drawn uniformly and independently."""
    return Quantity(name, "index of a term, drawn uniformly", domain=position_in(terms), law=Law(name, uniform=terms))


noise = Quantity(
    "sigma",
    "root of the mean squared gradient at the minimiser",
    value=sqrt(Sum(norm(slope_of(i, x_star)) ** 2, (i, 1, n)) / n),
)
sigma = noise.symbol
chosen = drawn("I")
point = Quantity("x", "the parameters", shape=(dimensions,))
index, x = chosen.symbol, point.symbol
following = Quantity(
    "x_next", "the parameters after one step", shape=(dimensions,), value=x - eta * slope_of(index, x)
)
x_next = following.symbol
family = (smoothness, shares, fraction, centres, curvatures, convexity, minimiser, rate, noise)
small_step = eta * L < 1


v = MatrixSymbol("v", d, 1)
value = at(a, i) * norm(v - row(c, i)) ** 2 / 2
functions = Quantity(
    "f", "the terms", value=Lambda((v,), vector_sum(value * column(Identity(n), i), i, 1, n))
)
f = functions.symbol
objective = Quantity("F", "the mean of the terms", value=Lambda((v,), total(evaluated(f(v), n, 1)) / n))
F = objective.symbol
one = at(evaluated(f(x_star), n, 1), index)
spread = mean(norm(gradient(one, x_star) - gradient(F(x_star), x_star)) ** 2)
variance = Quantity("V", "variance of the stochastic gradient at the minimiser", value=spread)


def derive_noise_at_minimiser() -> Iterator[Step]:
    """The mean gradient vanishes at the minimiser."""
    yield Step(
        mean(norm(gradient(one, x_star)) ** 2) - norm(gradient(F(x_star), x_star)) ** 2,
        because="the mean of the square less the square of the mean",
    )
    yield Step(mean(norm(gradient(one, x_star)) ** 2), because="the gradient of the mean is 0 at its minimiser")


noise_at_minimiser = Formula(
    title="Variance of the stochastic gradient at the minimiser",
    kind=Kind.IDENTITY,
    statement=equal(variance.symbol, mean(norm(gradient(one, x_star)) ** 2)),
    quantities=(variance, *family, objective, functions, chosen),
    assumptions=(),
    notations=(
        Notation(r"V = \frac{1}{n} \sum_{i=1}^{n} \|\nabla_{x^*} f_i(x^*)\|^2"),
        Notation(r"V = \mathbb{E}\|\nabla_w f_I(w)\|^2", letters=(("w", "x_star"),)),
    ),
    words=("stochastic gradient", "variance", "minimiser"),
    derivation=derive_noise_at_minimiser,
    source=Source(needell, "theorem 2.1"),
)

A = 1 - 2 * eta * mu * (1 - eta * L)


def derive_one_step() -> Iterator[Step]:
    """Expand the square, split the gradient at the minimiser, use co-coercivity, then strong convexity."""
    away = x - x_star
    slope = vector_mean(slope_of(index, x))
    change = slope_of(index, x) - slope_of(index, x_star)
    yield Step(
        norm(away) ** 2 - 2 * eta * dot(away, slope) + eta**2 * mean(norm(slope_of(index, x)) ** 2),
        because="expand the square; the stochastic gradient is unbiased",
    )
    yield Step(
        norm(away) ** 2 - 2 * eta * dot(away, slope) + 2 * eta**2 * mean(norm(change) ** 2) + 2 * eta**2 * sigma**2,
        because="|g + h|^2 is at most 2 |g|^2 + 2 |h|^2",
        relation="<=",
    )
    yield Step(
        norm(away) ** 2 - 2 * eta * (1 - eta * L) * dot(away, slope) + 2 * eta**2 * sigma**2,
        because="co-coercivity of each convex L-smooth term: |change|^2 is at most L <away, change>",
        relation="<=",
    )
    yield Step(
        A * norm(away) ** 2 + 2 * eta**2 * sigma**2,
        because="strong convexity: <away, slope> is at least mu |away|^2, and 1 - eta L is positive",
        relation="<=",
    )


one_step = Formula(
    title="One step of stochastic gradient descent",
    kind=Kind.BOUND,
    statement=at_most(mean(norm(x_next - x_star) ** 2), A * norm(x - x_star) ** 2 + 2 * eta**2 * sigma**2),
    quantities=(following, chosen, point, *family),
    assumptions=(small_step,),
    notations=(
        Notation(
            r"\mathbb{E}\|x^1 - x^*\|^2 \leq (1 - 2\eta\mu(1 - \eta L)) \|x^0 - x^*\|^2 + 2\eta^2\sigma^2",
            letters=(("x^0", "x"), ("x^1", "x_next")),
        ),
        Notation(
            r"\mathbb{E}\|x_1 - x_\star\|^2 \leq [1 - 2\gamma\mu(1 - \gamma L)] \|x_0 - x_\star\|^2 "
            r"+ 2\gamma^2\sigma^2",
            letters=(("x_0", "x"), ("x_1", "x_next"), ("gamma", "eta")),
        ),
    ),
    words=("sgd", "convergence", "strongly convex"),
    derivation=derive_one_step,
    source=Source(needell, "theorem 2.1, proof"),
)

contraction = Quantity("A", "factor of the recursion", value=A)
limit = Quantity(
    "B", "fixed point of r = A r + 2 eta^2 sigma^2", value=2 * eta**2 * sigma**2 / (1 - contraction.symbol)
)
B = limit.symbol


def derive_noise_floor() -> Iterator[Step]:
    """Solve the fixed point equation."""
    yield Step(contraction.symbol * B + 2 * eta**2 * sigma**2, because="B is the fixed point of the recursion")
    yield Step(
        eta * sigma**2 / (mu * (1 - eta * L)), because="solve for B: 1 - A = 2 eta mu (1 - eta L); cancel 2 eta"
    )


noise_floor = Formula(
    title="Noise floor of stochastic gradient descent",
    kind=Kind.IDENTITY,
    statement=equal(B, eta * sigma**2 / (mu * (1 - eta * L))),
    quantities=(limit, contraction, *family),
    assumptions=(small_step,),
    notations=(
        Notation(r"B = \frac{\eta\sigma^2}{\mu(1 - \eta L)}"),
        Notation(r"B = \frac{\gamma\sigma^2}{\mu(1 - \gamma L)}", letters=(("gamma", "eta"),)),
    ),
    words=("sgd", "convergence", "noise floor"),
    derivation=derive_noise_floor,
    source=Source(needell, "theorem 2.1"),
)


def derive_floor_growth() -> Iterator[Step]:
    """The quotient rule."""
    yield Step(
        sigma**2 / (mu * (1 - eta * L)) + eta * L * sigma**2 / (mu * (1 - eta * L) ** 2),
        because="product rule on eta times 1 / (1 - eta L)",
    )
    yield Step(sigma**2 / (mu * (1 - eta * L) ** 2), because="common denominator; this is positive")


floor_growth = Formula(
    title="The larger the step size, the higher the noise floor of stochastic gradient descent",
    kind=Kind.GRADIENT,
    statement=equal(partial(B, eta), sigma**2 / (mu * (1 - eta * L) ** 2)),
    quantities=(limit, contraction, *family),
    assumptions=(small_step,),
    notations=(
        Notation(r"\frac{\partial B}{\partial \eta} = \frac{\sigma^2}{\mu(1 - \eta L)^2}"),
        Notation(r"\frac{d B}{d \gamma} = \frac{\sigma^2}{\mu(1 - \gamma L)^2}", letters=(("gamma", "eta"),)),
    ),
    words=("sgd", "step size", "noise floor", "stochasticity"),
    derivation=derive_floor_growth,
    source=Source(needell, "theorem 2.1"),
)

start = Quantity("x_0", "the first iterate", shape=(dimensions,))
count = Quantity("k", "number of steps", domain=integers(0, 3))
draws = tuple(drawn(name) for name in ("I_1", "I_2", "I_3"))
x_0, k = start.symbol, count.symbol


def after(which: Quantity, name: str, before: Any, number: int) -> Quantity:
    """The iterate after one more step."""
    value = before - eta * slope_of(which.symbol, before)
    return Quantity(name, f"the iterate after {number} steps", shape=(dimensions,), value=value)


first = after(draws[0], "x_1", x_0, 1)
second = after(draws[1], "x_2", first.symbol, 2)
third = after(draws[2], "x_3", second.symbol, 3)
iterate = Quantity(
    "x_k",
    "the iterate after k steps",
    shape=(dimensions,),
    value=Piecewise(
        (x_0, Eq(k, 0)), (first.symbol, Eq(k, 1)), (second.symbol, Eq(k, 2)), (third.symbol, True), evaluate=False
    ),
)
x_k = iterate.symbol
factor = contraction.symbol


def derive_convergence() -> Iterator[Step]:
    """Unroll the one-step bound; the geometric sum stays below its limit."""
    yield Step(
        factor**k * norm(x_0 - x_star) ** 2 + 2 * eta**2 * sigma**2 * Sum(factor**j, (j, 0, k - 1)),
        because="apply the one-step bound k times",
        relation="<=",
    )
    yield Step(
        factor**k * norm(x_0 - x_star) ** 2 + 2 * eta**2 * sigma**2 / (1 - factor),
        because="A lies between 0 and 1, so the geometric sum is at most 1 / (1 - A)",
        relation="<=",
    )
    yield Step(
        factor**k * norm(x_0 - x_star) ** 2 + eta * sigma**2 / (mu * (1 - eta * L)), because="the noise floor"
    )


convergence = Formula(
    title="Convergence of stochastic gradient descent",
    kind=Kind.BOUND,
    statement=at_most(
        mean(norm(x_k - x_star) ** 2),
        factor**k * norm(x_0 - x_star) ** 2 + eta * sigma**2 / (mu * (1 - eta * L)),
    ),
    quantities=(iterate, third, second, first, *draws, start, count, contraction, *family),
    assumptions=(small_step,),
    notations=(
        Notation(
            r"\mathbb{E}\|x^k - x^*\|^2 \leq A^k \|x^0 - x^*\|^2 + \frac{\eta\sigma^2}{\mu(1 - \eta L)}",
            letters=(("x^k", "x_k"), ("x^0", "x_0")),
        ),
        Notation(
            r"\mathbb{E}\|x_k - x_\star\|_2^2 \leq [1 - 2\gamma\mu(1 - \gamma L)]^k \|x_0 - x_\star\|_2^2 "
            r"+ \frac{\gamma\sigma^2}{\mu(1 - \gamma L)}",
            letters=(("gamma", "eta"),),
        ),
    ),
    words=("sgd", "convergence", "strongly convex", "theorem"),
    derivation=derive_convergence,
    source=Source(needell, "theorem 2.1"),
)

TOPIC = Topic(
    "Convergence of stochastic gradient descent",
    formulas=(noise_at_minimiser, one_step, noise_floor, floor_growth, convergence),
)

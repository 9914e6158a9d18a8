"""Stochastic gradients of a finite sum: their mean, their variance, minibatches, variance reduction and averaging.

The objective F is the mean of n smooth functions f_1, …, f_n; an index I is drawn uniformly, draws are independent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Identity, Inverse, Lambda, MatrixSymbol, Piecewise, Sum, Transpose

from derivations.operators import (
    at,
    column,
    dot,
    equal,
    evaluated,
    gradient,
    hessian,
    mean,
    norm,
    row,
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
    free_index,
    integers,
    position_in,
)

bottou = "Bottou, Curtis and Nocedal 2018, Optimization Methods for Large-Scale Machine Learning"
terms = Size("n", "terms", largest=4)
dimensions = Size("d", "dimensions", largest=3)
n, d = terms.symbol, dimensions.symbol
i = bound_index("i")
point = Quantity("x", "the parameters", shape=(dimensions,))
family = Quantity("f", "the terms of the objective", shape=(terms,), arguments=((dimensions,),))
x, f = point.symbol, family.symbol
a = MatrixSymbol("a", d, 1)
objective = Quantity("F", "the mean of the terms", value=Lambda((a,), Sum(at(evaluated(f(a), n, 1), i), (i, 1, n)) / n))
F = objective.symbol


def drawn(name: str) -> Quantity:
    """An index drawn uniformly and independently."""
    return Quantity(name, "index of a term, drawn uniformly", domain=position_in(terms), law=Law(name, uniform=terms))


def term(which: Any, where: Any = x) -> Any:
    """The value of one term of the objective."""
    return at(evaluated(f(where), n, 1), which)


def slope_of(which: Any) -> Any:
    """The gradient of one term."""
    return gradient(term(which), x)


chosen = drawn("I")
index = chosen.symbol
full = gradient(F(x), x)


def derive_unbiased() -> Iterator[Step]:
    """Write the mean out and swap it with the gradient."""
    yield Step(vector_sum(slope_of(i), i, 1, n) / n, because="each index has probability 1/n")
    yield Step(full, because="the gradient is linear")


unbiased = Formula(
    title="The stochastic gradient is unbiased",
    kind=Kind.IDENTITY,
    statement=equal(vector_mean(slope_of(index)), full),
    quantities=(chosen, family, objective, point),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\nabla_x f_I(x)] = \nabla F(x)"),
        Notation(r"\mathbb{E}_i[\nabla_w f_i(w)] = \nabla_w F(w)", letters=(("i", "I"), ("w", "x"))),
    ),
    words=("stochastic gradient", "unbiased", "sgd"),
    derivation=derive_unbiased,
    source=Source(bottou, "section 3.2"),
)

summed = Quantity("F", "the sum of the terms", value=Lambda((a,), Sum(at(evaluated(f(a), n, 1), i), (i, 1, n))))


def derive_unbiased_sum() -> Iterator[Step]:
    """Write the mean out and swap the sum with the gradient."""
    yield Step(vector_sum(slope_of(i), i, 1, n) / n, because="each index has probability 1/n")
    yield Step(full / n, because="the gradient is linear, and F is the sum without the factor 1/n")


sum_gradient = Formula(
    title="Mean of the stochastic gradient where the objective is a sum",
    kind=Kind.IDENTITY,
    statement=equal(vector_mean(slope_of(index)), full / n),
    quantities=(chosen, family, summed, point),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\nabla_x f_I(x)] = \frac{1}{n} \nabla F(x)"),
        Notation(
            r"\mathbb{E}[\nabla_\theta \ell_I(\theta)] = \frac{1}{n} \nabla_\theta L(\theta)",
            letters=(("l", "f"), ("L", "F"), ("theta", "x")),
        ),
    ),
    words=("stochastic gradient", "sum", "sgd"),
    derivation=derive_unbiased_sum,
    source=Source(bottou, "section 3.2"),
)

variance = Quantity("V", "variance of the stochastic gradient", value=mean(norm(slope_of(index) - full) ** 2))
V = variance.symbol


def derive_variance() -> Iterator[Step]:
    """Expand the square."""
    yield Step(Sum(norm(slope_of(i) - full) ** 2, (i, 1, n)) / n, because="each index has probability 1/n")
    yield Step(
        Sum(norm(slope_of(i)) ** 2 - 2 * dot(slope_of(i), full) + norm(full) ** 2, (i, 1, n)) / n,
        because="expand the square",
    )
    yield Step(
        mean(norm(slope_of(index)) ** 2) - norm(full) ** 2, because="the mean of the gradients is the gradient"
    )


gradient_variance = Formula(
    title="Variance of the stochastic gradient",
    kind=Kind.IDENTITY,
    statement=equal(V, mean(norm(slope_of(index)) ** 2) - norm(full) ** 2),
    quantities=(variance, chosen, family, objective, point),
    assumptions=(),
    notations=(
        Notation(r"V = \frac{1}{n} \sum_{i=1}^{n} \|\nabla_x f_i(x)\|^2 - \|\nabla F(x)\|^2"),
        Notation(
            r"\mathbb{E}\|\nabla_x f_I(x) - \nabla F(x)\|^2 = \mathbb{E}\|\nabla_x f_I(x)\|^2 - \|\nabla F(x)\|^2"
        ),
        Notation(
            r"\mathbb{E}\|\nabla f_i(w) - \nabla F(w)\|^2 = \mathbb{E}\|\nabla f_i(w)\|^2 - \|\nabla F(w)\|^2",
            letters=(("i", "I"), ("w", "x")),
        ),
    ),
    words=("stochastic gradient", "variance", "sgd"),
    derivation=derive_variance,
    source=Source(bottou, "section 4.1"),
)

batch = Quantity("r", "size of the minibatch", domain=integers(1, 3))
second, third = drawn("J"), drawn("K")
r, J, K = batch.symbol, second.symbol, third.symbol
minibatch = Quantity(
    "g",
    "mean gradient of r terms drawn with replacement",
    shape=(dimensions,),
    value=Piecewise(
        (slope_of(index), Eq(r, 1)),
        ((slope_of(index) + slope_of(J)) / 2, Eq(r, 2)),
        ((slope_of(index) + slope_of(J) + slope_of(K)) / 3, True),
        evaluate=False,
    ),
)
g = minibatch.symbol


def derive_minibatch_mean() -> Iterator[Step]:
    """Each draw has the same mean."""
    yield Step(vector_mean(slope_of(index)), because="a mean of r gradients that each have this mean")
    yield Step(full, because="the stochastic gradient is unbiased")


minibatch_unbiased = Formula(
    title="The minibatch gradient is unbiased",
    kind=Kind.IDENTITY,
    statement=equal(vector_mean(g), full),
    quantities=(minibatch, batch, chosen, second, third, family, objective, point),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[g] = \nabla F(x)"),
        Notation(r"\mathbb{E}[\hat{g}] = \nabla_\theta F(\theta)", letters=(("g_hat", "g"), ("theta", "x"))),
    ),
    words=("minibatch", "unbiased", "stochastic gradient"),
    derivation=derive_minibatch_mean,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "section 8.1.3"),
)


def derive_minibatch_variance() -> Iterator[Step]:
    """Deviations of independent draws are orthogonal on average."""
    yield Step(
        r * mean(norm(slope_of(index) - full) ** 2) / r**2, because="the cross terms of r independent draws have mean 0"
    )
    yield Step(V / r, because="definition of the variance of one draw")


minibatch_variance = Formula(
    title="Variance of the minibatch gradient",
    kind=Kind.IDENTITY,
    statement=equal(mean(norm(g - full) ** 2), V / r),
    quantities=(minibatch, batch, variance, chosen, second, third, family, objective, point),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}\|g - \nabla F(x)\|^2 = \frac{V}{r}"),
        Notation(
            r"\mathbb{E}\|\hat{g} - \nabla F(\theta)\|^2 = \frac{\sigma^2}{B}",
            letters=(("g_hat", "g"), ("theta", "x"), ("sigma^2", "V"), ("B", "r")),
        ),
    ),
    words=("minibatch", "variance", "batch size"),
    derivation=derive_minibatch_variance,
    source=Source(bottou, "section 4.2"),
)

snapshot = Quantity("x_bar", "the point at which the full gradient is known", shape=(dimensions,))
x_bar = snapshot.symbol
reduced = slope_of(index) - gradient(term(index, x_bar), x_bar) + gradient(F(x_bar), x_bar)


def derive_variance_reduced() -> Iterator[Step]:
    """The correction has mean zero."""
    yield Step(
        vector_mean(slope_of(index)) + gradient(F(x_bar), x_bar) - vector_mean(gradient(term(index, x_bar), x_bar)),
        because="the mean is linear",
    )
    yield Step(full, because="stochastic gradients are unbiased at both points")


variance_reduced = Formula(
    title="The variance-reduced gradient is unbiased",
    kind=Kind.IDENTITY,
    statement=equal(vector_mean(reduced), full),
    quantities=(chosen, family, objective, point, snapshot),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[\nabla_x f_I(x) - \nabla_{\bar{x}} f_I(\bar{x}) + \nabla F(\bar{x})] = \nabla F(x)"),
        Notation(
            r"\mathbb{E}[\nabla_w f_i(w) - \nabla_{\tilde{w}} f_i(\tilde{w}) + \nabla F(\tilde{w})] = \nabla F(w)",
            letters=(("i", "I"), ("w", "x"), ("w_tilde", "x_bar")),
        ),
    ),
    words=("variance reduction", "svrg", "unbiased"),
    derivation=derive_variance_reduced,
    source=Source("Johnson and Zhang 2013, Accelerating Stochastic Gradient Descent", "section 2"),
    survivors=(("the summand (-df(x_bar)[I]/dx_bar) + dF(x_bar)/dx_bar", "the correction has mean 0"),),
)

rate = Quantity("eta", "step size", domain=POSITIVE)
following = Quantity("x_next", "the parameters after the step", shape=(dimensions,))
position = free_index("i", terms)
anywhere = Quantity("y", "any point", shape=(dimensions,))
eta, x_next, p, x_free = rate.symbol, following.symbol, position.symbol, anywhere.symbol


def derive_step() -> Iterator[Step]:
    """The point that minimises the linear model of one term plus |y - x|^2 / (2 eta): one Newton step from x."""
    model = dot(slope_of(p), x_free) + dot(x_free - x, x_free - x) / (2 * eta)
    newton = x_free - Inverse(hessian(model, x_free)) * gradient(model, x_free)
    yield Step(newton, because="minimise the linear model of f_i plus |y - x|^2 / (2 eta): one Newton step from any y")
    yield Step(x - eta * slope_of(p), because="the curvature is I / eta, and the terms in y cancel")


sgd_step = Formula(
    title="Step of stochastic gradient descent",
    kind=Kind.DEFINITION,
    statement=equal(x_next, x - eta * slope_of(p)),
    quantities=(following, point, rate, family, position, anywhere),
    assumptions=(),
    notations=(
        Notation(r"x^{k+1} = x^k - \eta \nabla_x f_i(x^k)", letters=(("x^k", "x"), ("x", "x"))),
        Notation(
            r"\theta_{t+1} = \theta_t - \eta \nabla_\theta f_i(\theta_t)", letters=(("theta_t", "x"), ("theta", "x"))
        ),
    ),
    words=("sgd", "stochastic gradient descent", "update"),
    derivation=derive_step,
    source=Source(bottou, "section 3.2"),
)

steps = Size("T", "iterates", smallest=4, largest=5)
iterates = Quantity("x", "the iterates", shape=(steps, dimensions))
now = Quantity("k", "an iterate before the last", domain=integers(1, 3))
X, T, k = iterates.symbol, steps.symbol, now.symbol
j = bound_index("j")
so_far = vector_sum(row(X, i), i, 1, j) / j
averages = Quantity(
    "x_bar",
    "row j is the mean of the first j iterates",
    shape=(steps, dimensions),
    value=vector_sum(column(Identity(T), j) * Transpose(so_far), j, 1, T),
)
averaged = averages.symbol


def derive_averaging() -> Iterator[Step]:
    """Split the last term off the sum."""
    yield Step(vector_sum(row(X, i), i, 1, k + 1) / (k + 1), because="definition of the mean of k + 1 iterates")
    yield Step(
        vector_sum(row(X, i), i, 1, k) / (k + 1) + row(X, k + 1) / (k + 1), because="split the last iterate off"
    )
    yield Step(
        k / (k + 1) * row(averaged, k) + 1 / (k + 1) * row(X, k + 1), because="the first sum is k times the mean so far"
    )


polyak_averaging = Formula(
    title="Polyak averaging: the running mean of the iterates",
    kind=Kind.IDENTITY,
    statement=equal(row(averaged, k + 1), k / (k + 1) * row(averaged, k) + 1 / (k + 1) * row(X, k + 1)),
    quantities=(averages, iterates, now),
    assumptions=(),
    notations=(
        Notation(r"\bar{x}_{k+1} = \frac{k}{k+1} \bar{x}_k + \frac{1}{k+1} x_{k+1}"),
        Notation(
            r"\bar{\theta}_{t+1} = \frac{t}{t+1} \bar{\theta}_t + \frac{1}{t+1} \theta_{t+1}",
            letters=(("theta_bar", "x_bar"), ("theta", "x"), ("t", "k")),
        ),
    ),
    words=("polyak", "averaging", "running mean"),
    derivation=derive_averaging,
    source=Source("Polyak and Juditsky 1992, Acceleration of Stochastic Approximation by Averaging", "equation 2"),
)

TOPIC = Topic(
    "Stochastic gradients",
    formulas=(
        unbiased,
        sum_gradient,
        gradient_variance,
        minibatch_unbiased,
        minibatch_variance,
        variance_reduced,
        sgd_step,
        polyak_averaging,
    ),
)

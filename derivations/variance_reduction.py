"""Variance reduction (SVRG): the stochastic gradient corrected by the one at an anchor point.

F is the mean of n smooth functions f_1, …, f_n; x_bar is the anchor, at which the full gradient is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Inverse

from derivations.operators import at_most, dot, equal, gradient, hessian, mean, norm, vector_mean
from derivations.sgd import F, dimensions, drawn, family, objective, point, rate, term, terms, x
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic, free_index

johnson = "Johnson and Zhang 2013, Accelerating Stochastic Gradient Descent using Predictive Variance Reduction"
anchor = Quantity("x_bar", "the anchor point", shape=(dimensions,))
following = Quantity("x_next", "the parameters after the step", shape=(dimensions,))
anywhere = Quantity("y", "any point", shape=(dimensions,))
which = free_index("j", terms)
x_bar, x_next, y, j, eta = anchor.symbol, following.symbol, anywhere.symbol, which.symbol, rate.symbol
corrected = gradient(term(j), x) - gradient(term(j, x_bar), x_bar) + gradient(F(x_bar), x_bar)


def derive_step() -> Iterator[Step]:
    """A step of gradient descent with the corrected gradient."""
    model = dot(corrected, y - x) + dot(y - x, y - x) / (2 * eta)
    newton = y - Inverse(hessian(model, y)) * gradient(model, y)
    yield Step(newton, because="minimise the corrected linear model plus |y - x|^2 / (2 eta)")
    yield Step(x - eta * corrected, because="the curvature is I / eta, and the terms in y cancel")


svrg_step = Formula(
    title="Step of stochastic gradient descent with variance reduction (SVRG)",
    kind=Kind.DEFINITION,
    statement=equal(x_next, x - eta * corrected),
    quantities=(following, point, anchor, rate, family, objective, which, anywhere),
    assumptions=(),
    notations=(
        Notation(
            r"x^{k+1} = x^k - \eta [\nabla_x f_j(x^k) - \nabla_{\bar{x}} f_j(\bar{x}) + \nabla F(\bar{x})]",
            letters=(("x^k", "x"), ("x", "x")),
        ),
        Notation(
            r"w_{t+1} = w_t - \eta \left(\nabla_w f_j(w_t) - \nabla_{\tilde{w}} f_j(\tilde{w}) "
            r"+ \nabla F(\tilde{w})\right)",
            letters=(("w_t", "x"), ("w", "x"), ("w_tilde", "x_bar")),
        ),
    ),
    words=("variance reduction", "svrg", "sgd", "update"),
    derivation=derive_step,
    source=Source(johnson, "section 2"),
)

chosen = drawn("I")
index = chosen.symbol
change = gradient(term(index), x) - gradient(term(index, x_bar), x_bar)
estimate = change + gradient(F(x_bar), x_bar)


def derive_small_variance() -> Iterator[Step]:
    """A variance is at most the mean square."""
    yield Step(
        mean(norm(change) ** 2) - norm(vector_mean(change)) ** 2,
        because="the estimate less its mean is the change less its mean: mean square less square of the mean",
    )
    yield Step(mean(norm(change) ** 2), because="a square is not negative", relation="<=")


small_variance = Formula(
    title="The variance of the corrected gradient is small where the point is near its anchor",
    kind=Kind.BOUND,
    statement=at_most(mean(norm(estimate - gradient(F(x), x)) ** 2), mean(norm(change) ** 2)),
    quantities=(point, anchor, chosen, family, objective),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{E}\|\nabla_x f_I(x) - \nabla_{\bar{x}} f_I(\bar{x}) + \nabla F(\bar{x}) - \nabla F(x)\|^2 "
            r"\leq \mathbb{E}\|\nabla_x f_I(x) - \nabla_{\bar{x}} f_I(\bar{x})\|^2"
        ),
        Notation(
            r"\mathbb{E}\|\nabla_w f_i(w) - \nabla_{\tilde{w}} f_i(\tilde{w}) + \nabla F(\tilde{w}) "
            r"- \nabla F(w)\|_2^2 \leq \mathbb{E}\|\nabla_w f_i(w) - \nabla_{\tilde{w}} f_i(\tilde{w})\|_2^2",
            letters=(("i", "I"), ("w", "x"), ("w_tilde", "x_bar")),
        ),
    ),
    words=("variance reduction", "svrg", "sgd", "variance"),
    derivation=derive_small_variance,
    source=Source(johnson, "section 3"),
)

TOPIC = Topic("Variance reduction", formulas=(svrg_step, small_variance))

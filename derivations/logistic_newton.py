"""Logistic regression: probability and odds, curvature, Newton's step as weighted least squares.

An input stands in each row of X, p are the probabilities of the class 1, and R is diagonal with p_i (1 - p_i).
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Inverse, Sum, Transpose, exp, log

from derivations.logistic import logistic, sigma
from derivations.logistic_batches import (
    X,
    common,
    data,
    features,
    i,
    mean_loss,
    n,
    named_loss,
    p,
    samples,
    total_loss,
    w,
    weights,
    y,
)
from derivations.operators import (
    at,
    diagonal_matrix,
    dot,
    equal,
    gradient,
    hessian,
    row,
    tabulated,
    vector_sum,
)
from derivations.vocabulary import (
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
L = named_loss.symbol
j = bound_index("j")
curvatures = Quantity("R", "p_i (1 - p_i) on the diagonal", shape=(samples, samples),
                      value=diagonal_matrix(tabulated(at(p, i) * (1 - at(p, i)), i, n)))  # fmt: skip
R = curvatures.symbol
example = (("x", "X"), ("X", "X"))

inside = Quantity("x", "input", shape=(features,))
bias = Quantity("b", "bias")
chance = Quantity("q", "probability of the class 1")
x, b, q = inside.symbol, bias.symbol, chance.symbol


def derive_probability() -> Iterator[Step]:
    """The odds are the exponential of the score."""
    yield Step(exp(dot(w, x) + b) / (1 + exp(dot(w, x) + b)), because="odds over one plus the odds")
    yield Step(1 / (1 + exp(-(dot(w, x) + b))), because="divide by the exponential")


probability = Formula(
    title="Probability of the positive class in logistic regression",
    kind=Kind.DEFINITION,
    statement=equal(q, 1 / (1 + exp(-(dot(w, x) + b)))),
    quantities=(chance, weights, inside, bias),
    assumptions=(),
    notations=(
        Notation(r"\hat{y} = \frac{1}{1 + e^{-(w^\top x + b)}}",
                 letters=(("y_hat", "q"),)),
        Notation(r"p(x) = \frac{e^{\beta_0 + \beta^T x}}{1 + e^{\beta_0 + \beta^T x}}",
                 letters=(("p", "q"), ("beta_0", "b"), ("beta", "w"))),
        Notation(r"\hat{p} = \sigma(w^\top x + b)", letters=(("p_hat", "q"),)),
        Notation(r"p = \frac{1}{1 + \exp(-w^\top x - b)}", letters=(("p", "q"),)),
    ),
    words=("sigmoid", "probability", *common),
    derivation=derive_probability,
    source=Source(bishop, "equation 4.87"),
)  # fmt: skip


def derive_plain() -> Iterator[Step]:
    """The odds are the exponential of the score."""
    yield Step(exp(dot(w, x)) / (1 + exp(dot(w, x))), because="odds over one plus the odds")
    yield Step(1 / (1 + exp(-dot(w, x))), because="divide by the exponential")


plain_probability = Formula(
    title="Probability of the positive class in logistic regression without bias",
    kind=Kind.DEFINITION,
    statement=equal(q, 1 / (1 + exp(-dot(w, x)))),
    quantities=(chance, weights, inside),
    assumptions=(),
    notations=(
        Notation(r"h_\theta(x) = \frac{1}{1 + e^{-\theta^T x}}", letters=(("h_theta", "q"), ("theta", "w"))),
        Notation(r"\hat{y} = \sigma(w^\top x)", letters=(("y_hat", "q"),)),
        Notation(r"p = \frac{\exp(w^\top x)}{1 + \exp(w^\top x)}", letters=(("p", "q"),)),
    ),
    words=("sigmoid", "probability", "hypothesis", *common),
    derivation=derive_plain,
    source=Source(bishop, "equation 4.87"),
)

without_bias = Quantity("q", "probability of the class 1", value=sigma(dot(w, x)))


def derive_odds() -> Iterator[Step]:
    """The odds are the exponential of the score."""
    yield Step(log(1 + exp(dot(w, x))) - log(1 + exp(-dot(w, x))), because="p is 1/(1 + e^-z), 1 - p is 1/(1 + e^z)")
    yield Step(dot(w, x), because="1 + e^z is e^z (1 + e^-z)")


log_odds = Formula(
    title="The log-odds of logistic regression are linear",
    kind=Kind.IDENTITY,
    statement=equal(log(q / (1 - q)), dot(w, x)),
    quantities=(without_bias, weights, inside, logistic),
    assumptions=(),
    notations=(
        Notation(r"\log \frac{p}{1 - p} = w^\top x", letters=(("p", "q"),)),
        Notation(r"\ln\left(\frac{p(x)}{1 - p(x)}\right) = \beta^T x", letters=(("p", "q"), ("beta", "w"))),
        Notation(r"\log \frac{\sigma(w^\top x)}{1 - \sigma(w^\top x)} = w^\top x"),
    ),
    words=("log-odds", "log odds", "logit", *common),
    derivation=derive_odds,
    source=Source(hastie, "equation 4.17"),
)


def derive_hessian() -> Iterator[Step]:
    """Add the Hessians of the samples."""
    yield Step(
        vector_sum((at(p, i) * (1 - at(p, i))) * (row(X, i) * Transpose(row(X, i))), i, 1, n),
        because="each sample has the Hessian p_i (1 - p_i) x_i x_i'",
    )
    yield Step(Transpose(X) * R * X, because="the sum of weighted outer products of the rows")


total_hessian = Formula(
    title="Hessian of the log-loss of logistic regression, summed",
    kind=Kind.GRADIENT,
    statement=equal(hessian(L, w), Transpose(X) * R * X),
    quantities=(total_loss, *data, curvatures),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w^2 L = X^\top R X"),
        Notation(r"\nabla_w^2 L = X^T S X", letters=(("S", "R"), ("X", "X"))),
        Notation(r"\nabla_w^2 L = \sum_{i=1}^n p_i (1 - p_i) x_i x_i^\top", letters=example),
        Notation(r"\nabla_w^2 L = \sum_{i=1}^n \sigma(w^\top x_i)(1 - \sigma(w^\top x_i)) x_i x_i^\top",
                 letters=example),
    ),
    words=("hessian", "newton", "irls", *common),
    derivation=derive_hessian,
    source=Source(bishop, "equation 4.97"),
)


def derive_mean_hessian() -> Iterator[Step]:
    """Add the Hessians of the samples."""
    yield Step(
        vector_sum((at(p, i) * (1 - at(p, i))) * (row(X, i) * Transpose(row(X, i))), i, 1, n) / n,
        because="each sample has the Hessian p_i (1 - p_i) x_i x_i'",
    )
    yield Step(Transpose(X) * R * X / n, because="the sum of weighted outer products of the rows")


mean_hessian = Formula(
    title="Hessian of the log-loss of logistic regression, averaged",
    kind=Kind.GRADIENT,
    statement=equal(hessian(L, w), Transpose(X) * R * X / n),
    quantities=(mean_loss, *data, curvatures),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w^2 L = \frac{1}{n} X^\top R X"),
        Notation(r"\nabla_w^2 L = \frac{1}{n} \sum_{i=1}^n p_i (1 - p_i) x_i x_i^\top", letters=example),
        Notation(r"\nabla_w^2 L = \frac{1}{n} \sum_{i=1}^n \sigma(w^\top x_i)(1 - \sigma(w^\top x_i)) x_i x_i^\top",
                 letters=example),
    ),
    words=("hessian", "newton", *common),
    derivation=derive_mean_hessian,
    source=Source(murphy, "equation 10.23"),
)  # fmt: skip

tall = Size("n", "samples", smallest=3, largest=4)
long_inputs = Quantity("X", "the inputs, one in each row", shape=(tall, features))
long_labels = Quantity("y", "the classes, 0 or 1", shape=(tall,), domain=data[1].domain)
long_chances = Quantity("p", "probabilities of the class 1", shape=(tall,), value=data[3].value)
long_curvatures = Quantity("R", "p_i (1 - p_i) on the diagonal", shape=(tall, tall), value=curvatures.value)
following = Quantity("w_next", "the weights after the step", shape=(features,))
w_next = following.symbol
newton_data = (following, long_inputs, long_labels, weights, long_chances, long_curvatures, logistic)
curvature = Transpose(X) * R * X


def derive_newton() -> Iterator[Step]:
    """The Hessian's inverse times the gradient."""
    loss = -Sum(at(y, j) * log(at(p, j)) + (1 - at(y, j)) * log(1 - at(p, j)), (j, 1, n))
    yield Step(w - Inverse(hessian(loss, w)) * gradient(loss, w), because="Newton's step on the log-loss")
    yield Step(w - Inverse(curvature) * Transpose(X) * (p - y), because="gradient and Hessian of the log-loss")


newton_step = Formula(
    title="Newton's step of logistic regression",
    kind=Kind.DEFINITION,
    statement=equal(w_next, w - Inverse(curvature) * Transpose(X) * (p - y)),
    quantities=newton_data,
    assumptions=(),
    notations=(
        Notation(r"w_{t+1} = w_t - (X^\top R X)^{-1} X^\top (p - y)", letters=(("w_t", "w"),)),
        Notation(r"w^{\mathrm{new}} = w - (\Phi^T R \Phi)^{-1} \Phi^T (y - t)",
                 letters=(("w^new", "w_next"), ("Phi", "X"), ("y", "p"), ("t", "y"))),
        Notation(r"\beta_{\mathrm{new}} = \beta + (X^T W X)^{-1} X^T (y - p)",
                 letters=(("beta_new", "w_next"), ("beta", "w"), ("W", "R"))),
    ),
    words=("newton", "irls", "iteratively reweighted", *common),
    derivation=derive_newton,
    source=Source(bishop, "equation 4.99"),
)  # fmt: skip

response = Quantity("z", "adjusted response", shape=(tall,), value=X * w - Inverse(R) * (p - y))
z = response.symbol


def derive_irls() -> Iterator[Step]:
    """Take the step into the weighted least squares."""
    yield Step(w - Inverse(curvature) * Transpose(X) * (p - y), because="Newton's step")
    yield Step(Inverse(curvature) * (curvature * w - Transpose(X) * (p - y)), because="w = (X'RX)^-1 X'R X w")
    yield Step(Inverse(curvature) * Transpose(X) * R * z, because="X'(p - y) = X'R R^-1 (p - y)")


reweighted = Formula(
    title="Newton's step of logistic regression is weighted least squares",
    kind=Kind.DEFINITION,
    statement=equal(w_next, Inverse(curvature) * Transpose(X) * R * z),
    quantities=(*newton_data, response),
    assumptions=(),
    notations=(
        Notation(r"w_{t+1} = (X^\top R X)^{-1} X^\top R z"),
        Notation(r"w^{\mathrm{new}} = (\Phi^T R \Phi)^{-1} \Phi^T R z", letters=(("w^new", "w_next"), ("Phi", "X"))),
        Notation(r"\beta_{\mathrm{new}} = \left(X^T W X\right)^{-1} X^T W z",
                 letters=(("beta_new", "w_next"), ("W", "R"))),
    ),
    words=("irls", "iteratively reweighted", "weighted least squares", "newton", *common),
    derivation=derive_irls,
    source=Source(bishop, "equation 4.99"),
)  # fmt: skip

TOPIC = Topic(
    "Newton's method for logistic regression",
    formulas=(
        probability,
        plain_probability,
        log_odds,
        total_hessian,
        mean_hessian,
        newton_step,
        reweighted,
    ),
)

"""Steps of gradient descent on least squares and on logistic regression, for a whole data set and for one example.

An input stands in each row of X; sums, means and halves of the losses give the factors 1, 1/n and 2/n.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Transpose

from derivations.least_squares import X, features, inputs, n, samples, targets, w, weights, y
from derivations.logistic import logistic, sigma
from derivations.operators import at, dot, entrywise, equal, gradient, norm, row, vector_sum
from derivations.vocabulary import BIT, POSITIVE, Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index

bishop = "Bishop, Pattern Recognition and Machine Learning"
ng = "Ng and Ma, CS229 Lecture Notes"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
i = bound_index("i")
rate = Quantity("eta", "learning rate", domain=POSITIVE)
following = Quantity("w_next", "the weights after the step", shape=(features,))
eta, w_next = rate.symbol, following.symbol
residual = X * w - y
back = Transpose(X) * residual
data = (following, inputs, targets, weights, rate)
example = (("x", "X"), ("X", "X"))
after = (("w_t", "w"), ("w", "w"))
ng_letters = (*example, ("theta", "w"), ("alpha", "eta"), ("m", "n"))
words = ("gradient descent", "update", "linear regression", "least squares", "batch gradient")


def derive_total() -> Iterator[Step]:
    """A step against the gradient."""
    yield Step(w - eta * gradient(norm(residual) ** 2 / 2, w), because="a step against the gradient of |X w - y|^2 / 2")
    yield Step(w - eta * back, because="gradient of half the residual sum of squares")


total_step = Formula(
    title="Gradient step on half the residual sum of squares",
    kind=Kind.DEFINITION,
    statement=equal(w_next, w - eta * back),
    quantities=data,
    assumptions=(),
    notations=(
        Notation(r"w_{t+1} = w_t - \eta X^\top (X w_t - y)", letters=after),
        Notation(r"w \leftarrow w + \eta X^\top (y - X w)"),
        Notation(r"\theta := \theta - \alpha \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)}) x^{(i)}", letters=ng_letters),
        Notation(r"w \leftarrow w + \eta \sum_{i=1}^n (y_i - w^\top x_i) x_i", letters=example),
    ),
    words=words,
    derivation=derive_total,
    source=Source(ng, "section 1.1"),
)


def derive_mean() -> Iterator[Step]:
    """A step against the gradient."""
    yield Step(
        w - eta * gradient(norm(residual) ** 2 / (2 * n), w),
        because="against the gradient of |X w - y|^2 / (2n)",
    )
    yield Step(w - eta / n * back, because="gradient of half the mean squared error")


mean_step = Formula(
    title="Gradient step on half the mean squared error",
    kind=Kind.DEFINITION,
    statement=equal(w_next, w - eta / n * back),
    quantities=data,
    assumptions=(),
    notations=(
        Notation(r"w_{t+1} = w_t - \frac{\eta}{n} X^\top (X w_t - y)", letters=after),
        Notation(r"w \leftarrow w + \frac{\eta}{n} X^\top (y - X w)"),
        Notation(r"\theta := \theta - \frac{\alpha}{m} X^T (X\theta - y)", letters=ng_letters),
        Notation(r"\theta \leftarrow \theta - \alpha \frac{1}{m} \sum_{i=1}^m (\theta^T x^{(i)} - y^{(i)}) x^{(i)}",
                 letters=ng_letters),
    ),
    words=words,
    derivation=derive_mean,
    source=Source(ng, "section 1.1"),
)  # fmt: skip


def derive_double() -> Iterator[Step]:
    """A step against the gradient."""
    yield Step(w - eta * gradient(norm(residual) ** 2 / n, w), because="against the gradient of |X w - y|^2 / n")
    yield Step(w - 2 * eta / n * back, because="gradient of the mean squared error")


double_step = Formula(
    title="Gradient step on the mean squared error",
    kind=Kind.DEFINITION,
    statement=equal(w_next, w - 2 * eta / n * back),
    quantities=data,
    assumptions=(),
    notations=(
        Notation(r"w_{t+1} = w_t - \frac{2\eta}{n} X^\top (X w_t - y)", letters=after),
        Notation(r"w \leftarrow w - \eta \frac{2}{n} X^\top (X w - y)"),
        Notation(r"w \leftarrow w + \frac{2\eta}{n} \sum_{i=1}^n (y_i - w^\top x_i) x_i", letters=example),
    ),
    words=(*words, "mean squared error"),
    derivation=derive_double,
    source=Source(murphy, "section 8.2.1"),
)


def derive_plain() -> Iterator[Step]:
    """A step against the gradient."""
    yield Step(w - eta * gradient(norm(residual) ** 2, w), because="a step against the gradient of |X w - y|^2")
    yield Step(w - 2 * eta * back, because="gradient of the residual sum of squares")


plain_step = Formula(
    title="Gradient step on the residual sum of squares",
    kind=Kind.DEFINITION,
    statement=equal(w_next, w - 2 * eta * back),
    quantities=data,
    assumptions=(),
    notations=(
        Notation(r"w_{t+1} = w_t - 2 \eta X^\top (X w_t - y)", letters=after),
        Notation(r"w \leftarrow w + 2 \eta X^\top (y - X w)"),
        Notation(r"w \leftarrow w + 2 \eta \sum_{i=1}^n (y_i - w^\top x_i) x_i", letters=example),
    ),
    words=words,
    derivation=derive_plain,
    source=Source(murphy, "section 8.2.1"),
)

labels = Quantity("y", "the classes, 0 or 1", shape=(samples,), domain=BIT)
chances = Quantity("p", "probabilities of the class 1", shape=(samples,), value=entrywise(sigma, X * w))
p = chances.symbol
logistic_data = (following, inputs, labels, weights, rate, chances, logistic)
logistic_words = ("logistic regression", "gradient descent", "gradient ascent", "update")


def derive_logistic() -> Iterator[Step]:
    """Add the gradients of the samples."""
    yield Step(
        w - eta * vector_sum((at(p, i) - at(y, i)) * row(X, i), i, 1, n), because="each sample has (p_i - y_i) x_i"
    )
    yield Step(w - eta * Transpose(X) * (p - y), because="a sum of inputs with factors")


logistic_step = Formula(
    title="Gradient step of logistic regression on the summed log-loss",
    kind=Kind.DEFINITION,
    statement=equal(w_next, w - eta * Transpose(X) * (p - y)),
    quantities=logistic_data,
    assumptions=(),
    notations=(
        Notation(r"w_{t+1} = w_t - \eta X^\top (\sigma(X w_t) - y)", letters=after),
        Notation(r"w \leftarrow w + \eta X^\top (y - p)"),
        Notation(r"w \leftarrow w + \eta \sum_{i=1}^n (y_i - \sigma(w^\top x_i)) x_i", letters=example),
        Notation(r"w \leftarrow w - \eta \sum_{i=1}^n (\hat{y}_i - y_i) x_i", letters=(*example, ("y_hat", "p"))),
    ),
    words=logistic_words,
    derivation=derive_logistic,
    source=Source(ng, "section 2.1"),
)


def derive_logistic_mean() -> Iterator[Step]:
    """Add the gradients of the samples."""
    yield Step(
        w - eta / n * vector_sum((at(p, i) - at(y, i)) * row(X, i), i, 1, n), because="each sample has (p_i - y_i) x_i"
    )
    yield Step(w - eta / n * Transpose(X) * (p - y), because="a sum of inputs with factors")


logistic_mean_step = Formula(
    title="Gradient step of logistic regression on the mean log-loss",
    kind=Kind.DEFINITION,
    statement=equal(w_next, w - eta / n * Transpose(X) * (p - y)),
    quantities=logistic_data,
    assumptions=(),
    notations=(
        Notation(r"w_{t+1} = w_t - \frac{\eta}{n} X^\top (\sigma(X w_t) - y)", letters=after),
        Notation(r"\theta := \theta - \frac{\alpha}{m} X^T (\sigma(X\theta) - y)", letters=ng_letters),
        Notation(r"w \leftarrow w - \frac{\eta}{n} \sum_{i=1}^n (p_i - y_i) x_i", letters=example),
    ),
    words=logistic_words,
    derivation=derive_logistic_mean,
    source=Source(murphy, "section 10.2.4"),
)

one = Quantity("x", "one input", shape=(features,))
bit = Quantity("y", "its class, 0 or 1", domain=BIT)
x, label = one.symbol, bit.symbol


def derive_online() -> Iterator[Step]:
    """The gradient of one example."""
    yield Step(
        w - eta * (sigma(dot(w, x)) - label) * x,
        because="a step against the gradient of the example's log-loss",
    )
    yield Step(w + eta * (label - sigma(dot(w, x))) * x, because="take the sign into the bracket")


logistic_online_step = Formula(
    title="Stochastic gradient step of logistic regression",
    kind=Kind.DEFINITION,
    statement=equal(w_next, w + eta * (label - sigma(dot(w, x))) * x),
    quantities=(following, one, bit, weights, rate, logistic),
    assumptions=(),
    notations=(
        Notation(r"w_{t+1} = w_t + \eta (y - \sigma(w_t^\top x)) x", letters=after),
        Notation(r"w \leftarrow w - \eta (\sigma(w^\top x) - y) x"),
        Notation(r"\theta := \theta + \alpha (y - \sigma(\theta^T x)) x", letters=(("theta", "w"), ("alpha", "eta"))),
    ),
    words=("stochastic gradient", "sgd", *logistic_words),
    derivation=derive_online,
    source=Source(ng, "section 2.1"),
)

TOPIC = Topic(
    "Gradient steps of regression",
    formulas=(
        total_step,
        mean_step,
        double_step,
        plain_step,
        logistic_step,
        logistic_mean_step,
        logistic_online_step,
    ),
)

"""Logistic regression on a data set: likelihood and log-loss, the gradient in index and matrix form.

An input stands in each row of X; p_i = sigma(w'x_i) is the probability of the class 1. The log-loss is summed or
averaged. Curvature and Newton's step stand in `logistic_newton`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Product, Sum, Transpose, exp, log

from derivations.logistic import logistic, sigma
from derivations.operators import (
    at,
    dot,
    entrywise,
    equal,
    gradient,
    row,
    vector_sum,
)
from derivations.vocabulary import (
    BIT,
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
    interval,
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
ng = "Ng and Ma, CS229 Lecture Notes"
samples = Size("n", "samples", smallest=2, largest=4)
features = Size("d", "features", largest=2)
n, d = samples.symbol, features.symbol
i = bound_index("i")
inputs = Quantity("X", "the inputs, one in each row", shape=(samples, features))
labels = Quantity("y", "the classes, 0 or 1", shape=(samples,), domain=BIT)
weights = Quantity("w", "the weights", shape=(features,), domain=interval(-1, 1))
X, y, w = inputs.symbol, labels.symbol, weights.symbol
chances = Quantity("p", "probabilities of the class 1", shape=(samples,), value=entrywise(sigma, X * w))
p = chances.symbol
data = (inputs, labels, weights, chances, logistic)
named_loss = Quantity("L", "log-loss")
L = named_loss.symbol
terms = at(y, i) * log(at(p, i)) + (1 - at(y, i)) * log(1 - at(p, i))
total_loss = Quantity("L", "summed log-loss", value=-Sum(terms, (i, 1, n)))
mean_loss = Quantity("L", "mean log-loss", value=-Sum(terms, (i, 1, n)) / n)
example = (("x", "X"), ("X", "X"))
ng_letters = (("x", "X"), ("X", "X"), ("m", "n"), ("theta", "w"), ("J", "L"))
common = ("logistic regression", "log-loss", "log loss", "cross-entropy", "cross entropy", "classification")
likely = ("likelihood", *common)


def derive_likelihood() -> Iterator[Step]:
    """Each factor is the probability of the class that came."""
    yield Step(
        Product(at(p, i) * at(y, i) + (1 - at(p, i)) * (1 - at(y, i)), (i, 1, n)),
        because="the labels are independent: the probability of each class that came",
    )
    yield Step(Product(at(p, i) ** at(y, i) * (1 - at(p, i)) ** (1 - at(y, i)), (i, 1, n)), because="y is 0 or 1")


likelihood = Formula(
    title="Likelihood of logistic regression",
    kind=Kind.DEFINITION,
    statement=equal(L, Product(at(p, i) ** at(y, i) * (1 - at(p, i)) ** (1 - at(y, i)), (i, 1, n))),
    quantities=(named_loss, *data),
    assumptions=(),
    notations=(
        Notation(r"L(w) = \prod_{i=1}^n p_i^{y_i} (1 - p_i)^{1 - y_i}"),
        Notation(r"L(\theta) = \prod_{i=1}^m \sigma(\theta^T x_i)^{y_i} (1 - \sigma(\theta^T x_i))^{1 - y_i}",
                 letters=(("x", "X"), ("m", "n"), ("theta", "w"))),
        Notation(r"p(t \mid w) = \prod_{n=1}^N y_n^{t_n} \{1 - y_n\}^{1 - t_n}",
                 letters=(("p", "L"), ("y", "p"), ("t", "y"), ("N", "n"))),
    ),
    words=likely,
    derivation=derive_likelihood,
    source=Source(bishop, "equation 4.89"),
)  # fmt: skip


def derive_log_likelihood() -> Iterator[Step]:
    """The logarithm of a product."""
    yield Step(log(Product(at(p, i) ** at(y, i) * (1 - at(p, i)) ** (1 - at(y, i)), (i, 1, n))), because="likelihood")
    yield Step(Sum(terms, (i, 1, n)), because="the logarithm turns the product into a sum")


log_likelihood = Formula(
    title="Log-likelihood of logistic regression",
    kind=Kind.DEFINITION,
    statement=equal(L, Sum(terms, (i, 1, n))),
    quantities=(named_loss, *data),
    assumptions=(),
    notations=(
        Notation(r"\ell(w) = \sum_{i=1}^n [y_i \log p_i + (1 - y_i) \log(1 - p_i)]", letters=(("ell", "L"),)),
        Notation(r"\ell(\theta) = \sum_{i=1}^m \left(y_i \log \sigma(\theta^T x_i) + (1 - y_i) \log(1 - "
                 r"\sigma(\theta^T x_i))\right)",
                 letters=(("x", "X"), ("m", "n"), ("theta", "w"), ("ell", "L"))),
        Notation(r"\ell(\beta) = \sum_{i=1}^N \{y_i \beta^T x_i - \log(1 + e^{\beta^T x_i})\}",
                 letters=(("x", "X"), ("N", "n"), ("beta", "w"), ("ell", "L"))),
    ),
    words=likely,
    derivation=derive_log_likelihood,
    source=Source("Hastie, Tibshirani and Friedman, The Elements of Statistical Learning", "equation 4.20"),
)  # fmt: skip


def derive_total() -> Iterator[Step]:
    """Minus the log-likelihood."""
    score = dot(w, row(X, i))
    yield Step(
        Sum(log(1 + exp(score)) - at(y, i) * score, (i, 1, n)),
        because="minus the log-likelihood, in the scores",
    )
    yield Step(-Sum(terms, (i, 1, n)), because="log p = score - log(1 + exp(score)), log(1 - p) = -log(1 + exp(score))")


total = Formula(
    title="Log-loss of logistic regression, summed",
    kind=Kind.DEFINITION,
    statement=equal(L, -Sum(terms, (i, 1, n))),
    quantities=(named_loss, *data),
    assumptions=(),
    notations=(
        Notation(r"L(w) = -\sum_{i=1}^n [y_i \log p_i + (1 - y_i) \log(1 - p_i)]"),
        Notation(r"E(w) = -\sum_{n=1}^N \{t_n \ln y_n + (1 - t_n) \ln(1 - y_n)\}",
                 letters=(("E", "L"), ("y", "p"), ("t", "y"), ("N", "n"))),
        Notation(r"L(w) = -y^\top \log p - (\mathbf{1} - y)^\top \log(\mathbf{1} - p)"),
        Notation(r"L(w) = \sum_{i=1}^n \left[\log(1 + e^{w^\top x_i}) - y_i w^\top x_i\right]", letters=example),
        Notation(r"L = \sum_{i=1}^n \left(-y_i \log \hat{y}_i - (1 - y_i) \log(1 - \hat{y}_i)\right)",
                 letters=(("y_hat", "p"),)),
    ),
    words=common,
    derivation=derive_total,
    source=Source(bishop, "equation 4.90"),
)  # fmt: skip


def derive_mean() -> Iterator[Step]:
    """Minus the mean log-likelihood."""
    score = dot(w, row(X, i))
    yield Step(Sum(log(1 + exp(score)) - at(y, i) * score, (i, 1, n)) / n, because="minus the mean log-likelihood")
    yield Step(
        -Sum(terms, (i, 1, n)) / n,
        because="log p = score - log(1 + exp(score)), log(1 - p) = -log(1 + exp(score))",
    )


mean = Formula(
    title="Log-loss of logistic regression, averaged",
    kind=Kind.DEFINITION,
    statement=equal(L, -Sum(terms, (i, 1, n)) / n),
    quantities=(named_loss, *data),
    assumptions=(),
    notations=(
        Notation(r"L(w) = -\frac{1}{n} \sum_{i=1}^n [y_i \log p_i + (1 - y_i) \log(1 - p_i)]"),
        Notation(r"J(\theta) = -\frac{1}{m} \sum_{i=1}^m \left[y^{(i)} \log \sigma(\theta^T x^{(i)}) "
                 r"+ (1 - y^{(i)}) \log(1 - \sigma(\theta^T x^{(i)}))\right]",
                 letters=(("x", "X"), ("m", "n"), ("theta", "w"), ("J", "L"))),
        Notation(r"\mathcal{L} = \frac{1}{N} \sum_{i=1}^N \left[-y_i \log \hat{y}_i - (1 - y_i) \log(1 - "
                 r"\hat{y}_i)\right]",
                 letters=(("calL", "L"), ("N", "n"), ("y_hat", "p"))),
        Notation(r"L(w) = \frac{1}{n} \sum_{i=1}^n \left[\log(1 + e^{w^\top x_i}) - y_i w^\top x_i\right]",
                 letters=example),
        Notation(r"J = \frac{1}{m} \left(-y^T \log(h) - (1 - y)^T \log(1 - h)\right)",
                 letters=(("J", "L"), ("m", "n"), ("h", "p"))),
    ),
    words=common,
    derivation=derive_mean,
    source=Source(murphy, "equation 10.10"),
)  # fmt: skip


def derive_total_gradient() -> Iterator[Step]:
    """Add the gradients of the samples."""
    yield Step(
        vector_sum((at(p, i) - at(y, i)) * row(X, i), i, 1, n),
        because="each sample has the gradient (p_i - y_i) x_i",
    )
    yield Step(Transpose(X) * (p - y), because="a sum of inputs with factors is X' times the vector of the factors")


total_gradient = Formula(
    title="Gradient of the log-loss of logistic regression, summed",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), Transpose(X) * (p - y)),
    quantities=(total_loss, *data),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = X^\top (p - y)"),
        Notation(r"\nabla_w L = \sum_{i=1}^n (p_i - y_i) x_i", letters=example),
        Notation(r"\nabla_w L = -\sum_{i=1}^n (y_i - \sigma(w^\top x_i)) x_i", letters=example),
        Notation(r"\nabla_w L = X^\top (\sigma(Xw) - y)"),
        Notation(r"\frac{\partial E}{\partial w} = \sum_{n=1}^N (y_n - t_n) \phi_n",
                 letters=(("E", "L"), ("y", "p"), ("t", "y"), ("N", "n"), ("phi", "X"))),
    ),
    words=("gradient", *common),
    derivation=derive_total_gradient,
    source=Source(bishop, "equations 4.91 and 4.96"),
)  # fmt: skip


def derive_mean_gradient() -> Iterator[Step]:
    """Add the gradients of the samples."""
    yield Step(vector_sum((at(p, i) - at(y, i)) * row(X, i), i, 1, n) / n,
               because="each sample has the gradient (p_i - y_i) x_i")  # fmt: skip
    yield Step(Transpose(X) * (p - y) / n, because="a sum of inputs with factors is X' times the vector of the factors")


mean_gradient = Formula(
    title="Gradient of the log-loss of logistic regression, averaged",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, w), Transpose(X) * (p - y) / n),
    quantities=(mean_loss, *data),
    assumptions=(),
    notations=(
        Notation(r"\nabla_w L = \frac{1}{n} X^\top (p - y)"),
        Notation(r"\nabla_\theta J = \frac{1}{m} X^T (\sigma(X\theta) - y)", letters=ng_letters),
        Notation(r"\nabla_w L = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) x_i", letters=example),
        Notation(r"\frac{\partial L}{\partial w} = \frac{1}{n} \sum_{i=1}^n (\sigma(w^\top x_i) - y_i) x_i",
                 letters=example),
    ),
    words=("gradient", *common),
    derivation=derive_mean_gradient,
    source=Source(murphy, "equation 10.16"),
)  # fmt: skip

coordinate = free_index("j", features)
j = coordinate.symbol
slopes = Sum((at(p, i) - at(y, i)) * at(X, i, j), (i, 1, n))


def derive_total_entry() -> Iterator[Step]:
    """One entry of the gradient."""
    yield Step(at(Transpose(X) * (p - y), j), because="entry j of the gradient X'(p - y)")
    yield Step(slopes, because="a product of a matrix with a vector, written out")


total_entry = Formula(
    title="Derivative of the summed log-loss by one weight",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, w), j), slopes),
    quantities=(total_loss, *data, coordinate),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial w_j} = \sum_{i=1}^n (p_i - y_i) x_{ij}", letters=example),
        Notation(r"\frac{\partial L}{\partial w_j} = -\sum_{i=1}^n (y_i - \sigma(w^\top x_i)) x_{ij}", letters=example),
        Notation(r"\frac{\partial J}{\partial \theta_j} = \sum_{i=1}^m (\sigma(\theta^T x^{(i)}) - y^{(i)}) x_j^{(i)}",
                 letters=ng_letters),
    ),
    words=("gradient", *common),
    derivation=derive_total_entry,
    source=Source(ng, "section 2.1"),
)  # fmt: skip


def derive_mean_entry() -> Iterator[Step]:
    """One entry of the gradient."""
    yield Step(at(Transpose(X) * (p - y) / n, j), because="entry j of the gradient X'(p - y)/n")
    yield Step(slopes / n, because="a product of a matrix with a vector, written out")


mean_entry = Formula(
    title="Derivative of the mean log-loss by one weight",
    kind=Kind.GRADIENT,
    statement=equal(at(gradient(L, w), j), slopes / n),
    quantities=(mean_loss, *data, coordinate),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial w_j} = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) x_{ij}", letters=example),
        Notation(r"\frac{\partial J(\theta)}{\partial \theta_j} "
                 r"= \frac{1}{m} \sum_{i=1}^m (\sigma(\theta^T x^{(i)}) - y^{(i)}) x_j^{(i)}", letters=ng_letters),
        Notation(r"\frac{\partial L}{\partial w_j} = -\frac{1}{n} \sum_{i=1}^n (y_i - p_i) x_{ij}", letters=example),
    ),
    words=("gradient", *common),
    derivation=derive_mean_entry,
    source=Source(ng, "section 2.1"),
)  # fmt: skip

TOPIC = Topic(
    "Logistic regression on a data set",
    formulas=(
        likelihood,
        log_likelihood,
        total,
        mean,
        total_gradient,
        mean_gradient,
        total_entry,
        mean_entry,
    ),
)

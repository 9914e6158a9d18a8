"""Generative classifiers: discriminants for normal classes, Fisher's criterion, naive Bayes.

A class has the prior probability pi, and its inputs have the mean mu and the covariance Sigma.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Determinant, Inverse, Lambda, Rational, Sum, Symbol, log
from sympy import pi as circle

from derivations.operators import at, dot, equal
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    POSITIVE_DEFINITE,
    UNIT,
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
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
hastie = "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning"
murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
features = Size("d", "features", largest=2)
d = features.symbol
j = bound_index("j")
half = Rational(1, 2)
query = Quantity("x", "an input", shape=(features,))
centre = Quantity("m", "mean of the class", shape=(features,))
spread = Quantity("S", "covariance", shape=(features, features), domain=POSITIVE_DEFINITE)
prior = Quantity("pi", "prior probability of the class", domain=UNIT)
plain_prior = Quantity("P", "prior probability of the class", domain=UNIT)
score = Quantity("g", "discriminant")
x, m, S, q, g = (quantity.symbol for quantity in (query, centre, spread, prior, score))
of_class = (("delta_k", "g"), ("mu_k", "m"), ("pi_k", "pi"), ("Sigma", "S"))
own_class = (("delta_k", "g"), ("mu_k", "m"), ("pi_k", "pi"), ("Sigma_k", "S"))
normal = ("discriminant analysis", "lda", "discriminant", "decision boundary", "generative classifier")


def derive_linear() -> Iterator[Step]:
    """What depends on the class in the log-density with its prior."""
    yield Step(
        -half * dot(x - m, Inverse(S) * (x - m)) + half * dot(x, Inverse(S) * x) + log(q),
        because="log-density of the class and its prior, without what all classes share",
    )
    yield Step(dot(x, Inverse(S) * m) - half * dot(m, Inverse(S) * m) + log(q), because="multiply the square out")


linear = Formula(
    title="Discriminant of linear discriminant analysis",
    kind=Kind.DEFINITION,
    statement=equal(g, dot(x, Inverse(S) * m) - half * dot(m, Inverse(S) * m) + log(q)),
    quantities=(score, query, centre, spread, prior),
    assumptions=(),
    notations=(
        Notation(r"\delta_k(x) = x^\top \Sigma^{-1} \mu_k - \frac{1}{2} \mu_k^\top \Sigma^{-1} \mu_k + \log \pi_k",
                 letters=of_class),
        Notation(r"g(x) = \mu^T \Sigma^{-1} x - \frac{1}{2} \mu^T \Sigma^{-1} \mu + \ln \pi",
                 letters=(("mu", "m"), ("Sigma", "S"))),
    ),
    words=normal,
    derivation=derive_linear,
    source=Source(hastie, "equation 4.10"),
)  # fmt: skip


def derive_quadratic() -> Iterator[Step]:
    """The log-density with its prior."""
    constant = d / 2 * log(2 * circle)
    yield Step(
        constant - half * log((2 * circle) ** d * Determinant(S)) - half * dot(x - m, Inverse(S) * (x - m)) + log(q),
        because="log-density of the class and its prior, without the constant",
    )
    yield Step(
        -half * log(Determinant(S)) - half * dot(x - m, Inverse(S) * (x - m)) + log(q), because="logarithm of a product"
    )


quadratic = Formula(
    title="Discriminant of quadratic discriminant analysis",
    kind=Kind.DEFINITION,
    statement=equal(g, -half * log(Determinant(S)) - half * dot(x - m, Inverse(S) * (x - m)) + log(q)),
    quantities=(score, query, centre, spread, prior),
    assumptions=(),
    notations=(
        Notation(r"\delta_k(x) = -\frac{1}{2} \log |\Sigma_k| - \frac{1}{2} (x - \mu_k)^\top \Sigma_k^{-1} (x - \mu_k) "
                 r"+ \log \pi_k", letters=own_class),
        Notation(r"g(x) = \ln \pi - \frac{1}{2} \ln \det(\Sigma) - \frac{1}{2} (x - \mu)^T \Sigma^{-1} (x - \mu)",
                 letters=(("mu", "m"), ("Sigma", "S"))),
    ),
    words=("quadratic discriminant", "qda", *normal),
    derivation=derive_quadratic,
    source=Source(hastie, "equation 4.12"),
)  # fmt: skip

other_centre = Quantity("m_2", "mean of the second class", shape=(features,))
first_centre = Quantity("m_1", "mean of the first class", shape=(features,))
first_prior = Quantity("q_1", "prior probability of the first class", domain=UNIT)
second_prior = Quantity("q_2", "prior probability of the second class", domain=UNIT)
u = Symbol("u")
chance = Quantity("p", "probability of a class, by which it is named", value=Lambda((u,), Abs(u)))
named_weights = Quantity("w", "the weights", shape=(features,))
named_offset = Quantity("w_0", "the offset")
m_1, m_2, q_1, q_2 = first_centre.symbol, other_centre.symbol, first_prior.symbol, second_prior.symbol
two = (("mu_1", "m_1"), ("mu_2", "m_2"), ("Sigma", "S"))


def derive_weights() -> Iterator[Step]:
    """The difference of the discriminants is linear in x."""
    yield Step(Inverse(S) * m_1 - Inverse(S) * m_2, because="gradient of the difference of both discriminants")
    yield Step(Inverse(S) * (m_1 - m_2), because="take the inverse out")


weights = Formula(
    title="Weights of the log-odds of two normal classes with one covariance",
    kind=Kind.DEFINITION,
    statement=equal(named_weights.symbol, Inverse(S) * (m_1 - m_2)),
    quantities=(named_weights, first_centre, other_centre, spread),
    assumptions=(),
    notations=(
        Notation(r"w = \Sigma^{-1} (\mu_1 - \mu_2)", letters=two),
        Notation(r"w = S_W^{-1} (m_1 - m_2)", letters=(("S_W", "S"),)),
    ),
    words=("fisher", "shared covariance", "common covariance", "classification", "two classes", *normal),
    derivation=derive_weights,
    source=Source(bishop, "equation 4.66"),
)


def derive_offset() -> Iterator[Step]:
    """The difference of the discriminants at 0."""
    yield Step(
        -half * dot(m_1 + m_2, Inverse(S) * (m_1 - m_2)) + log(q_1) - log(q_2),
        because="the difference of both discriminants at 0",
    )
    yield Step(
        -half * dot(m_1, Inverse(S) * m_1) + half * dot(m_2, Inverse(S) * m_2) + log(q_1 / q_2), because="multiply out"
    )


offset = Formula(
    title="Offset of the log-odds of two normal classes with one covariance",
    kind=Kind.DEFINITION,
    statement=equal(
        named_offset.symbol, -half * dot(m_1, Inverse(S) * m_1) + half * dot(m_2, Inverse(S) * m_2) + log(q_1 / q_2)
    ),
    quantities=(named_offset, first_centre, other_centre, spread, first_prior, second_prior, chance),
    assumptions=(),
    notations=(
        Notation(r"w_0 = -\frac{1}{2} \mu_1^T \Sigma^{-1} \mu_1 + \frac{1}{2} \mu_2^T \Sigma^{-1} \mu_2 "
                 r"+ \ln \frac{\pi_1}{\pi_2}", letters=(*two, ("pi_1", "q_1"), ("pi_2", "q_2"))),
        Notation(r"b = -\frac{1}{2} (\mu_1 + \mu_2)^\top \Sigma^{-1} (\mu_1 - \mu_2) + \log \frac{\pi_1}{\pi_2}",
                 letters=(*two, ("b", "w_0"), ("pi_1", "q_1"), ("pi_2", "q_2"))),
        Notation(r"w_0 = -\frac{1}{2} \mu_1^T \Sigma^{-1} \mu_1 + \frac{1}{2} \mu_2^T \Sigma^{-1} \mu_2 "
                 r"+ \ln \frac{p(\mathcal{C}_1)}{p(\mathcal{C}_2)}",
                 letters=(*two, ("calC_1", "q_1"), ("calC_2", "q_2"))),
    ),
    words=("shared covariance", "common covariance", "classification", "two classes", *normal),
    derivation=derive_offset,
    source=Source(bishop, "equation 4.67"),
)  # fmt: skip

direction = Quantity("w", "a direction", shape=(features,))
within = Quantity("S_W", "scatter within the classes", shape=(features, features), domain=POSITIVE_DEFINITE)
between = Quantity(
    "S_B", "scatter between the classes", shape=(features, features), value=(m_2 - m_1) * (m_2 - m_1).T
)
ratio = Quantity("J", "Fisher's criterion")
w, S_W, S_B = direction.symbol, within.symbol, between.symbol


def derive_fisher() -> Iterator[Step]:
    """Squared distance of the projected means over the scatter of the projections."""
    yield Step(dot(w, m_2 - m_1) ** 2 / dot(w, S_W * w), because="squared distance of the projected means over scatter")
    yield Step(dot(w, S_B * w) / dot(w, S_W * w), because="the square as a quadratic form")


fisher = Formula(
    title="Fisher's criterion",
    kind=Kind.DEFINITION,
    statement=equal(ratio.symbol, dot(w, S_B * w) / dot(w, S_W * w)),
    quantities=(ratio, direction, within, between, first_centre, other_centre),
    assumptions=(),
    notations=(
        Notation(r"J(w) = \frac{w^\top S_B w}{w^\top S_W w}"),
        Notation(r"J(w) = \frac{(w^T (m_2 - m_1))^2}{w^T S_W w}"),
    ),
    words=("fisher", "scatter", *normal),
    derivation=derive_fisher,
    source=Source(bishop, "equation 4.26"),
)

bits = Quantity("x", "features that are there (1) or not (0)", shape=(features,), domain=BIT)
chances = Quantity("p", "probabilities of the features in the class", shape=(features,), domain=UNIT)
p = chances.symbol
naive_words = ("naive bayes", "naïve bayes", "bernoulli")


def derive_bernoulli() -> Iterator[Step]:
    """The features are independent within a class."""
    yield Step(
        log(q) + Sum(log(at(p, j) * at(x, j) + (1 - at(p, j)) * (1 - at(x, j))), (j, 1, d)),
        because="prior and the probabilities of all features, in logarithms",
    )
    yield Step(
        log(q) + Sum(at(x, j) * log(at(p, j)) + (1 - at(x, j)) * log(1 - at(p, j)), (j, 1, d)),
        because="each feature is 0 or 1",
    )


bernoulli = Formula(
    title="Log-posterior of Bernoulli naive Bayes, up to a constant",
    kind=Kind.DEFINITION,
    statement=equal(g, log(q) + Sum(at(x, j) * log(at(p, j)) + (1 - at(x, j)) * log(1 - at(p, j)), (j, 1, d))),
    quantities=(score, bits, chances, prior),
    assumptions=(),
    notations=(
        Notation(r"g(x) = \log \pi + \sum_{j=1}^d \left[x_j \log p_j + (1 - x_j) \log(1 - p_j)\right]"),
        Notation(r"a = \sum_{i=1}^D \{x_i \ln \mu_i + (1 - x_i) \ln(1 - \mu_i)\} + \ln p",
                 letters=(("a", "g"), ("mu", "p"), ("p", "pi"), ("D", "d"))),
    ),
    words=naive_words,
    derivation=derive_bernoulli,
    source=Source(bishop, "equation 4.82"),
)  # fmt: skip

categories = Size("K", "categories", smallest=2, largest=4)
K = categories.symbol
counts = Quantity("N", "counts of the categories", shape=(categories,), domain=integers(0, 20))
pseudo = Quantity("alpha", "pseudo-count", domain=POSITIVE)
estimate = Quantity("theta", "estimated probabilities", shape=(categories,))
category = free_index("k", categories)
N, alpha, k = counts.symbol, pseudo.symbol, category.symbol


def derive_smoothing() -> Iterator[Step]:
    """Each category has been seen alpha times more."""
    yield Step((at(N, k) + alpha) / Sum(at(N, j) + alpha, (j, 1, K)), because="each category counts alpha more")
    yield Step((at(N, k) + alpha) / (Sum(at(N, j), (j, 1, K)) + alpha * K), because="add the pseudo-counts up")


smoothing = Formula(
    title="Additive (Laplace) smoothing",
    kind=Kind.DEFINITION,
    statement=equal(at(estimate.symbol, k), (at(N, k) + alpha) / (Sum(at(N, j), (j, 1, K)) + alpha * K)),
    quantities=(estimate, counts, pseudo, category),
    assumptions=(),
    notations=(
        Notation(r"\hat{\theta}_k = \frac{N_k + \alpha}{\sum_{j=1}^K N_j + \alpha K}",
                 letters=(("theta_hat", "theta"),)),
        Notation(r"p_k = \frac{n_k + \alpha}{\sum_j (n_j + \alpha)}", letters=(("p", "theta"), ("n", "N"))),
    ),
    words=("laplace smoothing", "additive smoothing", "smoothing", "pseudo", "naive bayes", "dirichlet"),
    derivation=derive_smoothing,
    source=Source(murphy, "section 4.6.2"),
)

widths = Quantity("s", "standard deviations of the features in the class", shape=(features,), domain=POSITIVE)
s, P = widths.symbol, plain_prior.symbol


def derive_gaussian() -> Iterator[Step]:
    """The features are independent and normal within a class."""
    spread_logs = Sum(log(2 * circle * at(s, j) ** 2), (j, 1, d)) / 2
    squares = Sum((at(x, j) - at(m, j)) ** 2 / at(s, j) ** 2, (j, 1, d)) / 2
    yield Step(
        log(P) - spread_logs - squares,
        because="prior and normal log-densities of all features",
    )
    yield Step(
        log(P) - half * Sum(log(2 * circle * at(s, j) ** 2) + (at(x, j) - at(m, j)) ** 2 / at(s, j) ** 2, (j, 1, d)),
        because="one sum",
    )


gaussian = Formula(
    title="Log-posterior of Gaussian naive Bayes, up to a constant",
    kind=Kind.DEFINITION,
    statement=equal(
        g, log(P) - half * Sum(log(2 * circle * at(s, j) ** 2) + (at(x, j) - at(m, j)) ** 2 / at(s, j) ** 2, (j, 1, d))
    ),
    quantities=(score, query, centre, widths, plain_prior),
    assumptions=(),
    notations=(
        Notation(r"g(x) = \log P - \frac{1}{2} \sum_{j=1}^d \left[\log(2\pi\sigma_j^2) "
                 r"+ \frac{(x_j - \mu_j)^2}{\sigma_j^2}\right]", letters=(("sigma", "s"), ("mu", "m"))),
        Notation(r"g = \log P - \sum_{j=1}^d \left[\frac{1}{2} \log(2\pi\sigma_j^2) "
                 r"+ \frac{(x_j - \mu_j)^2}{2\sigma_j^2}\right]", letters=(("sigma", "s"), ("mu", "m"))),
    ),
    words=("gaussian naive bayes", *naive_words),
    derivation=derive_gaussian,
    source=Source(murphy, "section 9.3.1"),
)  # fmt: skip

TOPIC = Topic(
    "Discriminants and naive Bayes",
    formulas=(linear, quadratic, weights, offset, fisher, bernoulli, gaussian, smoothing),
)

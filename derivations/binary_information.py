"""Entropy and divergence of coins, the derivatives of both, perplexity, and entropies of the usual densities.

Logarithms are natural, except where the base 2 is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import Lambda, Product, Sum, Symbol, exp, log

from derivations.operators import at, at_least, at_most, equal, partial
from derivations.vocabulary import (
    SIMPLEX,
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
    interval,
)

cover = "Cover and Thomas, Elements of Information Theory"
first = Quantity("p", "probability of a 1", domain=UNIT)
second = Quantity("q", "probability of a 1", domain=UNIT)
p, q = first.symbol, second.symbol
u = Symbol("u", positive=True)
name = Quantity("H", "entropy, divergence or perplexity")


def coin_entropy(share: Any) -> Any:
    """The entropy of a coin."""
    return -share * log(share) - (1 - share) * log(1 - share)


entropy_function = Quantity("H", "binary entropy", value=Lambda((u,), coin_entropy(u)))
H = entropy_function.symbol


def derive_entropy() -> Iterator[Step]:
    """The mean surprise."""
    yield Step(p * log(1 / p) + (1 - p) * log(1 / (1 - p)), because="the mean of the surprise")
    yield Step(coin_entropy(p), because="the logarithm of a reciprocal")


binary_entropy = Formula(
    title="Binary entropy",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, coin_entropy(p)),
    quantities=(name, first),
    assumptions=(),
    notations=(
        Notation(r"H(p) = -p \log p - (1 - p) \log(1 - p)"),
        Notation(r"h(p) = -[p \ln p + (1 - p) \ln(1 - p)]"),
        Notation(r"H(p) = p \log \frac{1}{p} + (1 - p) \log \frac{1}{1 - p}"),
    ),
    words=("binary entropy", "entropy", "bernoulli", "coin"),
    derivation=derive_entropy,
    source=Source(cover, "equation 2.5"),
)


def derive_entropy_bits() -> Iterator[Step]:
    """Divide by log 2."""
    yield Step(coin_entropy(p) / log(2), because="change of the base")
    yield Step(-p * log(p) / log(2) - (1 - p) * log(1 - p) / log(2), because="term by term")


binary_entropy_bits = Formula(
    title="Binary entropy in bits",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, -p * log(p) / log(2) - (1 - p) * log(1 - p) / log(2)),
    quantities=(name, first),
    assumptions=(),
    notations=(
        Notation(r"H(p) = -p \log_2 p - (1 - p) \log_2(1 - p)"),
        Notation(r"H_b(p) = -(p \log_2(p) + (1 - p) \log_2(1 - p))"),
    ),
    words=("binary entropy", "entropy", "bits"),
    derivation=derive_entropy_bits,
    source=Source(cover, "equation 2.5"),
)


def derive_entropy_slope() -> Iterator[Step]:
    """Product rule; the ones cancel."""
    yield Step(-log(p) - 1 + log(1 - p) + 1, because="product rule, twice")
    yield Step(log((1 - p) / p), because="the logarithm of a quotient")


entropy_slope = Formula(
    title="Derivative of the binary entropy",
    kind=Kind.GRADIENT,
    statement=equal(partial(H(p), p), log((1 - p) / p)),
    quantities=(entropy_function, first),
    assumptions=(),
    notations=(
        Notation(r"H'(p) = \log \frac{1 - p}{p}"),
        Notation(r"\frac{d}{dp} H(p) = \log \frac{1 - p}{p}"),
        Notation(r"\frac{d}{dp} H(p) = \log(1 - p) - \log p"),
        Notation(r"\frac{\partial}{\partial p} [-p \log p - (1 - p) \log(1 - p)] = \log \frac{1 - p}{p}"),
    ),
    words=("binary entropy", "derivative", "logit"),
    derivation=derive_entropy_slope,
    source=Source(cover, "section 2.1"),
)


def derive_entropy_bound() -> Iterator[Step]:
    """Jensen's inequality for the logarithm."""
    yield Step(p * log(1 / p) + (1 - p) * log(1 / (1 - p)), because="the mean of the surprise")
    yield Step(log(2), because="Jensen's inequality: the mean of 1/p is 2", relation="<=")


entropy_bound = Formula(
    title="The binary entropy is at most log 2",
    kind=Kind.BOUND,
    statement=at_most(coin_entropy(p), log(2)),
    quantities=(first, entropy_function),
    assumptions=(),
    notations=(
        Notation(r"-p \log p - (1 - p) \log(1 - p) \leq \log 2"),
        Notation(r"p \log \frac{1}{p} + (1 - p) \log \frac{1}{1 - p} \leq \log 2"),
        Notation(r"H(p) \leq \log 2"),
    ),
    words=("binary entropy", "log 2"),
    derivation=derive_entropy_bound,
    source=Source(cover, "section 2.1"),
)


def coin_divergence(left: Any, right: Any) -> Any:
    """The divergence of one coin from another."""
    return left * log(left / right) + (1 - left) * log((1 - left) / (1 - right))


u, v = Symbol("u", positive=True), Symbol("v", positive=True)
divergence_function = Quantity("kl", "divergence of one coin from another", value=Lambda((u, v), coin_divergence(u, v)))


def derive_divergence() -> Iterator[Step]:
    """Cross-entropy less entropy."""
    yield Step(
        -p * log(q) - (1 - p) * log(1 - q) - coin_entropy(p), because="the cross-entropy less the entropy"
    )
    yield Step(coin_divergence(p, q), because="the logarithm of a quotient")


divergence = Formula(
    title="KL divergence of two Bernoulli distributions",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, coin_divergence(p, q)),
    quantities=(name, first, second),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{kl}(p \| q) = p \log \frac{p}{q} + (1 - p) \log \frac{1 - p}{1 - q}"),
        Notation(r"d(p, q) = p \ln(p / q) + (1 - p) \ln((1 - p) / (1 - q))"),
        Notation(r"D(p \| q) = p (\log p - \log q) + (1 - p) (\log(1 - p) - \log(1 - q))"),
    ),
    words=("kl divergence", "bernoulli", "binary", "relative entropy"),
    derivation=derive_divergence,
    source=Source("Boucheron, Lugosi and Massart, Concentration Inequalities", "section 2.2"),
)


def derive_pinsker() -> Iterator[Step]:
    """The derivative by q of the difference has the sign of q - p."""
    yield Step(
        2 * (p - q) ** 2, because="the derivative of the difference by q is (q - p)(1/(q(1 - q)) - 4)", relation=">="
    )


coin_pinsker = Formula(
    title="Pinsker's inequality for coins",
    kind=Kind.BOUND,
    statement=at_least(coin_divergence(p, q), 2 * (p - q) ** 2),
    quantities=(first, second, divergence_function),
    assumptions=(),
    notations=(
        Notation(r"p \log \frac{p}{q} + (1 - p) \log \frac{1 - p}{1 - q} \geq 2 (p - q)^2"),
        Notation(r"\operatorname{kl}(p \| q) \geq 2 (p - q)^2"),
        Notation(r"d(p, q) \geq 2 (p - q)^2", (("d", "kl"),)),
    ),
    words=("pinsker", "bernoulli", "kl divergence"),
    derivation=derive_pinsker,
    source=Source("Boucheron, Lugosi and Massart, Concentration Inequalities", "theorem 4.19"),
)
outcomes = Size("n", "outcomes", largest=4)
shares = Quantity("p", "probabilities", shape=(outcomes,), domain=SIMPLEX)
n, w = outcomes.symbol, shares.symbol
i = bound_index("i")


def derive_perplexity() -> Iterator[Step]:
    """The exponential of the entropy."""
    yield Step(Product(at(w, i) ** (-at(w, i)), (i, 1, n)), because="the geometric mean of 1/p under p")
    yield Step(exp(-Sum(at(w, i) * log(at(w, i)), (i, 1, n))), because="the exponential of a sum")


perplexity = Formula(
    title="Perplexity of a distribution",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, exp(-Sum(at(w, i) * log(at(w, i)), (i, 1, n)))),
    quantities=(name, shares),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{PP}(p) = \exp\left(-\sum_{i=1}^{n} p_i \log p_i\right)"),
        Notation(r"\operatorname{Perp}(p) = 2^{-\sum_i p_i \log_2 p_i}"),
        Notation(r"\operatorname{PP}(p) = \prod_{i=1}^{n} p_i^{-p_i}"),
    ),
    words=("perplexity",),
    derivation=derive_perplexity,
    source=Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 6.1.5"),
)
tokens = Size("N", "words of the text", largest=4)
chances = Quantity("p", "probability of each word", shape=(tokens,), domain=interval(Fraction(1, 32), 1))
N, c = tokens.symbol, chances.symbol


def derive_text_perplexity() -> Iterator[Step]:
    """The geometric mean of the reciprocals."""
    yield Step(Product(1 / at(c, i), (i, 1, N)) ** (1 / N), because="the geometric mean of the reciprocals")
    yield Step(exp(-Sum(log(at(c, i)), (i, 1, N)) / N), because="the exponential of the mean logarithm")


text_perplexity = Formula(
    title="Perplexity of a text",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, exp(-Sum(log(at(c, i)), (i, 1, N)) / N)),
    quantities=(name, chances),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{PPL} = \exp\left(-\frac{1}{N} \sum_{i=1}^{N} \log p_i\right)"),
        Notation(r"\operatorname{PPL} = 2^{-\frac{1}{N} \sum_{i=1}^{N} \log_2 p_i}"),
        Notation(r"\operatorname{PP} = \left(\prod_{i=1}^{N} \frac{1}{p_i}\right)^{1/N}"),
        Notation(r"\operatorname{PP} = \sqrt[N]{\prod_{i=1}^{N} \frac{1}{p_i}}"),
    ),
    words=("perplexity", "language model"),
    derivation=derive_text_perplexity,
    source=Source("Jurafsky and Martin, Speech and Language Processing", "section 3.3"),
)

TOPIC = Topic(
    "Coins and perplexity",
    formulas=(
        binary_entropy,
        binary_entropy_bits,
        entropy_slope,
        entropy_bound,
        divergence,
        coin_pinsker,
        perplexity,
        text_perplexity,
    ),
)

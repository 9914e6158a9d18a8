"""Hoeffding's inequality: how far the mean of independent bounded numbers strays from its expectation.

It is held against arbitrary distributions on finite sets: all samples are listed, so that the probabilities are exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Identity, Piecewise, Sum, exp

from derivations.operators import at, at_most, column, mean, probability, total, vector_sum
from derivations.vocabulary import (
    POSITIVE,
    PROBABILITY,
    UNIT,
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
    position_in,
)

boucheron = "Boucheron, Lugosi and Massart, Concentration Inequalities"
hoeffding = "Hoeffding 1963, Probability inequalities for sums of bounded random variables"
i = bound_index("i")
low = Quantity("a", "lower bound of X")
width = Quantity("w", "length of the interval", domain=POSITIVE)
share = Quantity("U", "place in the interval", domain=PROBABILITY, law=Law("u"))
a, w, U = low.symbol, width.symbol, share.symbol
high = Quantity("b", "upper bound of X", value=a + w)
bounded = Quantity("X", "a random number between a and b", value=a + w * U)
tilt = Quantity("s", "a number")
b, X, s = high.symbol, bounded.symbol, tilt.symbol


def derive_lemma() -> Iterator[Step]:
    """The exponential lies below its chord; the logarithm of the chord's mean has curvature at most 1/4."""
    place = (mean(X) - a) / (b - a)
    chord = (1 - place) * exp(-s * (b - a) * place) + place * exp(s * (b - a) * (1 - place))
    yield Step(chord, because="the exponential is convex: it lies below its chord between a and b", relation="<=")
    yield Step(
        exp(s**2 * (b - a) ** 2 / 8),
        because="with h = s (b - a) the logarithm of the chord is 0 with slope 0 at h = 0, and its curvature is that "
        "of a Bernoulli number, p (1 - p), at most 1/4",
        relation="<=",
    )


lemma = Formula(
    title="Hoeffding's lemma",
    kind=Kind.BOUND,
    statement=at_most(mean(exp(s * (X - mean(X)))), exp(s**2 * (b - a) ** 2 / 8)),
    quantities=(bounded, low, high, width, share, tilt),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[e^{s(X - \mathbb{E}[X])}] \leq \exp\left(\frac{s^2 (b - a)^2}{8}\right)"),
        Notation(
            r"\mathbb{E}[\exp(\lambda (X - \mathbb{E}X))] \leq e^{\lambda^2 (b - a)^2 / 8}", letters=(("lambda", "s"),)
        ),
    ),
    words=("hoeffding", "lemma", "moment generating function"),
    derivation=derive_lemma,
    source=Source(boucheron, "lemma 2.2"),
)

draws = Size("n", "draws", largest=3)
n = draws.symbol


def listed(*numbers: Any) -> Any:
    """The vector of the first n of the numbers."""
    *earlier, last = numbers
    cases = [(number, Eq(i, place)) for place, number in enumerate(earlier, start=1)]
    entry = Piecewise(*cases, (last, True), evaluate=False)
    return vector_sum(entry * column(Identity(n), i), i, 1, n)


values = Size("k", "values", largest=3)
support = Quantity("x", "the values, equally likely", shape=(values,), domain=PROBABILITY)
positions = tuple(
    Quantity(name, "which value is drawn", domain=position_in(values), law=Law(name, uniform=values))
    for name in ("I_1", "I_2", "I_3")
)
sample = Quantity(
    "Z",
    "n independent draws",
    shape=(draws,),
    value=listed(*(at(support.symbol, position.symbol) for position in positions)),
)
expected = Quantity("mu", "mean of one draw", value=total(support.symbol) / values.symbol)
average = Quantity("Z_bar", "mean of the draws", value=total(sample.symbol) / n)
distance = Quantity("t", "how far the mean strays", domain=UNIT)
Z, mu, Z_bar, t = sample.symbol, expected.symbol, average.symbol, distance.symbol


def derive_identical() -> Iterator[Step]:
    """Chernoff's bound with exponent 4 n t, independence, and Hoeffding's lemma for each draw."""
    one = at(support.symbol, positions[0].symbol)
    yield Step(
        exp(-4 * n * t**2) * mean(exp(4 * t * n * (Z_bar - mu))), because="Chernoff bound, s = 4 n t", relation="<="
    )
    yield Step(
        exp(-4 * n * t**2) * mean(exp(4 * t * (one - mu))) ** n, because="the draws are independent and equal in law"
    )
    yield Step(
        exp(-2 * n * t**2), because="Hoeffding's lemma with s = 4 t and b - a = 1; add the exponents", relation="<="
    )


identical = Formula(
    title="Hoeffding's inequality for independent draws between 0 and 1",
    kind=Kind.BOUND,
    statement=at_most(probability(Z_bar - mu >= t), exp(-2 * n * t**2)),
    quantities=(average, sample, support, expected, *positions, distance),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{P}\left(\frac{1}{n} \sum_{i=1}^{n} Z_i - \mu \geq t\right) \leq \exp(-2 n t^2)"),
        Notation(
            r"P(\bar{Z} - \mathbb{E}[\bar{Z}] \geq \epsilon) \leq e^{-2 n \epsilon^2}", letters=(("epsilon", "t"),)
        ),
    ),
    words=("hoeffding", "inequality", "concentration", "tail"),
    derivation=derive_identical,
    source=Source(hoeffding, "theorem 1, equation 2.3"),
)

numbers = Size("n", "numbers", largest=2)
lows = Quantity("a", "lower bounds", shape=(numbers,))
widths = Quantity("w", "lengths of the intervals", shape=(numbers,), domain=POSITIVE)
shares = tuple(Quantity(name, "place in the interval", domain=PROBABILITY, law=Law(name)) for name in ("U_1", "U_2"))
highs = Quantity("b", "upper bounds", shape=(numbers,), value=lows.symbol + widths.symbol)
separate = Quantity(
    "Z",
    "independent numbers, Z_i between a_i and b_i",
    shape=(numbers,),
    value=listed(*(at(lows.symbol, k) + at(widths.symbol, k) * one.symbol for k, one in enumerate(shares, start=1))),
)
lo, hi = lows.symbol, highs.symbol
far = Quantity("t", "how far the mean strays", domain=POSITIVE)
squares = Sum((at(hi, i) - at(lo, i)) ** 2, (i, 1, n))


def derive_general() -> Iterator[Step]:
    """Chernoff's bound with the best exponent, independence, and Hoeffding's lemma for each number."""
    best = 4 * n * t / squares
    yield Step(
        mean(exp(best * (total(Z) - mean(total(Z)) - n * t))), because="Chernoff bound for the sum", relation="<="
    )
    yield Step(
        exp(Sum(best**2 * (at(hi, i) - at(lo, i)) ** 2 / 8, (i, 1, n)) - best * n * t),
        because="independence, and Hoeffding's lemma for each number",
        relation="<=",
    )
    yield Step(exp(-2 * n**2 * t**2 / squares), because="insert the exponent s = 4 n t / sum of (b_i - a_i)^2")


general = Formula(
    title="Hoeffding's inequality for independent bounded numbers",
    kind=Kind.BOUND,
    statement=at_most(probability(Z_bar - mean(Z_bar) >= t), exp(-2 * n**2 * t**2 / squares)),
    quantities=(average, separate, lows, highs, widths, *shares, far),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{P}(\bar{Z} - \mathbb{E}[\bar{Z}] \geq t) "
            r"\leq \exp\left(-\frac{2 n^2 t^2}{\sum_{i=1}^{n} (b_i - a_i)^2}\right)"
        ),
        Notation(
            r"P\left(\frac{1}{n} \sum_{i=1}^{n} (Z_i - \mathbb{E}[Z_i]) \geq \epsilon\right) "
            r"\leq e^{-2 n^2 \epsilon^2 / \sum_{i=1}^{n} (b_i - a_i)^2}",
            letters=(("epsilon", "t"),),
        ),
    ),
    words=("hoeffding", "inequality", "concentration", "tail"),
    derivation=derive_general,
    source=Source(hoeffding, "theorem 2"),
)


def derive_sum() -> Iterator[Step]:
    """The sum strays by t where the mean strays by t / n."""
    yield Step(probability(Z_bar - mean(Z_bar) >= t / n), because="divide the sum by n")
    yield Step(
        exp(-2 * n**2 * (t / n) ** 2 / squares), because="Hoeffding's inequality for the mean with t / n", relation="<="
    )


sum_bound = Formula(
    title="Hoeffding's inequality for a sum",
    kind=Kind.BOUND,
    statement=at_most(probability(total(Z) - mean(total(Z)) >= t), exp(-2 * t**2 / squares)),
    quantities=(average, separate, lows, highs, widths, *shares, far),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{P}\left(\sum_{i=1}^{n} (Z_i - \mathbb{E}[Z_i]) \geq t\right) "
            r"\leq \exp\left(-\frac{2 t^2}{\sum_{i=1}^{n} (b_i - a_i)^2}\right)"
        ),
        Notation(
            r"P\left(\sum_i X_i - \mathbb{E}\left[\sum_i X_i\right] \geq t\right) "
            r"\leq \exp\left(\frac{-2 t^2}{\sum_i (b_i - a_i)^2}\right)",
            letters=(("X", "Z"),),
        ),
    ),
    words=("hoeffding", "inequality", "concentration", "tail"),
    derivation=derive_sum,
    source=Source(hoeffding, "theorem 2"),
)

TOPIC = Topic("Hoeffding's inequality", formulas=(lemma, identical, general, sum_bound))

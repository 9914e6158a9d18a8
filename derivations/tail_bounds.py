"""Tail bounds beyond Markov and Hoeffding: both sides, known intervals, one-sided Chebyshev, counts, Bernstein.

They are stated on finite sample spaces, where all samples can be listed, so that the probabilities are exact.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Rational, exp

from derivations.hoeffding import (
    Z,
    Z_bar,
    average,
    expected,
    highs,
    lows,
    mu,
    n,
    positions,
    sample,
    separate,
    shares,
    squares,
    support,
    widths,
)
from derivations.moments import Var, X, first, variance_function
from derivations.operators import at_most, mean, probability, total
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
)

boucheron = "Boucheron, Lugosi and Massart, Concentration Inequalities"
mitzenmacher = "Mitzenmacher and Upfal, Probability and Computing"
distance = Quantity("t", "how far the mean strays", domain=UNIT)
far = Quantity("t", "how far the sum strays", domain=POSITIVE)
t = distance.symbol
d = far.symbol
epsilon = (("epsilon", "t"),)


def derive_two_sided() -> Iterator[Step]:
    """Each side strays by Hoeffding's inequality; add."""
    each = probability(Z_bar - mu >= t) + probability(mu - Z_bar >= t)
    yield Step(each, because="union bound over both sides", relation="<=")
    yield Step(2 * exp(-2 * n * t**2), because="Hoeffding's inequality on each side", relation="<=")


two_sided = Formula(
    title="Hoeffding's inequality for both sides, numbers between 0 and 1",
    kind=Kind.BOUND,
    statement=at_most(probability(Abs(Z_bar - mu) >= t), 2 * exp(-2 * n * t**2)),
    quantities=(average, sample, support, expected, *positions, distance),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{P}\left(\left|\frac{1}{n} \sum_{i=1}^{n} Z_i - \mu\right| \geq t\right) \leq 2 \exp(-2 n t^2)"
        ),
        Notation(r"P(|\bar{Z} - \mu| \geq \epsilon) \leq 2 e^{-2 n \epsilon^2}", epsilon),
        Notation(
            r"\Pr[|\hat{\mu} - \mu| \geq \epsilon] \leq 2 \exp(-2 m \epsilon^2)",
            (("mu_hat", "Z_bar"), ("m", "n"), *epsilon),
        ),
        Notation(
            r"P(|\hat{R}(h) - R(h)| \geq \epsilon) \leq 2 e^{-2 n \epsilon^2}",
            (("R_hat", "Z_bar"), ("R", "mu"), *epsilon),
        ),
        Notation(
            r"P(|R(h) - \hat{R}(h)| > \epsilon) \leq 2 \exp(-2 n \epsilon^2)",
            (("R_hat", "Z_bar"), ("R", "mu"), *epsilon),
        ),
        Notation(
            r"P(|E_{in}(h) - E_{out}(h)| > \epsilon) \leq 2 e^{-2 N \epsilon^2}",
            (("E_in", "Z_bar"), ("E_out", "mu"), ("N", "n"), *epsilon),
        ),
    ),
    words=("hoeffding", "two-sided", "concentration"),
    derivation=derive_two_sided,
    source=Source("Hoeffding 1963, Probability inequalities for sums of bounded random variables", "theorem 1"),
)


def derive_two_sided_sum() -> Iterator[Step]:
    """Each side strays by Hoeffding's inequality; add."""
    away = total(Z) - mean(total(Z))
    yield Step(probability(away >= d) + probability(-away >= d), because="union bound over both sides", relation="<=")
    yield Step(2 * exp(-2 * d**2 / squares), because="Hoeffding's inequality on each side", relation="<=")


two_sided_sum = Formula(
    title="Hoeffding's inequality for both sides of a sum",
    kind=Kind.BOUND,
    statement=at_most(probability(Abs(total(Z) - mean(total(Z))) >= d), 2 * exp(-2 * d**2 / squares)),
    quantities=(average, separate, lows, highs, widths, *shares, far),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{P}\left(\left|\sum_{i=1}^{n} (Z_i - \mathbb{E}[Z_i])\right| \geq t\right) "
            r"\leq 2 \exp\left(-\frac{2 t^2}{\sum_{i=1}^{n} (b_i - a_i)^2}\right)"
        ),
        Notation(
            r"P\left(\left|\sum_i Z_i - \mathbb{E}\left[\sum_i Z_i\right]\right| \geq t\right) "
            r"\leq 2 e^{-2 t^2 / \sum_i (b_i - a_i)^2}"
        ),
    ),
    words=("hoeffding", "two-sided", "concentration"),
    derivation=derive_two_sided_sum,
    source=Source("Hoeffding 1963, Probability inequalities for sums of bounded random variables", "theorem 2"),
)


def derive_two_sided_mean() -> Iterator[Step]:
    """The mean strays by t where the sum strays by n t."""
    yield Step(probability(Abs(total(Z) - mean(total(Z))) >= n * d), because="multiply by n")
    yield Step(
        2 * exp(-2 * (n * d) ** 2 / squares), because="Hoeffding's inequality for both sides of a sum", relation="<="
    )


two_sided_mean = Formula(
    title="Hoeffding's inequality for both sides of a mean",
    kind=Kind.BOUND,
    statement=at_most(probability(Abs(Z_bar - mean(Z_bar)) >= d), 2 * exp(-2 * n**2 * d**2 / squares)),
    quantities=(average, separate, lows, highs, widths, *shares, far),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{P}(|\bar{Z} - \mathbb{E}[\bar{Z}]| \geq t) "
            r"\leq 2 \exp\left(-\frac{2 n^2 t^2}{\sum_{i=1}^{n} (b_i - a_i)^2}\right)"
        ),
        Notation(
            r"P\left(\left|\frac{1}{n} \sum_{i=1}^{n} (Z_i - \mathbb{E}[Z_i])\right| \geq t\right) "
            r"\leq 2 e^{-2 n^2 t^2 / \sum_{i=1}^{n} (b_i - a_i)^2}"
        ),
    ),
    words=("hoeffding", "two-sided", "concentration"),
    derivation=derive_two_sided_mean,
    source=Source("Hoeffding 1963, Probability inequalities for sums of bounded random variables", "theorem 2"),
)
low = Quantity("a", "lower end of the interval")
width = Quantity("w", "length of the interval", domain=POSITIVE)
high = Quantity("b", "upper end of the interval", value=low.symbol + width.symbol)
a, w, b = low.symbol, width.symbol, high.symbol
moved = Quantity("Y_bar", "mean of n independent draws between a and b", value=a + w * Z_bar)
middle = Quantity("m", "mean of one draw", value=a + w * mu)
Y_bar, m = moved.symbol, middle.symbol
interval_quantities = (moved, average, sample, support, middle, expected, *positions, low, high, width, far)


def derive_interval() -> Iterator[Step]:
    """Move the interval to that from 0 to 1."""
    yield Step(probability(Z_bar - mu >= d / w), because="Z = (Y - a)/(b - a) lies between 0 and 1")
    yield Step(exp(-2 * n * (d / w) ** 2), because="Hoeffding's inequality between 0 and 1", relation="<=")
    yield Step(exp(-2 * n * d**2 / (b - a) ** 2), because="w is b - a")


one_interval = Formula(
    title="Hoeffding's inequality for independent draws between a and b",
    kind=Kind.BOUND,
    statement=at_most(probability(Y_bar - m >= d), exp(-2 * n * d**2 / (b - a) ** 2)),
    quantities=interval_quantities,
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{P}(\bar{X} - \mu \geq t) \leq \exp\left(-\frac{2 n t^2}{(b - a)^2}\right)",
            (("X_bar", "Y_bar"), ("mu", "m")),
        ),
        Notation(
            r"P(\bar{X}_n - \mu \geq t) \leq \exp\left(-\frac{2 n t^2}{(b - a)^2}\right)",
            (("X_bar_n", "Y_bar"), ("mu", "m")),
        ),
        Notation(
            r"P(\bar{X}_n - \mathbb{E}[\bar{X}_n] \geq \epsilon) \leq e^{-2 n \epsilon^2 / (b - a)^2}",
            (("X_bar_n", "Y_bar"), *epsilon),
        ),
    ),
    words=("hoeffding", "concentration", "tail"),
    derivation=derive_interval,
    source=Source(boucheron, "theorem 2.8"),
)


def derive_two_sided_interval() -> Iterator[Step]:
    """Move the interval to that from 0 to 1."""
    yield Step(probability(Abs(Z_bar - mu) >= d / w), because="Z = (Y - a)/(b - a) lies between 0 and 1")
    yield Step(2 * exp(-2 * n * (d / w) ** 2), because="Hoeffding's inequality for both sides", relation="<=")
    yield Step(2 * exp(-2 * n * d**2 / (b - a) ** 2), because="w is b - a")


two_sided_interval = Formula(
    title="Hoeffding's inequality for both sides, independent draws between a and b",
    kind=Kind.BOUND,
    statement=at_most(probability(Abs(Y_bar - m) >= d), 2 * exp(-2 * n * d**2 / (b - a) ** 2)),
    quantities=interval_quantities,
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{P}(|\bar{X} - \mu| \geq t) \leq 2 \exp\left(-\frac{2 n t^2}{(b - a)^2}\right)",
            (("X_bar", "Y_bar"), ("mu", "m")),
        ),
        Notation(
            r"P(|\bar{X}_n - \mu| \geq \epsilon) \leq 2 e^{-2 n \epsilon^2 / (b - a)^2}",
            (("X_bar_n", "Y_bar"), ("mu", "m"), *epsilon),
        ),
    ),
    words=("hoeffding", "two-sided", "concentration"),
    derivation=derive_two_sided_interval,
    source=Source(boucheron, "theorem 2.8"),
)


def derive_cantelli() -> Iterator[Step]:
    """Markov's inequality for the square of the moved deviation, with the best shift."""
    away, best = X - mean(X), Var(X) / d
    event = (away + best) ** 2 >= (d + best) ** 2
    yield Step(probability(event), because="add Var/t and square: the event only grows", relation="<=")
    yield Step((Var(X) + best**2) / (d + best) ** 2, because="Markov's inequality", relation="<=")
    yield Step(Var(X) / (Var(X) + d**2), because="multiply numerator and denominator by t²")


cantelli = Formula(
    title="One-sided inequality of Chebyshev (Cantelli)",
    kind=Kind.BOUND,
    statement=at_most(probability(X - mean(X) >= d), Var(X) / (Var(X) + d**2)),
    quantities=(variance_function, first, far),
    assumptions=(),
    notations=(
        Notation(
            r"\mathbb{P}(X - \mathbb{E}[X] \geq t) \leq \frac{\operatorname{Var}(X)}{\operatorname{Var}(X) + t^2}"
        ),
        Notation(
            r"P(X \geq \mathbb{E}[X] + \lambda) \leq \frac{\operatorname{Var}(X)}{\operatorname{Var}(X) + \lambda^2}",
            (("lambda", "t"),),
        ),
    ),
    words=("cantelli", "one-sided", "chebyshev"),
    derivation=derive_cantelli,
    source=Source(boucheron, "exercise 2.3"),
)
factor = Quantity("k", "number of standard deviations", domain=POSITIVE)
k = factor.symbol


def derive_chebyshev_k() -> Iterator[Step]:
    """Chebyshev's inequality at k standard deviations."""
    square = mean((X - mean(X)) ** 2)
    yield Step(square / (k**2 * Var(X)), because="Markov's inequality for the squared deviation", relation="<=")
    yield Step(1 / k**2, because="the mean squared deviation is the variance")


deviations = Formula(
    title="Chebyshev's inequality in standard deviations",
    kind=Kind.BOUND,
    statement=at_most(probability((X - mean(X)) ** 2 >= k**2 * Var(X)), 1 / k**2),
    quantities=(
        variance_function,
        first,
        factor,
        Quantity("mu", "mean", value=mean(X)),
        Quantity("sigma", "standard deviation", value=Var(X) ** Rational(1, 2)),
    ),
    assumptions=(Var(X) > 0,),
    notations=(
        Notation(r"\mathbb{P}(|X - \mu| \geq k \sigma) \leq \frac{1}{k^2}"),
        Notation(r"P(|X - \mathbb{E}[X]| \geq k \sigma) \leq \frac{1}{k^2}"),
        Notation(r"P\left(\left|\frac{X - \mu}{\sigma}\right| \geq k\right) \leq \frac{1}{k^2}"),
    ),
    words=("chebyshev", "standard deviations"),
    derivation=derive_chebyshev_k,
    source=Source("Wasserman, All of Statistics", "theorem 4.2"),
)

TOPIC = Topic(
    "Tail bounds",
    formulas=(
        two_sided,
        two_sided_sum,
        two_sided_mean,
        one_interval,
        two_sided_interval,
        cantelli,
        deviations,
    ),
)

"""Distances between finite distributions: total variation, Hellinger, chi-squared, and how they bound each other."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Lambda, MatrixSymbol, Min, Pow, Rational, Sum, exp, log, sqrt

from derivations.information import divergence_of, first, i, n, p, q, second
from derivations.operators import at, at_least, at_most, equal, norm1
from derivations.vocabulary import (
    Formula,
    Kind,
    Notation,
    Quantity,
    Source,
    Step,
    Topic,
)

tsybakov = "Tsybakov, Introduction to Nonparametric Estimation"
cover = "Cover and Thomas, Elements of Information Theory"
half = Rational(1, 2)
name = Quantity("d", "distance of p and q")
both = (first, second)
u, v = MatrixSymbol("u", n, 1), MatrixSymbol("v", n, 1)
variation = Sum(Abs(at(p, i) - at(q, i)), (i, 1, n)) / 2
variation_function = Quantity(
    "TV", "total variation", value=Lambda((u, v), Sum(Abs(at(u, i) - at(v, i)), (i, 1, n)) / 2)
)
divergence_function = Quantity("D", "divergence", value=Lambda((u, v), divergence_of(u, v)))
affinity = Sum(sqrt(at(p, i) * at(q, i)), (i, 1, n))
hellinger_square = half * Sum((sqrt(at(p, i)) - sqrt(at(q, i))) ** 2, (i, 1, n))
chi_square_form = Sum((at(p, i) - at(q, i)) ** 2 / at(q, i), (i, 1, n))
distances = (("TV", "TV"),)


def derive_total_variation() -> Iterator[Step]:
    """What p has above q is what q has above p."""
    yield Step(1 - Sum(Min(at(p, i), at(q, i)), (i, 1, n)), because="what p has above q, over all outcomes")
    yield Step(variation, because="min(a, b) = (a + b - |a - b|) / 2; both add up to 1")


total_variation = Formula(
    title="Total variation distance",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, variation),
    quantities=(name, *both),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{TV}(p, q) = \frac{1}{2} \sum_{i=1}^{n} |p_i - q_i|"),
        Notation(r"\|p - q\|_{TV} = \frac{1}{2} \|p - q\|_1"),
        Notation(r"d_{TV}(p, q) = 1 - \sum_{i=1}^{n} \min(p_i, q_i)"),
        Notation(r"\delta(p, q) = \sum_{i=1}^{n} \max(0, p_i - q_i)"),
    ),
    words=("total variation",),
    derivation=derive_total_variation,
    source=Source(tsybakov, "lemma 2.1"),
)


def derive_pinsker() -> Iterator[Step]:
    """The set where p is larger turns both distributions into coins."""
    yield Step(
        sqrt(half * divergence_of(p, q)),
        because="Pinsker's inequality for coins, on the set where p is larger; merging outcomes lowers the divergence",
        relation="<=",
    )


pinsker = Formula(
    title="Pinsker's inequality",
    kind=Kind.BOUND,
    statement=at_most(variation, Pow(half * divergence_of(p, q), half, evaluate=False)),
    quantities=(*both, variation_function, divergence_function),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{TV}(p, q) \leq \sqrt{\frac{1}{2} \operatorname{KL}(p \| q)}", distances),
        Notation(r"\frac{1}{2} \|p - q\|_1 \leq \sqrt{\frac{1}{2} \operatorname{KL}(p \| q)}"),
        Notation(r"\operatorname{TV}(p, q) \leq \sqrt{\frac{\operatorname{KL}(p \| q)}{2}}", distances),
        Notation(r"\delta(p, q) \leq \sqrt{\frac{1}{2} D_{KL}(p \| q)}", (("delta", "TV"), ("D_KL", "D"))),
        Notation(
            r"\frac{1}{2} \sum_{i=1}^{n} |p_i - q_i| \leq \sqrt{\frac{1}{2} \sum_{i=1}^{n} p_i \log \frac{p_i}{q_i}}"
        ),
    ),
    words=("pinsker", "total variation", "kl divergence"),
    derivation=derive_pinsker,
    source=Source(tsybakov, "lemma 2.5"),
)


def derive_pinsker_norm() -> Iterator[Step]:
    """Square Pinsker's inequality."""
    yield Step(2 * variation**2, because="twice the square of the total variation distance", relation=">=")
    yield Step(half * norm1(p - q) ** 2, because="the total variation distance is half of the sum of differences")


pinsker_norm = Formula(
    title="Pinsker's inequality, squared",
    kind=Kind.BOUND,
    statement=at_least(divergence_of(p, q), half * norm1(p - q) ** 2),
    quantities=(*both, variation_function, divergence_function),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{KL}(p \| q) \geq \frac{1}{2} \|p - q\|_1^2"),
        Notation(r"\operatorname{KL}(p \| q) \geq 2 \operatorname{TV}(p, q)^2", distances),
        Notation(
            r"\sum_{i=1}^{n} p_i \log \frac{p_i}{q_i} \geq \frac{1}{2} \left(\sum_{i=1}^{n} |p_i - q_i|\right)^2"
        ),
    ),
    words=("pinsker", "total variation", "kl divergence"),
    derivation=derive_pinsker_norm,
    source=Source(cover, "lemma 11.6.1"),
)


def derive_pinsker_sum() -> Iterator[Step]:
    """Twice the total variation distance."""
    yield Step(2 * sqrt(half * divergence_of(p, q)), because="Pinsker's inequality, both sides doubled", relation="<=")
    yield Step(Pow(2 * divergence_of(p, q), half, evaluate=False), because="the factor 2 goes under the root")


pinsker_sum = Formula(
    title="Pinsker's inequality for the sum of the differences",
    kind=Kind.BOUND,
    statement=at_most(norm1(p - q), Pow(2 * divergence_of(p, q), half, evaluate=False)),
    quantities=(*both, divergence_function),
    assumptions=(),
    notations=(
        Notation(r"\|p - q\|_1 \leq \sqrt{2 \operatorname{KL}(p \| q)}"),
        Notation(r"\|p - q\|_1 \leq \sqrt{2 D_{KL}(p \| q)}", (("D_KL", "D"),)),
        Notation(r"\sum_{i=1}^{n} |p_i - q_i| \leq \sqrt{2 \sum_{i=1}^{n} p_i \log \frac{p_i}{q_i}}"),
    ),
    words=("pinsker", "total variation", "kl divergence"),
    derivation=derive_pinsker_sum,
    source=Source(cover, "lemma 11.6.1"),
)


def derive_bretagnolle() -> Iterator[Step]:
    """Cauchy-Schwarz, and Jensen's inequality."""
    yield Step(sqrt(1 - affinity**2), because="Cauchy-Schwarz for the sums and differences of the roots", relation="<=")
    yield Step(
        sqrt(1 - exp(-divergence_of(p, q))), because="Jensen's inequality: log of the affinity >= -KL/2", relation="<="
    )


bretagnolle_huber = Formula(
    title="Inequality of Bretagnolle and Huber",
    kind=Kind.BOUND,
    statement=at_most(variation, sqrt(1 - exp(-divergence_of(p, q)))),
    quantities=(*both, variation_function, divergence_function),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{TV}(p, q) \leq \sqrt{1 - e^{-\operatorname{KL}(p \| q)}}", distances),
        Notation(r"\frac{1}{2} \|p - q\|_1 \leq \sqrt{1 - \exp(-\operatorname{KL}(p \| q))}"),
    ),
    words=("bretagnolle", "huber", "total variation"),
    derivation=derive_bretagnolle,
    source=Source(tsybakov, "equation 2.25"),
)


def derive_hellinger() -> Iterator[Step]:
    """Expand the squares."""
    yield Step(1 - affinity, because="both distributions add up to 1")
    yield Step(hellinger_square, because="expand the squares of the differences of the roots")


hellinger = Formula(
    title="Squared Hellinger distance, with the factor one half",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, hellinger_square),
    quantities=(name, *both),
    assumptions=(),
    notations=(
        Notation(r"H^2(p, q) = \frac{1}{2} \sum_{i=1}^{n} (\sqrt{p_i} - \sqrt{q_i})^2"),
        Notation(r"H^2(p, q) = 1 - \sum_{i=1}^{n} \sqrt{p_i q_i}"),
    ),
    words=("hellinger",),
    derivation=derive_hellinger,
    source=Source("Le Cam 1986, Asymptotic Methods in Statistical Decision Theory", "section 4.1"),
)


def derive_full_hellinger() -> Iterator[Step]:
    """Expand the squares."""
    yield Step(2 - 2 * affinity, because="both distributions add up to 1")
    yield Step(2 * hellinger_square, because="expand the squares of the differences of the roots")


full_hellinger = Formula(
    title="Squared Hellinger distance, without a factor",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, Sum((sqrt(at(p, i)) - sqrt(at(q, i))) ** 2, (i, 1, n))),
    quantities=(name, *both),
    assumptions=(),
    notations=(
        Notation(r"H^2(p, q) = \sum_{i=1}^{n} (\sqrt{p_i} - \sqrt{q_i})^2"),
        Notation(r"H^2(p, q) = 2 \left(1 - \sum_{i=1}^{n} \sqrt{p_i q_i}\right)"),
    ),
    words=("hellinger",),
    derivation=derive_full_hellinger,
    source=Source(tsybakov, "definition 2.3"),
)


def derive_chi_square() -> Iterator[Step]:
    """Expand the squares."""
    yield Step(Sum(at(p, i) ** 2 / at(q, i), (i, 1, n)) - 1, because="both distributions add up to 1")
    yield Step(chi_square_form, because="expand the squares")


chi_square = Formula(
    title="Chi-squared divergence",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, chi_square_form),
    quantities=(name, *both),
    assumptions=(),
    notations=(
        Notation(r"\chi^2(p \| q) = \sum_{i=1}^{n} \frac{(p_i - q_i)^2}{q_i}"),
        Notation(r"\chi^2(p, q) = \sum_{i=1}^{n} \frac{p_i^2}{q_i} - 1"),
    ),
    words=("chi-squared divergence", "chi-square", "chi-squared"),
    derivation=derive_chi_square,
    source=Source(tsybakov, "section 2.4"),
)


def derive_kl_chi() -> Iterator[Step]:
    """Jensen's inequality, and the tangent of the logarithm."""
    mean_ratio = Sum(at(p, i) ** 2 / at(q, i), (i, 1, n))
    yield Step(log(mean_ratio), because="Jensen's inequality for the mean of log(p/q) under p", relation="<=")
    yield Step(chi_square_form, because="log(1 + x) <= x; both distributions add up to 1", relation="<=")


kl_below_chi_square = Formula(
    title="The Kullback-Leibler divergence is at most the chi-squared divergence",
    kind=Kind.BOUND,
    statement=at_most(divergence_of(p, q), chi_square_form),
    quantities=both,
    assumptions=(),
    notations=(
        Notation(r"\operatorname{KL}(p \| q) \leq \sum_{i=1}^{n} \frac{(p_i - q_i)^2}{q_i}"),
        Notation(r"\sum_i p_i \log \frac{p_i}{q_i} \leq \sum_i \frac{(p_i - q_i)^2}{q_i}"),
    ),
    words=("chi-squared", "chi-square", "kl divergence"),
    derivation=derive_kl_chi,
    source=Source(tsybakov, "equation 2.27"),
)


def derive_symmetric() -> Iterator[Step]:
    """Add both divergences."""
    yield Step(divergence_of(p, q) + divergence_of(q, p), because="the sum of both directions")
    yield Step(
        Sum((at(p, i) - at(q, i)) * log(at(p, i) / at(q, i)), (i, 1, n)), because="the logarithm changes its sign"
    )


symmetric = Formula(
    title="Symmetric Kullback-Leibler divergence (Jeffreys)",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, Sum((at(p, i) - at(q, i)) * log(at(p, i) / at(q, i)), (i, 1, n))),
    quantities=(name, *both),
    assumptions=(),
    notations=(
        Notation(r"J(p, q) = \operatorname{KL}(p \| q) + \operatorname{KL}(q \| p)"),
        Notation(r"J(p, q) = \sum_{i=1}^{n} (p_i - q_i) \log \frac{p_i}{q_i}"),
    ),
    words=("jeffreys", "symmetric kl", "symmetrised"),
    derivation=derive_symmetric,
    source=Source("Jeffreys 1946, An invariant form for the prior probability in estimation problems", "section 2"),
    survivors=(
        ("the number 1 becomes 2 in 1/q[i]", "p - q sums to 0, so that a factor inside the logarithm adds nothing"),
    ),
)

TOPIC = Topic(
    "Distances between distributions",
    formulas=(
        total_variation,
        pinsker,
        pinsker_sum,
        pinsker_norm,
        bretagnolle_huber,
        hellinger,
        full_hellinger,
        chi_square,
        kl_below_chi_square,
        symmetric,
    ),
)

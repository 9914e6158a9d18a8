"""Bounds on the risk by growth function, VC dimension, Rademacher complexity, margin and stability, as in books.

As in `risk_bounds`, each holds on the event that no deviation is larger than its tail bound allows at level δ: what
the risk exceeds the empirical risk by is at most the complexity and a deviation u.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sympy import E, Lambda, Symbol, exp, log, sqrt

from derivations.operators import at_most
from derivations.stanzas import written
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
    integers,
    interval,
)

mohri = "Mohri, Rostamizadeh and Talwalkar, Foundations of Machine Learning"
mostafa = "Abu-Mostafa, Magdon-Ismail and Lin, Learning from Data"
bousquet = "Bousquet and Elisseeff 2002, Stability and Generalization"
count = Quantity("m", "number of examples", domain=integers(4, 12))
level = Quantity("delta", "largest probability that the bound fails", domain=UNIT)
part = Quantity("q", "how much of the complexity the deviation uses", domain=UNIT)
excess = Quantity("u", "by how much the largest deviation exceeds its mean", domain=interval(0, Fraction(1, 2)))
any_risk = Quantity("y", "a number between 0 and 1", domain=UNIT)
seen = Quantity("R_hat", "empirical risk", value=any_risk.symbol)
m, delta, q, u, R_hat = (v.symbol for v in (count, level, part, excess, seen))
one_sided = sqrt(log(1 / delta) / (2 * m))
words = ("generalization", "generalisation", "risk", "with probability")


def risk_bound(
    title: str,
    complexity: Any,
    width: Any,
    tail: Any,
    given: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    terms: tuple[str, ...],
    source: Source,
    scale: Any = 1,
) -> Formula:
    """R <= R_hat + complexity + width, where `tail` bounds the probability of the deviation `scale` times u."""
    risk = Quantity("R", "risk", value=R_hat + q * complexity + scale * u)

    def derive() -> Iterator[Step]:
        yield Step(
            R_hat + complexity + scale * u, because="the mean deviation is at most the complexity", relation="<="
        )
        yield Step(R_hat + complexity + width, because="the tail bound, solved for the deviation", relation="<=")

    return Formula(
        title=title,
        kind=Kind.BOUND,
        statement=at_most(risk.symbol, R_hat + complexity + width),
        quantities=(risk, seen, any_risk, *given, count, level, part, excess),
        assumptions=(delta <= tail,),
        notations=notations,
        words=(*terms, *words),
        derivation=derive,
        source=source,
    )


mcdiarmid = exp(-2 * m * u**2)


def spelled(*spellings: str, letters: tuple[tuple[str, str], ...] = ()) -> tuple[Notation, ...]:
    """Bounds with the risks by R(h) and R_hat_S(h)."""
    return written(*spellings, letters=(("R_hat_S", "R_hat"), *letters))


grown = Quantity("g", "its excess over 1", domain=POSITIVE)
largest = Quantity("G", "largest number of labelings of m points", domain=POSITIVE, value=1 + grown.symbol)
growth = risk_bound(
    "Risk bound by the growth function",
    sqrt(2 * log(largest.symbol) / m),
    one_sided,
    mcdiarmid,
    (largest, grown),
    spelled(
        r"R(h) \leq \hat{R}_S(h) + \sqrt{\frac{2 \log \Pi_H(m)}{m}} + \sqrt{\frac{\log \frac{1}{\delta}}{2m}}",
        r"R(h) \leq \hat{R}_S(h) + \sqrt{\frac{2 \log \Pi_H(m)}{m}} + \sqrt{\frac{\log(1/\delta)}{2m}}",
        letters=(("Pi_H", "G"),),
    ),
    ("growth function", "vc"),
    Source(mohri, "corollary 3.9"),
)
dimension = Quantity("d", "VC dimension", domain=integers(1, 4))
d = dimension.symbol
vc_dimension = risk_bound(
    "Risk bound by the VC dimension",
    sqrt(2 * d * log(E * m / d) / m),
    one_sided,
    mcdiarmid,
    (dimension,),
    spelled(
        r"R(h) \leq \hat{R}_S(h) + \sqrt{\frac{2d \log \frac{em}{d}}{m}} + \sqrt{\frac{\log \frac{1}{\delta}}{2m}}",
        r"R(h) \leq \hat{R}_S(h) + \sqrt{\frac{2d \log(em/d)}{m}} + \sqrt{\frac{\log(1/\delta)}{2m}}",
    ),
    ("vc-dimension", "vc dimension", "vapnik"),
    Source(mohri, "corollary 3.19"),
)
any_complexity = Quantity("c", "a number between 0 and 1", domain=UNIT)
average = Quantity("r", "Rademacher complexity of the class", value=any_complexity.symbol)
r = average.symbol
rademacher = ("rademacher",)
binary = risk_bound(
    "Risk bound of binary classifiers by the Rademacher complexity",
    r,
    one_sided,
    mcdiarmid,
    (average, any_complexity),
    spelled(
        r"R(h) \leq \hat{R}_S(h) + \mathfrak{R}_m(H) + \sqrt{\frac{\log \frac{1}{\delta}}{2m}}",
        r"R(h) \leq \hat{R}_S(h) + \mathfrak{R}_m(H) + \sqrt{\frac{\log(1/\delta)}{2m}}",
        letters=(("frakR_m", "r"),),
    ),
    rademacher,
    Source(mohri, "theorem 3.5"),
)
two_sided = sqrt(log(2 / delta) / (2 * m))
empirical = risk_bound(
    "Risk bound by the empirical Rademacher complexity",
    2 * r,
    3 * two_sided,
    2 * mcdiarmid,
    (average, any_complexity),
    spelled(
        r"R(h) \leq \hat{R}_S(h) + 2 \hat{\mathfrak{R}}_S(H) + 3 \sqrt{\frac{\log \frac{2}{\delta}}{2m}}",
        r"R(h) \leq \hat{R}_S(h) + 2 \hat{\mathfrak{R}}_S(H) + 3 \sqrt{\frac{\log(2/\delta)}{2m}}",
        letters=(("frakR_hat_S", "r"),),
    ),
    ("empirical rademacher", *rademacher),
    Source(mohri, "theorem 3.3"),
    scale=3,
)
binary_empirical = risk_bound(
    "Risk bound of binary classifiers by the empirical Rademacher complexity",
    r,
    3 * two_sided,
    2 * mcdiarmid,
    (average, any_complexity),
    spelled(
        r"R(h) \leq \hat{R}_S(h) + \hat{\mathfrak{R}}_S(H) + 3 \sqrt{\frac{\log \frac{2}{\delta}}{2m}}",
        r"R(h) \leq \hat{R}_S(h) + \hat{\mathfrak{R}}_S(H) + 3 \sqrt{\frac{\log(2/\delta)}{2m}}",
        letters=(("frakR_hat_S", "r"),),
    ),
    ("empirical rademacher", *rademacher),
    Source(mohri, "theorem 3.5"),
    scale=3,
)
margin = Quantity("rho", "the margin", domain=POSITIVE)
rho = margin.symbol
margin_bound = risk_bound(
    "Margin bound by the Rademacher complexity",
    2 / rho * r,
    one_sided,
    mcdiarmid,
    (average, any_complexity, margin),
    written(
        r"R(h) \leq \hat{R}_{S,\rho}(h) + \frac{2}{\rho} \mathfrak{R}_m(H) + \sqrt{\frac{\log \frac{1}{\delta}}{2m}}",
        r"R(h) \leq \hat{R}_{\rho}(h) + \frac{2}{\rho} \mathfrak{R}_m(H) + \sqrt{\frac{\log(1/\delta)}{2m}}",
        letters=(("frakR_m", "r"), ("R_hat_S,rho", "R_hat"), ("R_hat_rho", "R_hat")),
    ),
    ("margin", *rademacher),
    Source(mohri, "theorem 5.8"),
)
radius = Quantity("r", "length of the longest input", domain=POSITIVE)
weights = Quantity("Lambda", "bound on the weights", domain=POSITIVE)
linear_margin = risk_bound(
    "Margin bound of linear classifiers with bounded weights",
    2 * sqrt(radius.symbol**2 * weights.symbol**2 / rho**2 / m),
    one_sided,
    mcdiarmid,
    (radius, weights, margin),
    written(
        r"R(h) \leq \hat{R}_{S,\rho}(h) + 2 \sqrt{\frac{r^2 \Lambda^2 / \rho^2}{m}} "
        r"+ \sqrt{\frac{\log \frac{1}{\delta}}{2m}}",
        r"R(h) \leq \hat{R}_{S,\rho}(h) + 2 \sqrt{\frac{r^2 \Lambda^2}{\rho^2 m}} + \sqrt{\frac{\log(1/\delta)}{2m}}",
        letters=(("R_hat_S,rho", "R_hat"),),
    ),
    ("margin",),
    Source(mohri, "corollary 5.11"),
)
stability = Quantity("beta", "uniform stability", domain=UNIT)
range_ = Quantity("M", "largest loss", domain=POSITIVE)
beta, M = stability.symbol, range_.symbol
stable = risk_bound(
    "Risk bound of a uniformly stable algorithm",
    beta,
    (2 * m * beta + M) * one_sided,
    mcdiarmid,
    (stability, range_),
    spelled(
        r"R(h_S) \leq \hat{R}_S(h_S) + \beta + (2m\beta + M) \sqrt{\frac{\log \frac{1}{\delta}}{2m}}",
        r"R(h_S) \leq \hat{R}_S(h_S) + \beta + (2m\beta + M) \sqrt{\frac{\log(1/\delta)}{2m}}",
    ),
    ("stability", "stable"),
    Source(mohri, "theorem 14.2"),
    scale=2 * m * beta + M,
)
doubled = risk_bound(
    "Risk bound of Bousquet and Elisseeff for a uniformly stable algorithm",
    2 * beta,
    (4 * m * beta + M) * one_sided,
    mcdiarmid,
    (stability, range_),
    spelled(
        r"R(h_S) \leq \hat{R}_S(h_S) + 2\beta + (4m\beta + M) \sqrt{\frac{\ln \frac{1}{\delta}}{2m}}",
        r"R(h_S) \leq \hat{R}_S(h_S) + 2\beta + (4m\beta + M) \sqrt{\frac{\ln(1/\delta)}{2m}}",
    ),
    ("stability", "stable"),
    Source(bousquet, "theorem 12"),
    scale=4 * m * beta + M,
)
k = Symbol("k")
twice = Quantity("G", "growth function", value=Lambda((k,), 1 + k * grown.symbol))
labelings = twice.symbol(2 * m)
out_of_sample = risk_bound(
    "VC generalisation bound: the error out of the sample",
    0,
    sqrt(8 / m * log(4 * labelings / delta)),
    4 * labelings * exp(-m * u**2 / 8),
    (twice, grown),
    written(
        r"E_{out}(g) \leq E_{in}(g) + \sqrt{\frac{8}{N} \ln \frac{4 m_H(2N)}{\delta}}",
        r"E_{out}(h) \leq E_{in}(h) + \sqrt{\frac{8}{N} \ln \frac{4 m_H(2N)}{\delta}}",
        letters=(("E_out", "R"), ("E_in", "R_hat"), ("N", "m"), ("m_H", "G")),
    ),
    ("out-of-sample", "in-sample", "vc"),
    Source(mostafa, "theorem 2.5"),
)
choices = Quantity("M", "number of hypotheses", domain=integers(1, 20))
finite_choice = risk_bound(
    "The error out of the sample for finitely many hypotheses",
    0,
    sqrt(1 / (2 * m) * log(2 * choices.symbol / delta)),
    2 * choices.symbol * mcdiarmid,
    (choices,),
    written(
        r"E_{out}(g) \leq E_{in}(g) + \sqrt{\frac{1}{2N} \ln \frac{2M}{\delta}}",
        r"E_{out}(g) \leq E_{in}(g) + \sqrt{\frac{\ln(2M/\delta)}{2N}}",
        letters=(("E_out", "R"), ("E_in", "R_hat"), ("N", "m")),
    ),
    ("out-of-sample", "in-sample", "hypotheses"),
    Source(mostafa, "equation 2.1"),
)

TOPIC = Topic(
    "Risk bounds as books state them",
    formulas=(
        growth,
        vc_dimension,
        binary,
        empirical,
        binary_empirical,
        margin_bound,
        linear_margin,
        stable,
        doubled,
        out_of_sample,
        finite_choice,
    ),
)

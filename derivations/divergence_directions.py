"""What the direction of a divergence rewards: the forward one covers all mass, the reverse one may keep to one mode.

A model q is fitted to data p. Maximum likelihood minimises KL(p | q), which grows without bound where q leaves out what
p holds. KL(q | p) stays finite if q is p on one mode, of probability P, and 0 elsewhere; so does the Jensen-Shannon
divergence, in both directions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import E, Rational, Sum, log, pi

from derivations.information import cross_entropy_of, divergence_of, first, i, n, outcomes, p, q, second
from derivations.operators import at, at_least, at_most, dot, equal, total
from derivations.vocabulary import (
    BIT,
    POSITIVE,
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
)

bishop = "Bishop, Pattern Recognition and Machine Learning"
cover = "Cover and Thomas, Elements of Information Theory"
half = Rational(1, 2)
rival = Quantity("r", "probabilities by another model", shape=(outcomes,), domain=SIMPLEX)
r = rival.symbol


def derive_likelihood() -> Iterator[Step]:
    """The entropy of the data is in both."""
    yield Step(
        Sum(at(p, i) * (log(at(p, i) / at(q, i)) - log(at(p, i) / at(r, i))), (i, 1, n)),
        because="add and subtract log p: the entropy of the data is the same for both models",
    )
    yield Step(divergence_of(p, q) - divergence_of(p, r), because="split the sum")


maximum_likelihood = Formula(
    title="Maximum likelihood minimises the forward divergence: they differ by the entropy of the data",
    kind=Kind.IDENTITY,
    statement=equal(cross_entropy_of(p, q) - cross_entropy_of(p, r), divergence_of(p, q) - divergence_of(p, r)),
    quantities=(first, second, rival),
    assumptions=(),
    notations=(
        Notation(
            r"-\sum_i p_i \log q_i - \left(-\sum_i p_i \log r_i\right) "
            r"= \operatorname{KL}(p \| q) - \operatorname{KL}(p \| r)"
        ),
        Notation(
            r"\sum_i p_i \ln r_i - \sum_i p_i \ln q_i "
            r"= \sum_i p_i \ln\frac{p_i}{q_i} - \sum_i p_i \ln\frac{p_i}{r_i}"
        ),
    ),
    words=("maximum likelihood", "forward kl", "kullback-leibler", "divergence"),
    derivation=derive_likelihood,
    source=Source(bishop, "section 1.6.1"),
)

several = Size("n", "outcomes", smallest=2, largest=4)
data = Quantity("p", "probabilities of the data", shape=(several,), domain=SIMPLEX)
model = Quantity("q", "probabilities of the model", shape=(several,), domain=SIMPLEX)
region = Quantity("c", "1 for the outcomes of a region, else 0", shape=(several,), domain=BIT)
a, b, c, N = data.symbol, model.symbol, region.symbol, several.symbol
inside = Quantity("P", "probability of the region in the data", value=dot(c, a))
covered = Quantity("Q", "probability of the region in the model", value=dot(c, b))
P, Q = inside.symbol, covered.symbol
forward = Sum(at(a, i) * log(at(a, i) / at(b, i)), (i, 1, N))


def derive_covering() -> Iterator[Step]:
    """Merge the outcomes of the region and those outside."""
    yield Step(
        P * log(P / Q) + (1 - P) * log((1 - P) / (1 - Q)),
        because="log sum inequality: merging outcomes never raises the divergence",
        relation=">=",
    )
    yield Step(P * log(P / Q) + (1 - P) * log(1 - P), because="-log(1 - Q) is not negative", relation=">=")
    yield Step(-P * log(Q) - log(2), because="the entropy of a coin is at most log 2", relation=">=")


mass_covering = Formula(
    title="The forward divergence grows without bound where the model leaves out a region that the data fill",
    kind=Kind.BOUND,
    statement=at_least(forward, -P * log(Q) - log(2)),
    quantities=(inside, covered, data, model, region),
    assumptions=(at_least(total(c), 1), at_most(total(c), N - 1)),
    notations=(
        Notation(r"\operatorname{KL}(p \| q) \geq -P \log Q - \log 2"),
        Notation(r"\sum_{i=1}^n p_i \ln\frac{p_i}{q_i} \geq P \ln\frac{1}{Q} - \ln 2"),
    ),
    words=("forward kl", "mass covering", "zero avoiding", "support", "divergence"),
    derivation=derive_covering,
    source=Source(cover, "theorem 2.7.1 (log sum inequality)"),
)

support = Size("s", "points that carry the data", smallest=2, largest=4)
places = Quantity("x", "points that carry the data", shape=(support,))
masses = Quantity("p", "probabilities of the points", shape=(support,), domain=SIMPLEX)
centre = Quantity("mu", "mean of the model")
width = Quantity("sigma", "standard deviation of the model", domain=POSITIVE)
x, w, S, mu, sigma = places.symbol, masses.symbol, support.symbol, centre.symbol, width.symbol
average = Quantity("m", "mean of the data", value=dot(w, x))
m = average.symbol
spread = Quantity("v", "variance of the data", value=Sum(at(w, i) * (at(x, i) - m) ** 2, (i, 1, S)))
v = spread.symbol
loss = Sum(at(w, i) * (log(2 * pi * sigma**2) / 2 + (at(x, i) - mu) ** 2 / (2 * sigma**2)), (i, 1, S))


def derive_matching() -> Iterator[Step]:
    """Split the mean square, then 1 + log t <= t."""
    yield Step(
        log(2 * pi * sigma**2) / 2 + (v + (m - mu) ** 2) / (2 * sigma**2),
        because="the mean square distance from mu is the variance plus the squared distance of the means",
    )
    yield Step(
        log(2 * pi * sigma**2) / 2 + v / (2 * sigma**2), because="a square is not negative: the means agree",
        relation=">=",
    )
    yield Step(
        log(2 * pi * E * v) / 2, because="t >= 1 + log t at t = v / sigma^2: the variances agree", relation=">="
    )  # fmt: skip


moment_matching = Formula(
    title="The forward divergence fits a normal distribution by mean and variance: it spreads over all of the data",
    kind=Kind.BOUND,
    statement=at_least(loss, log(2 * pi * E * v) / 2),
    quantities=(places, masses, centre, width, average, spread),
    assumptions=(v > 0,),
    notations=(
        Notation(
            r"\sum_{i=1}^s p_i \left(\frac{1}{2} \log(2\pi\sigma^2) + \frac{(x_i - \mu)^2}{2\sigma^2}\right) "
            r"\geq \frac{1}{2} \log(2\pi e v)"
        ),
        Notation(
            r"\frac{1}{2} \ln(2\pi\sigma^2) + \sum_{i=1}^s p_i \frac{(x_i - \mu)^2}{2\sigma^2} "
            r"\geq \frac{1 + \ln(2\pi v)}{2}"
        ),
    ),
    words=("forward kl", "moment matching", "gaussian", "mass covering", "maximum likelihood"),
    derivation=derive_matching,
    source=Source(bishop, "section 10.7, equation 10.187"),
)

kept = Quantity("q", "probabilities of the model, on one mode", shape=(outcomes,), domain=SIMPLEX)
left = Quantity("o", "probabilities of the data outside the mode, given that they are there", (outcomes,), SIMPLEX)
chance = Quantity("P", "probability of the mode in the data", domain=UNIT)
k, o, C = kept.symbol, left.symbol, chance.symbol


def derive_seeking() -> Iterator[Step]:
    """The ratio is the same on the whole mode."""
    yield Step(-log(C) * Sum(at(k, i), (i, 1, n)), because="the ratio of model and data is 1 / P on the whole mode")
    yield Step(-log(C), because="the model's probabilities add up to 1")


mode_seeking = Formula(
    title="The reverse divergence of a model that keeps to one mode is -log P, however much it leaves out",
    kind=Kind.IDENTITY,
    statement=equal(Sum(at(k, i) * log(at(k, i) / (C * at(k, i))), (i, 1, n)), -log(C)),
    quantities=(kept, chance),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^n q_i \log\frac{q_i}{P q_i} = -\log P"),
        Notation(r"\sum_i q_i \ln\frac{q_i}{P \, q_i} = \ln\frac{1}{P}"),
    ),
    words=("reverse kl", "mode seeking", "zero forcing", "divergence"),
    derivation=derive_seeking,
    source=Source(bishop, "section 10.1.2"),
)


def fair(weight: Any, other: Any) -> Any:
    """A term of half the divergence from the mixture in equal parts."""
    return weight * log(weight / ((weight + other) / 2)) / 2


on_mode = Sum(fair(C * at(k, i), at(k, i)) + fair(at(k, i), C * at(k, i)), (i, 1, n))
off_mode = Sum(fair((1 - C) * at(o, i), 0), (i, 1, n))


def derive_between() -> Iterator[Step]:
    """The ratios are the same on the whole mode, and off it."""
    yield Step(
        half * (C * log(2 * C / (1 + C)) + log(2 / (1 + C))) * Sum(at(k, i), (i, 1, n))
        + half * (1 - C) * log(2) * Sum(at(o, i), (i, 1, n)),
        because="the ratios to the mixture are 2 P / (1 + P) and 2 / (1 + P) on the mode, and 2 off it",
    )
    yield Step(
        half * (C * log(2 * C / (1 + C)) + log(2 / (1 + C)) + (1 - C) * log(2)), because="probabilities add up to 1"
    )


js_of_mode = Formula(
    title="The Jensen-Shannon divergence of a model that keeps to one mode: finite, at a price",
    kind=Kind.IDENTITY,
    statement=equal(
        on_mode + off_mode, half * (C * log(2 * C / (1 + C)) + log(2 / (1 + C)) + (1 - C) * log(2))
    ),
    quantities=(kept, left, chance),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{1}{2} \sum_{i=1}^n \left(P q_i \log\frac{2 P q_i}{P q_i + q_i} "
            r"+ q_i \log\frac{2 q_i}{P q_i + q_i}\right) + \frac{1}{2} \sum_{i=1}^n (1 - P) o_i \log 2 "
            r"= \frac{1}{2} \left(P \log\frac{2 P}{1 + P} + \log\frac{2}{1 + P} + (1 - P) \log 2\right)"
        ),
        Notation(
            r"\sum_i \frac{P q_i}{2} \ln\frac{2 P}{1 + P} + \sum_i \frac{q_i}{2} \ln\frac{2}{1 + P} "
            r"+ \sum_i \frac{(1 - P) o_i}{2} \ln 2 "
            r"= \frac{P}{2} \ln\frac{2 P}{1 + P} + \frac{1}{2} \ln\frac{2}{1 + P} + \frac{1 - P}{2} \ln 2"
        ),
    ),
    words=("jensen-shannon", "mode", "support", "divergence"),
    derivation=derive_between,
    source=Source("Lin 1991, Divergence measures based on the Shannon entropy", "section III"),
)

TOPIC = Topic(
    "Directions of a divergence",
    formulas=(maximum_likelihood, mass_covering, moment_matching, mode_seeking, js_of_mode),
)

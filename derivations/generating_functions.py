"""Moment generating functions M(t) = E[exp(t X)]: sums, affine maps, moments, and the normal distribution."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Lambda, Rational, Sum, Symbol, binomial, exp

from derivations.moments import X, alone, first
from derivations.operators import dot, equal, mean, slope
from derivations.vocabulary import (
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
    integers,
    interval,
)

wasserman = "Wasserman, All of Statistics"
half = Rational(1, 2)
argument = Quantity("t", "argument of the generating function")
t, s = argument.symbol, Symbol("s", real=True)
Y = alone.symbol
of_x = Quantity("M_X", "moment generating function of X", value=Lambda((s,), mean(exp(s * X))))
of_y = Quantity("M_Y", "moment generating function of Y", value=Lambda((s,), mean(exp(s * Y))))
M_X, M_Y = of_x.symbol, of_y.symbol
of_sum = Quantity("M_Z", "moment generating function of X + Y", value=Lambda((s,), mean(exp(s * (X + Y)))))


def derive_sum() -> Iterator[Step]:
    """The exponential of a sum is a product of independent factors."""
    yield Step(mean(exp(t * X) * mean(exp(t * Y))), because="the exponential of a sum; the mean over Y first")
    yield Step(M_X(t) * M_Y(t), because="the mean over Y is a number")


independent_sum = Formula(
    title="Moment generating function of a sum of independent random numbers",
    kind=Kind.IDENTITY,
    statement=equal(of_sum.symbol(t), M_X(t) * M_Y(t)),
    quantities=(of_sum, of_x, of_y, argument, first, alone),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[e^{t(X + Y)}] = \mathbb{E}[e^{tX}] \mathbb{E}[e^{tY}]"),
        Notation(r"M_Z(t) = M_X(t) \cdot M_Y(t)"),
    ),
    words=("moment generating function", "independent", "sum"),
    derivation=derive_sum,
    source=Source(wasserman, "lemma 3.31"),
)

scale, offset = Quantity("a", "a factor"), Quantity("b", "a shift")
a, b = scale.symbol, offset.symbol
of_affine = Quantity("M_Y", "moment generating function of a X + b", value=Lambda((s,), mean(exp(s * (a * X + b)))))


def derive_affine() -> Iterator[Step]:
    """The shift comes out of the mean."""
    yield Step(exp(b * t) * mean(exp(t * a * X)), because="the exponential of a sum; exp(b t) is a constant")
    yield Step(exp(b * t) * M_X(a * t), because="definition of the generating function, at a t")


affine = Formula(
    title="Moment generating function of an affine function",
    kind=Kind.IDENTITY,
    statement=equal(of_affine.symbol(t), exp(b * t) * M_X(a * t)),
    quantities=(of_affine, of_x, argument, scale, offset, first),
    assumptions=(),
    notations=(
        Notation(r"M_Y(t) = e^{b t} M_X(a t)"),
        Notation(r"\mathbb{E}[e^{t(aX + b)}] = e^{tb} M_X(at)"),
    ),
    words=("moment generating function", "affine"),
    derivation=derive_affine,
    source=Source(wasserman, "lemma 3.31"),
)


def derive_moment() -> Iterator[Step]:
    """Differentiate under the mean; at 0 the exponential is 1."""
    yield Step(mean(slope(exp(t * X), t, 0)), because="the mean is a finite sum: differentiate term by term")
    yield Step(mean(X), because="the derivative of exp(t X) is X exp(t X), at 0 it is X")


first_moment = Formula(
    title="Mean from the moment generating function",
    kind=Kind.IDENTITY,
    statement=equal(slope(M_X(t), t, 0), mean(X)),
    quantities=(of_x, argument, first),
    assumptions=(),
    notations=(
        Notation(r"M'(0) = \mathbb{E}[X]", letters=(("M", "M_X"),)),
        Notation(r"\left.\frac{\partial}{\partial t} \mathbb{E}[e^{tX}]\right|_{t=0} = \mathbb{E}[X]"),
    ),
    words=("moment generating function", "moments", "mean"),
    derivation=derive_moment,
    source=Source(wasserman, "section 3.6"),
)

trials = Quantity("n", "number of trials", domain=integers(1, 5))
chance = Quantity("p", "probability of success", domain=UNIT)
k = bound_index("k")
n, p = trials.symbol, chance.symbol
law = binomial(n, k) * p**k * (1 - p) ** (n - k)


def derive_binomial() -> Iterator[Step]:
    """The binomial theorem."""
    yield Step(
        Sum(binomial(n, k) * (p * exp(t)) ** k * (1 - p) ** (n - k), (k, 0, n)), because="exp(t k) is a k-th power"
    )
    yield Step((1 - p + p * exp(t)) ** n, because="binomial theorem")


binomial_sum = Formula(
    title="Moment generating function of the binomial distribution",
    kind=Kind.IDENTITY,
    statement=equal(Sum(exp(t * k) * law, (k, 0, n)), (1 - p + p * exp(t)) ** n),
    quantities=(argument, trials, chance),
    assumptions=(),
    notations=(
        Notation(r"\sum_{k=0}^{n} e^{tk} \binom{n}{k} p^k (1 - p)^{n-k} = (1 - p + p e^t)^n"),
        Notation(
            r"\sum_{x=0}^{n} e^{tx} \binom{n}{x} p^x (1 - p)^{n-x} = (p e^t + (1 - p))^n",
        ),
    ),
    words=("moment generating function", "binomial"),
    derivation=derive_binomial,
    source=Source(wasserman, "section 3.6"),
    survivors=(("the upper bound n becomes n + 1", "more than n successes have probability 0"),),
)

centre = Quantity("mu", "mean")
deviation = Quantity("sigma", "standard deviation", domain=POSITIVE)
place = Quantity("x", "any real number")
name = Quantity("M", "moment generating function at t")
mu, sigma, x = centre.symbol, deviation.symbol, place.symbol


def derive_normal() -> Iterator[Step]:
    """exp(t x) times the density is a multiple of another normal density; the multiple is the integral."""
    moved = x - mu - sigma**2 * t
    yield Step(
        exp(t * x - (x - mu) ** 2 / (2 * sigma**2) + moved**2 / (2 * sigma**2)),
        because="exp(t x) times the density at x, over the density with mean mu + sigma^2 t: complete the square",
    )
    yield Step(exp(t * mu + half * sigma**2 * t**2), because="x cancels, and the other density integrates to 1")


normal = Formula(
    title="Moment generating function of the normal distribution",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, exp(t * mu + half * sigma**2 * t**2)),
    quantities=(name, argument, centre, deviation, place),
    assumptions=(),
    notations=(
        Notation(r"M_X(t) = \exp\left(\mu t + \frac{1}{2} \sigma^2 t^2\right)"),
        Notation(r"\mathbb{E}[e^{tX}] = e^{\mu t + \sigma^2 t^2 / 2}"),
    ),
    words=("moment generating function", "gaussian", "normal distribution"),
    derivation=derive_normal,
    source=Source(wasserman, "section 3.6"),
)

dimensions = Size("d", "dimensions", largest=2)
arguments = Quantity("t", "argument of the generating function", (dimensions,), interval(-1, 1))
means = Quantity("mu", "mean", shape=(dimensions,))
covariance = Quantity("Sigma", "covariance", shape=(dimensions, dimensions), domain=POSITIVE_DEFINITE)
anywhere = Quantity("w", "any vector: the point is mu + Sigma w", shape=(dimensions,))
T, m, Sigma, w = arguments.symbol, means.symbol, covariance.symbol, anywhere.symbol


def derive_multivariate() -> Iterator[Step]:
    """As on the line, with the mean moved by Sigma t."""
    yield Step(
        exp(dot(T, m + Sigma * w) - half * dot(w, Sigma * w) + half * dot(w - T, Sigma * (w - T))),
        because="exp(t x) times the density at x = mu + Sigma w, over the density with mean mu + Sigma t",
    )
    yield Step(exp(dot(T, m) + half * dot(T, Sigma * T)), because="w cancels, and the other density integrates to 1")


multivariate_normal = Formula(
    title="Moment generating function of the normal distribution in d dimensions",
    kind=Kind.DEFINITION,
    statement=equal(name.symbol, exp(dot(T, m) + half * dot(T, Sigma * T))),
    quantities=(name, arguments, means, covariance, anywhere),
    assumptions=(),
    notations=(
        Notation(r"M_X(t) = \exp\left(t \cdot \mu + \frac{1}{2} t^T \Sigma t\right)"),
        Notation(r"\mathbb{E}[e^{t^\top X}] = e^{t^\top \mu + \frac{1}{2} t^\top \Sigma t}"),
    ),
    words=("moment generating function", "gaussian", "multivariate normal"),
    derivation=derive_multivariate,
    source=Source("Tong, The Multivariate Normal Distribution", "chapter 3"),
)

TOPIC = Topic(
    "Moment generating functions",
    formulas=(independent_sum, affine, first_moment, binomial_sum, normal, multivariate_normal),
)

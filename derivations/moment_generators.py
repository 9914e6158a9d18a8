"""Moment generating functions of the usual distributions in closed form."""

from __future__ import annotations

from sympy import Rational, exp

from derivations.cumulative_distributions import casella, k, lam, rate, shape, value
from derivations.stanzas import rule, written
from derivations.vocabulary import UNIT, Quantity, Source, Topic, integers, interval

argument = Quantity("t", "argument", domain=interval(Rational(-1, 2), Rational(1, 2)))
strong = Quantity("r", "rate", domain=interval(1, 4))
t, lam_1 = argument.symbol, strong.symbol
generating = ("mgf", "generating function", "moment generating", "m_x", "m(t)")
exponential_mgf = rule(
    "Moment generating function of the exponential distribution",
    value,
    lam_1 / (lam_1 - t),
    (argument, strong),
    written(
        r"M_X(t) = \frac{\lambda}{\lambda - t}",
        r"M(t) = \left(1 - \frac{t}{\lambda}\right)^{-1}",
        letters=(("lambda", "r"),),
    ),
    (*generating, "exponential"),
    "a density with the rate lambda - t, up to its factor",
    Source(casella, "table of common distributions"),
)  # fmt: skip
poisson_mgf = rule(
    "Moment generating function of the Poisson distribution",
    value,
    exp(lam * (exp(t) - 1)),
    (argument, rate),
    written(r"M_X(t) = e^{\lambda (e^t - 1)}", r"M(t) = \exp(\lambda (e^t - 1))", letters=(("lambda", "r"),)),
    (*generating, "poisson"),
    "the exponential series",
    Source(casella, "table of common distributions"),
)
chance = Quantity("p", "probability of success", domain=UNIT)
trials = Quantity("n", "number of trials", domain=integers(1, 5))
p, n = chance.symbol, trials.symbol
binomial_mgf = rule(
    "Moment generating function of the binomial distribution, closed form",
    value,
    (1 - p + p * exp(t)) ** n,
    (argument, chance, trials),
    written(r"M_X(t) = (1 - p + p e^t)^n", r"M(t) = (p e^t + 1 - p)^n", r"M_X(t) = (1 + p (e^t - 1))^n"),
    (*generating, "binomial"),
    "a product of independent trials",
    Source(casella, "example 2.3.9"),
)
bernoulli_mgf = rule(
    "Moment generating function of the Bernoulli distribution",
    value,
    1 - p + p * exp(t),
    (argument, chance),
    written(r"M_X(t) = 1 - p + p e^t", r"M(t) = 1 + p (e^t - 1)"),
    (*generating, "bernoulli"),
    "the mean over both outcomes",
    Source(casella, "table of common distributions"),
)
gamma_mgf = rule(
    "Moment generating function of the gamma distribution",
    value,
    (lam_1 / (lam_1 - t)) ** k,
    (argument, strong, shape),
    written(
        r"M_X(t) = \left(\frac{\beta}{\beta - t}\right)^\alpha",
        r"M(t) = \left(1 - \frac{t}{\beta}\right)^{-\alpha}",
        letters=(("beta", "r"), ("alpha", "k")),
    ),
    (*generating, "gamma"),
    "a density with the rate beta - t, up to its factor",
    Source(casella, "table of common distributions"),
)

TOPIC = Topic(
    "Moment generating functions",
    formulas=(
        exponential_mgf,
        poisson_mgf,
        binomial_mgf,
        bernoulli_mgf,
        gamma_mgf,
    ),
)

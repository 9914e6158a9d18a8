"""Exponential families in the form b(y) exp(eta T(y) - a(eta)): Bernoulli, normal, Poisson and geometric distribution.

eta is the natural parameter, a the log-partition function.
"""

from __future__ import annotations

from sympy import Rational, exp, factorial, log, pi, sqrt

from derivations.stanzas import rule, written
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    UNIT,
    Quantity,
    Source,
    Topic,
    integers,
    interval,
)

ng = "Ng, CS229 Lecture Notes"
value = Quantity("v", "the value")
chance = Quantity("phi", "probability", domain=UNIT)
bit = Quantity("y", "0 or 1", domain=BIT)
natural = Quantity("eta", "natural parameter")
negative = Quantity("eta", "natural parameter", domain=interval(-4, Rational(-1, 8)))
number = Quantity("y", "a number")
centre = Quantity("mu", "mean")
rate = Quantity("r", "rate", domain=POSITIVE)
count = Quantity("y", "a count", domain=integers(0, 5))
trial = Quantity("y", "number of trials", domain=integers(1, 5))
phi, y, eta, x, mu, lam = (q.symbol for q in (chance, bit, natural, number, centre, rate))
family = ("exponential family", "natural parameter", "canonical", "glm", "generalized linear", "generalised linear",
          "log-partition", "log partition", "sufficient statistic")  # fmt: skip
bernoulli = rule(
    "Bernoulli distribution as an exponential family",
    value,
    exp(log(phi / (1 - phi)) * y + log(1 - phi)),
    (bit, chance),
    written(
        r"p(y; \phi) = \exp\left(\left(\log\left(\frac{\phi}{1 - \phi}\right)\right) y + \log(1 - \phi)\right)",
        r"p(y; \phi) = \exp(y \log \phi + (1 - y) \log(1 - \phi))",
        r"p(y) = (1 - \phi) \exp\left(y \log \frac{\phi}{1 - \phi}\right)",
    ),
    ("bernoulli", *family),
    "the logarithm of the probability is linear in y",
    Source(ng, "part III, section 8"),
)
inverse_link = rule(
    "Mean of a Bernoulli variable by its natural parameter",
    value,
    1 / (1 + exp(-eta)),
    (natural,),
    written(r"\phi = \frac{1}{1 + e^{-\eta}}", r"\mu = \frac{1}{1 + \exp(-\eta)}", r"\phi = 1 / (1 + e^{-\eta})"),
    ("bernoulli", "logistic", "sigmoid", "response function", *family),
    "solve the log-odds for the probability",
    Source(ng, "part III, section 8"),
)
normal = rule(
    "Normal distribution of variance 1 as an exponential family",
    value,
    exp(-(x**2) / 2) / sqrt(2 * pi) * exp(mu * x - mu**2 / 2),
    (number, centre),
    written(
        r"p(y; \mu) = \frac{1}{\sqrt{2\pi}} \exp\left(-\frac{1}{2} y^2\right) "
        r"\cdot \exp\left(\mu y - \frac{1}{2} \mu^2\right)",
        r"p(y; \mu) = \frac{1}{\sqrt{2\pi}} \exp(-y^2 / 2) \exp(\mu y - \mu^2 / 2)",
    ),
    ("gaussian", "normal", *family),
    "expand the square",
    Source(ng, "part III, section 8"),
)
base = rule(
    "Base measure of the normal distribution of variance 1",
    value,
    exp(-(x**2) / 2) / sqrt(2 * pi),
    (number,),
    written(
        r"b(y) = \frac{1}{\sqrt{2\pi}} \exp(-y^2 / 2)",
        r"b(y) = (2\pi)^{-1/2} e^{-y^2 / 2}",
        r"h(y) = \frac{1}{\sqrt{2\pi}} \exp\left(-\frac{1}{2} y^2\right)",
    ),
    ("base measure", "gaussian", "normal", *family),
    "what does not depend on the mean",
    Source(ng, "part III, section 8"),
)
normal_partition = rule(
    "Log-partition function of the normal distribution of variance 1",
    value,
    eta**2 / 2,
    (natural,),
    written(r"a(\eta) = \frac{\eta^2}{2}", r"a(\eta) = \frac{1}{2} \eta^2", r"A(\eta) = \eta^2 / 2"),
    ("gaussian", "normal", *family),
    "half the squared mean",
    Source(ng, "part III, section 8"),
)
poisson = rule(
    "Poisson distribution as an exponential family",
    value,
    exp(count.symbol * log(lam) - lam) / factorial(count.symbol),
    (count, rate),
    written(
        r"p(y; \lambda) = \frac{1}{y!} \exp(y \log \lambda - \lambda)",
        r"p(y) = \frac{\exp(y \log \lambda - \lambda)}{y!}",
        letters=(("lambda", "r"),),
    ),
    ("poisson", *family),
    "the logarithm of the probability is linear in y",
    Source(ng, "problem set 1"),
)
poisson_partition = rule(
    "Log-partition function of the Poisson distribution",
    value,
    exp(eta),
    (natural,),
    written(r"a(\eta) = e^\eta", r"A(\eta) = \exp(\eta)", r"\lambda = e^\eta"),
    ("poisson", *family),
    "the rate",
    Source(ng, "problem set 1"),
)
geometric = rule(
    "Geometric distribution by the number of trials",
    value,
    (1 - phi) ** (trial.symbol - 1) * phi,
    (trial, chance),
    written(r"p(y; \phi) = (1 - \phi)^{y - 1} \phi", r"p(y) = \phi (1 - \phi)^{y - 1}"),
    ("geometric", *family),
    "failures before a success",
    Source(ng, "problem set 1"),
)
geometric_parameter = rule(
    "Natural parameter of the geometric distribution",
    value,
    log(1 - phi),
    (chance,),
    written(r"\eta = \log(1 - \phi)", r"\eta = \ln(1 - \phi)"),
    ("geometric", *family),
    "the factor of the number of trials",
    Source(ng, "problem set 1"),
)
geometric_partition = rule(
    "Log-partition function of the geometric distribution",
    value,
    log(exp(negative.symbol) / (1 - exp(negative.symbol))),
    (negative,),
    written(
        r"a(\eta) = \log\left(\frac{e^\eta}{1 - e^\eta}\right)",
        r"a(\eta) = \eta - \log(1 - e^\eta)",
    ),
    ("geometric", *family),
    "the sum of all powers",
    Source(ng, "problem set 1"),
)

TOPIC = Topic(
    "Generalised linear models",
    formulas=(
        bernoulli,
        inverse_link,
        normal,
        base,
        normal_partition,
        poisson,
        poisson_partition,
        geometric,
        geometric_parameter,
        geometric_partition,
    ),
)

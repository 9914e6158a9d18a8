"""Losses as functions of a score: negative log-likelihoods of generalised linear models, and their natural parameters.

The score a is the natural parameter of the target y: its log-odds, the logarithm of its rate, its mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Rational, exp, factorial, log

from derivations.operators import dot, equal, gradient, partial, sigmoid
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    BIT,
    POSITIVE,
    UNIT,
    Formula,
    Kind,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    integers,
)

murphy = "Murphy, Probabilistic Machine Learning: An Introduction"
mccullagh = "McCullagh and Nelder, Generalized Linear Models"
half = Rational(1, 2)
loss = Quantity("L", "the loss of one example")
score = Quantity("a", "the score")
bit = Quantity("y", "the target, 0 or 1", domain=BIT)
count = Quantity("y", "the target, a count", domain=integers(0, 6))
real = Quantity("y", "the target")
a, b, c, r = score.symbol, bit.symbol, count.symbol, real.symbol
words = ("natural parameter", "canonical link", "glm", "generalized linear", "exponential family", "log-likelihood")

bernoulli = rule(
    "Logistic loss from the score, target 0 or 1",
    loss,
    log(1 + exp(a)) - b * a,
    (score, bit),
    written(
        r"L = \log(1 + e^a) - y a",
        r"L = \log(1 + \exp(a)) - y a",
        r"L = -y a + \log(1 + e^a)",
    ),
    ("bernoulli", "logistic", "cross-entropy", "log-odds", "logit", *words),
    "minus the log-likelihood of the target, the score as its log-odds",
    Source(murphy, "section 10.2.3"),
)
poisson = rule(
    "Poisson loss from the score, the logarithm of the rate",
    loss,
    exp(a) - c * a + log(factorial(c)),
    (score, count),
    written(
        r"L = e^a - y a + \log(y!)",
        r"L = \exp(a) - y a + \log y!",
        r"L = e^a - y a + \ln(y!)",
    ),
    ("poisson", "count", *words),
    "minus the log-likelihood of the count, the score as the logarithm of its rate",
    Source(mccullagh, "section 6.2"),
)
poisson_short = rule(
    "Poisson loss from the score, without the part that does not depend on it",
    loss,
    exp(a) - c * a,
    (score, count),
    written(r"L = e^a - y a", r"L = \exp(a) - y a", r"L = e^a - a y"),
    ("poisson", "count", *words),
    "minus the log-likelihood up to a constant",
    Source(mccullagh, "section 6.2"),
)


def slope_of(
    title: str, value: Any, right: Any, target: Quantity, reason: str, spelled: tuple[str, ...], place: Source
) -> Formula:
    """The derivative of a loss by the score: the mean less the target."""
    function = Quantity("L", "the loss of one example", value=value)

    def derive() -> Iterator[Step]:
        yield Step(partial(value, a), because="the loss as a function of the score")
        yield Step(right, because=reason)

    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(partial(function.symbol, a), right),
        quantities=(function, score, target),
        assumptions=(),
        notations=written(*spelled),
        words=("gradient", "derivative", "prediction error", *words),
        derivation=derive,
        source=place,
    )


poisson_slope = slope_of(
    "Derivative of the Poisson loss by the score: rate less count",
    exp(a) - c * a + log(factorial(c)),
    exp(a) - c,
    count,
    "the exponential is its own derivative",
    (r"\frac{\partial L}{\partial a} = e^a - y", r"\frac{dL}{da} = \exp(a) - y"),
    Source(mccullagh, "section 2.5"),
)
bernoulli_slope = slope_of(
    "Derivative of the logistic loss by the score: probability less target",
    log(1 + exp(a)) - b * a,
    sigmoid(a) - b,
    bit,
    "the derivative of the softplus is the logistic function",
    (r"\frac{\partial L}{\partial a} = \sigma(a) - y", r"\frac{dL}{da} = \sigma(a) - y"),
    Source(mccullagh, "section 2.5"),
)

odds = Quantity("eta", "the natural parameter")
chance = Quantity("p", "probability of success", domain=UNIT)
rate = Quantity("lambda_", "rate", domain=POSITIVE)
partition = Quantity("A", "log-partition function at the natural parameter")
middle = Quantity("mu", "mean")
spread = Quantity("sigma", "standard deviation", domain=POSITIVE)
p, lam, mu, sigma, eta = chance.symbol, rate.symbol, middle.symbol, spread.symbol, odds.symbol
free = Quantity("eta", "the natural parameter")
family = ("natural parameter", "exponential family", "log-partition", "log partition", "cumulant", "canonical")
bernoulli_parameter = rule(
    "Natural parameter of the Bernoulli distribution: the log-odds",
    odds,
    log(p / (1 - p)),
    (chance,),
    written(
        r"\eta = \log \frac{p}{1 - p}",
        r"\eta = \ln\left(\frac{p}{1 - p}\right)",
        r"\eta = \log(p) - \log(1 - p)",
    ),
    ("bernoulli", "logit", "log-odds", *family),
    "the factor of x in the log-probability",
    Source(murphy, "section 3.4.2.1"),
)
bernoulli_partition = rule(
    "Log-partition function of the Bernoulli distribution",
    partition,
    log(1 + exp(eta)),
    (free,),
    written(r"A(\eta) = \log(1 + e^\eta)", r"\psi(\eta) = \ln(1 + \exp(\eta))", letters=(("psi", "A"),)),
    ("bernoulli", *family),
    "the logarithm of the sum over both values",
    Source(murphy, "section 3.4.2.1"),
)
poisson_parameter = rule(
    "Natural parameter of the Poisson distribution",
    odds,
    log(lam),
    (rate,),
    written(r"\eta = \log \lambda", r"\eta = \ln(\lambda)", letters=(("lambda", "lambda_"),)),
    ("poisson", *family),
    "the factor of x in the log-probability",
    Source(mccullagh, "section 2.2"),
)
normal_first = rule(
    "First natural parameter of the normal distribution",
    odds,
    mu / sigma**2,
    (middle, spread),
    written(r"\eta_1 = \frac{\mu}{\sigma^2}", r"\eta_1 = \mu / \sigma^2", letters=(("eta_1", "eta"),)),
    ("gaussian", "normal", *family),
    "the factor of x in the log-density",
    Source(murphy, "section 3.4.2.2"),
)
normal_second = rule(
    "Second natural parameter of the normal distribution",
    odds,
    -1 / (2 * sigma**2),
    (spread,),
    written(r"\eta_2 = -\frac{1}{2 \sigma^2}", r"\eta_2 = \frac{-1}{2 \sigma^2}", letters=(("eta_2", "eta"),)),
    ("gaussian", "normal", *family),
    "the factor of x^2 in the log-density",
    Source(murphy, "section 3.4.2.2"),
)
line = Quantity("eta_1", "first natural parameter", value=mu / sigma**2)
bend = Quantity("eta_2", "second natural parameter", value=-1 / (2 * sigma**2))
eta_1, eta_2 = line.symbol, bend.symbol
normal_partition = identity(
    "Log-partition function of the normal distribution from its moments",
    -(eta_1**2) / (4 * eta_2) - half * log(-2 * eta_2),
    (
        (mu**2 / (2 * sigma**2) - half * log(sigma ** (-2)), "put the natural parameters in"),
        (mu**2 / (2 * sigma**2) + log(sigma), "the logarithm of a power"),
    ),
    (line, bend, middle, spread),
    written(
        r"-\frac{\eta_1^2}{4 \eta_2} - \frac{1}{2} \log(-2 \eta_2) = \frac{\mu^2}{2 \sigma^2} + \log \sigma",
        r"-\frac{\eta_1^2}{4 \eta_2} - \frac{1}{2} \ln(-2 \eta_2) = \frac{\mu^2}{2 \sigma^2} + \ln \sigma",
    ),
    ("gaussian", "normal", *family),
    Source(murphy, "section 3.4.2.2"),
)

features = Size("d", "features", largest=4)
weights = Quantity("w", "the weights", shape=(features,))
inputs = Quantity("x", "an input", shape=(features,))
w, x = weights.symbol, inputs.symbol
rate_loss = Quantity("L", "the loss of one example", value=exp(dot(w, x)) - c * dot(w, x))


def weight_gradient(title: str, value: Quantity, mean: Any, target: Quantity, spelled: tuple[str, ...]) -> Formula:
    """The gradient by the weights: the mean less the target, times the input."""
    right = (mean - target.symbol) * x

    def derive() -> Iterator[Step]:
        yield Step(gradient(value.value, w), because="the loss as a function of the weights")
        yield Step(right, because="chain rule: the slope by the score, times the input")

    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(gradient(value.symbol, w), right),
        quantities=(value, weights, inputs, target),
        assumptions=(),
        notations=written(*spelled),
        words=("gradient", "regression", *words),
        derivation=derive,
        source=Source(mccullagh, "section 2.5"),
    )


poisson_gradient = weight_gradient(
    "Gradient of the loss of Poisson regression",
    rate_loss,
    exp(dot(w, x)),
    count,
    (
        r"\nabla_w L = (e^{w^\top x} - y) x",
        r"\nabla_w L = (\exp(w^\top x) - y) x",
        r"\frac{\partial L}{\partial w} = (\exp(w^\top x) - y) x",
    ),
)

TOPIC = Topic(
    "Losses of natural parameters",
    formulas=(
        bernoulli,
        poisson,
        poisson_short,
        bernoulli_slope,
        poisson_slope,
        poisson_gradient,
        bernoulli_parameter,
        bernoulli_partition,
        poisson_parameter,
        normal_first,
        normal_second,
        normal_partition,
    ),
)

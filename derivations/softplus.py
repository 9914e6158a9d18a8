"""The softplus log(1 + exp(z)): the smooth rectifier, the integral of the logistic function and minus its logarithm."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import exp, log

from derivations.logistic import argument, logistic, sigma, z
from derivations.operators import equal, partial, softplus
from derivations.vocabulary import Formula, Kind, Notation, Source, Step, Topic

goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 3.10")


def derive_value() -> Iterator[Step]:
    """The definition."""
    yield Step(log(1 + exp(z)), because="definition of the softplus")


value = Formula(
    title="Softplus",
    kind=Kind.DEFINITION,
    statement=equal(softplus(z), log(1 + exp(z))),
    quantities=(argument,),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{softplus}(z) = \log(1 + \exp(z))"),
        Notation(r"\operatorname{softplus}(x) = \ln(1 + e^x)", letters=(("x", "z"),)),
    ),
    words=("softplus", "smooth rectifier"),
    derivation=derive_value,
    source=goodfellow,
)


def derive_derivative() -> Iterator[Step]:
    """Chain rule on the logarithm."""
    yield Step(exp(z) / (1 + exp(z)), because="chain rule on the logarithm")
    yield Step(sigma(z), because="logistic function with positive exponents")


derivative = Formula(
    title="The derivative of the softplus is the logistic function",
    kind=Kind.GRADIENT,
    statement=equal(partial(softplus(z), z), sigma(z)),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{softplus}'(z) = \sigma(z)"),
        Notation(r"\frac{d}{dx} \log(1 + e^x) = \sigma(x)", letters=(("x", "z"),)),
        Notation(r"\frac{d}{dz} \log(1 + e^z) = \frac{1}{1 + e^{-z}}"),
    ),
    words=("softplus", "sigmoid", "derivative"),
    derivation=derive_derivative,
    source=goodfellow,
)


def derive_difference() -> Iterator[Step]:
    """One logarithm of a quotient."""
    yield Step(log((1 + exp(z)) / (1 + exp(-z))), because="the difference of logarithms")
    yield Step(z, because="the numerator is exp(z) times the denominator")


difference = Formula(
    title="Difference of the softplus at opposite arguments",
    kind=Kind.IDENTITY,
    statement=equal(softplus(z) - softplus(-z), z),
    quantities=(argument,),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{softplus}(z) - \operatorname{softplus}(-z) = z"),
        Notation(r"\log(1 + e^x) - \log(1 + e^{-x}) = x", letters=(("x", "z"),)),
        Notation(r"\ln(1 + e^a) - \ln(1 + e^{-a}) = a", letters=(("a", "z"),)),
    ),
    words=("softplus",),
    derivation=derive_difference,
    source=goodfellow,
)


def derive_log_sigmoid() -> Iterator[Step]:
    """The logarithm of a reciprocal."""
    yield Step(-log(1 + exp(-z)), because="the logarithm of a reciprocal")
    yield Step(-softplus(-z), because="definition of the softplus at -z")


log_sigmoid = Formula(
    title="The logarithm of the logistic function is minus the softplus",
    kind=Kind.IDENTITY,
    statement=equal(log(sigma(z)), -softplus(-z)),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\log \sigma(z) = -\operatorname{softplus}(-z)"),
        Notation(r"\log \sigma(x) = -\log(1 + e^{-x})", letters=(("x", "z"),)),
        Notation(r"\ln \frac{1}{1 + e^{-z}} = -\ln(1 + e^{-z})"),
    ),
    words=("log-sigmoid", "softplus", "sigmoid"),
    derivation=derive_log_sigmoid,
    source=goodfellow,
)


def derive_log_sigmoid_derivative() -> Iterator[Step]:
    """Chain rule on the logarithm."""
    yield Step(partial(sigma(z), z) / sigma(z), because="chain rule on the logarithm")
    yield Step(1 - sigma(z), because="derivative σ(z)(1 - σ(z)) of the logistic function; cancel σ(z)")


log_sigmoid_derivative = Formula(
    title="Derivative of the logarithm of the logistic function",
    kind=Kind.GRADIENT,
    statement=equal(partial(log(sigma(z)), z), 1 - sigma(z)),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\frac{d}{dz} \log \sigma(z) = 1 - \sigma(z)"),
        Notation(r"\frac{d}{dx} \log \sigma(x) = \sigma(-x)", letters=(("x", "z"),)),
        Notation(r"\frac{d}{da} \ln \sigma(a) = 1 - \sigma(a)", letters=(("a", "z"),)),
    ),
    words=("log-sigmoid", "sigmoid", "derivative"),
    derivation=derive_log_sigmoid_derivative,
    source=goodfellow,
)

TOPIC = Topic("Softplus", formulas=(value, derivative, difference, log_sigmoid, log_sigmoid_derivative))

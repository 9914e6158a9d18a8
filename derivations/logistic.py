"""The logistic function σ: two forms, symmetry, derivatives and inverse.

σ maps any real number to a probability; the logit maps a probability back.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Abs, Lambda, Symbol, exp, log

from derivations.operators import at_most, equal, partial, sigmoid
from derivations.vocabulary import UNIT, Formula, Kind, Notation, Quantity, Source, Step, Topic, integers

u = Symbol("u", real=True)
argument = Quantity("z", "any number")
probability = Quantity("t", "a probability", domain=UNIT)
logistic = Quantity("sigma", "logistic function", value=Lambda((u,), sigmoid(u)))
log_odds = Quantity("inverse", "inverse of the logistic function", value=Lambda((u,), log(u) - log(1 - u)))
power = Quantity("k", "exponent", domain=integers(1, 5))
z, t, k = argument.symbol, probability.symbol, power.symbol
sigma, logit = logistic.symbol, log_odds.symbol

logit_letters = (("logit", "inverse"), ("p", "t"))

bishop = Source("Bishop, Pattern Recognition and Machine Learning", "section 4.2")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 3.10")


def derive_value() -> Iterator[Step]:
    """The definition."""
    yield Step(1 / (1 + exp(-z)), because="definition of the logistic function")


value = Formula(
    title="Logistic function",
    kind=Kind.DEFINITION,
    statement=equal(sigma(z), 1 / (1 + exp(-z))),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\sigma(z) = \frac{1}{1 + \exp[-z]}"),
        Notation(r"\sigma(x) = \frac{1}{1 + e^{-x}}", letters=(("x", "z"),)),
        Notation(r"\operatorname{sigmoid}(x) = \frac{1}{1 + \exp(-x)}", letters=(("x", "z"),)),
    ),
    words=("logistic", "sigmoid"),
    derivation=derive_value,
    source=bishop,
)


def derive_exponential_form() -> Iterator[Step]:
    """Multiply by exp(z)."""
    yield Step(1 / (1 + exp(-z)), because="definition of the logistic function")
    yield Step(exp(z) / (1 + exp(z)), because="multiply numerator and denominator by exp(z)")


exponential_form = Formula(
    title="Logistic function with positive exponents",
    kind=Kind.IDENTITY,
    statement=equal(sigma(z), exp(z) / (1 + exp(z))),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\sigma(z) = \frac{e^z}{1 + e^z}"),
        Notation(r"\frac{1}{1 + \exp(-x)} = \frac{\exp(x)}{\exp(x) + 1}", letters=(("x", "z"),)),
    ),
    words=("logistic", "sigmoid"),
    derivation=derive_exponential_form,
    source=goodfellow,
)


def derive_symmetry() -> Iterator[Step]:
    """Split 1 off the quotient."""
    yield Step(1 / (1 + exp(z)), because="definition of the logistic function at -z")
    yield Step(1 - exp(z) / (1 + exp(z)), because="the two quotients sum to 1")
    yield Step(1 - sigma(z), because="logistic function with positive exponents")


symmetry = Formula(
    title="Symmetry of the logistic function",
    kind=Kind.IDENTITY,
    statement=equal(sigma(-z), 1 - sigma(z)),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\sigma(-z) = 1 - \sigma(z)"),
        Notation(r"1 - \sigma(x) = \sigma(-x)", letters=(("x", "z"),)),
        Notation(r"\frac{1}{1 + e^a} = 1 - \sigma(a)", letters=(("a", "z"),)),
    ),
    words=("logistic", "sigmoid", "symmetry"),
    derivation=derive_symmetry,
    source=bishop,
)


def derive_derivative() -> Iterator[Step]:
    """Chain rule on the reciprocal."""
    yield Step(exp(-z) / (1 + exp(-z)) ** 2, because="chain rule on the reciprocal of 1 + exp(-z)")
    yield Step(1 / (1 + exp(-z)) * (1 - 1 / (1 + exp(-z))), because="exp(-z) is the denominator minus 1")
    yield Step(sigma(z) * (1 - sigma(z)), because="definition of the logistic function")


derivative = Formula(
    title="Derivative of the logistic function",
    kind=Kind.GRADIENT,
    statement=equal(partial(sigma(z), z), sigma(z) * (1 - sigma(z))),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\sigma'(z) = \sigma(z)(1 - \sigma(z))"),
        Notation(r"\frac{d}{da} \sigma(a) = \sigma(a)(1 - \sigma(a))", letters=(("a", "z"),)),
        Notation(r"\frac{d}{dx} \sigma(x) = \sigma(x)(1 - \sigma(x))", letters=(("x", "z"),)),
    ),
    words=("logistic", "sigmoid", "derivative"),
    derivation=derive_derivative,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "eq. 4.88"),
)


def derive_symmetric_derivative() -> Iterator[Step]:
    """The symmetry in the derivative."""
    yield Step(sigma(z) * (1 - sigma(z)), because="derivative of the logistic function")
    yield Step(sigma(z) * sigma(-z), because="symmetry of the logistic function")


symmetric_derivative = Formula(
    title="Derivative of the logistic function as a product",
    kind=Kind.GRADIENT,
    statement=equal(partial(sigma(z), z), sigma(z) * sigma(-z)),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\sigma'(z) = \sigma(z)\sigma(-z)"),
        Notation(r"\frac{d\sigma(x)}{dx} = \sigma(x)\sigma(-x)", letters=(("x", "z"),)),
        Notation(r"\sigma(z)(1 - \sigma(z)) = \sigma(z)\sigma(-z)"),
    ),
    words=("logistic", "sigmoid", "derivative"),
    derivation=derive_symmetric_derivative,
    source=bishop,
)


def derive_curvature() -> Iterator[Step]:
    """Product rule on the first derivative."""
    yield Step(
        partial(sigma(z), z) * (1 - sigma(z)) - sigma(z) * partial(sigma(z), z),
        because="product rule on the derivative σ(z)(1 - σ(z))",
    )
    yield Step(sigma(z) * (1 - sigma(z)) * (1 - 2 * sigma(z)), because="derivative of the logistic function, twice")


curvature = Formula(
    title="Second derivative of the logistic function",
    kind=Kind.GRADIENT,
    statement=equal(partial(partial(sigma(z), z), z), sigma(z) * (1 - sigma(z)) * (1 - 2 * sigma(z))),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\sigma''(z) = \sigma(z)(1 - \sigma(z))(1 - 2\sigma(z))"),
        Notation(r"\frac{d^2}{dx^2} \sigma(x) = \sigma(x)(1 - \sigma(x))(1 - 2\sigma(x))", letters=(("x", "z"),)),
    ),
    words=("logistic", "sigmoid", "second derivative"),
    derivation=derive_curvature,
    source=bishop,
)


def derive_power_derivative() -> Iterator[Step]:
    """The power rule, then the derivative of the logistic function."""
    yield Step(k * sigma(z) ** (k - 1) * (sigma(z) * (1 - sigma(z))), because="chain rule")
    yield Step(k * sigma(z) ** k * (1 - sigma(z)), because="collect the powers; this is a polynomial in σ again")


power_derivative = Formula(
    title="All derivatives of the logistic function are polynomials in it: the derivative of a power",
    kind=Kind.GRADIENT,
    statement=equal(partial(sigma(z) ** k, z), k * sigma(z) ** k * (1 - sigma(z))),
    quantities=(argument, logistic, power),
    assumptions=(),
    notations=(
        Notation(r"\frac{d}{dz} \sigma(z)^k = k \sigma(z)^k (1 - \sigma(z))"),
        Notation(r"\frac{d}{dx} \sigma(x)^n = n \sigma(x)^n \sigma(-x)", letters=(("x", "z"), ("n", "k"))),
    ),
    words=("logistic", "smooth", "polynomial", "derivative"),
    derivation=derive_power_derivative,
    source=bishop,
)


def derive_saturation() -> Iterator[Step]:
    """One of the two factors is small."""
    yield Step(sigma(z) * sigma(-z), because="derivative of the logistic function")
    yield Step(sigma(-Abs(z)), because="the other factor is at most 1", relation="<=")
    yield Step(exp(-Abs(z)), because="1/(1 + exp(|z|)) is at most exp(-|z|)", relation="<=")


saturation = Formula(
    title="The slope of the logistic function vanishes exponentially",
    kind=Kind.BOUND,
    statement=at_most(partial(sigma(z), z), exp(-Abs(z))),
    quantities=(argument, logistic),
    assumptions=(),
    notations=(
        Notation(r"\sigma'(z) \leq e^{-|z|}"),
        Notation(r"\sigma(x) \sigma(-x) \leq \exp(-|x|)", letters=(("x", "z"),)),
    ),
    words=("saturation", "vanishing gradient", "sigmoid", "derivative"),
    derivation=derive_saturation,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.3.2"),
)


def derive_log_odds() -> Iterator[Step]:
    """The logarithm of the odds."""
    yield Step(log(t) - log(1 - t), because="solve t = 1/(1 + exp(-z)) for z")
    yield Step(log(t / (1 - t)), because="the logarithm of a quotient")


inverse = Formula(
    title="Inverse of the logistic function: the log-odds",
    kind=Kind.DEFINITION,
    statement=equal(logit(t), log(t / (1 - t))),
    quantities=(probability, log_odds),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{logit}(p) = \log \frac{p}{1 - p}", letters=logit_letters),
        Notation(r"\operatorname{logit}(p) = \ln p - \ln(1 - p)", letters=logit_letters),
    ),
    words=("logit", "log-odds", "inverse"),
    derivation=derive_log_odds,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "eq. 4.60"),
)


def derive_round_trip() -> Iterator[Step]:
    """The exponential undoes the logarithm."""
    yield Step(1 / (1 + (1 - t) / t), because="exp of minus the log-odds is the inverse of the odds")
    yield Step(t, because="multiply numerator and denominator by t")


round_trip = Formula(
    title="The logistic function of the log-odds is the probability",
    kind=Kind.IDENTITY,
    statement=equal(sigma(log(t / (1 - t))), t),
    quantities=(probability, logistic),
    assumptions=(),
    notations=(
        Notation(r"\sigma\left(\log \frac{t}{1 - t}\right) = t"),
        Notation(r"\sigma(\ln p - \ln(1 - p)) = p", letters=(("p", "t"),)),
    ),
    words=("logit", "log-odds", "logistic"),
    derivation=derive_round_trip,
    source=bishop,
)


def derive_inverse_derivative() -> Iterator[Step]:
    """Differentiate both logarithms."""
    yield Step(1 / t + 1 / (1 - t), because="differentiate log t - log(1 - t)")
    yield Step(1 / (t * (1 - t)), because="common denominator; it is 1 over the slope of σ where its value is t")


inverse_derivative = Formula(
    title="Derivative of the log-odds",
    kind=Kind.GRADIENT,
    statement=equal(partial(log(t / (1 - t)), t), 1 / (t * (1 - t))),
    quantities=(probability,),
    assumptions=(),
    notations=(
        Notation(r"\frac{d}{dt} \log \frac{t}{1 - t} = \frac{1}{t(1 - t)}"),
        Notation(r"\frac{d}{dp} \ln \frac{p}{1 - p} = \frac{1}{p} + \frac{1}{1 - p}", letters=(("p", "t"),)),
    ),
    words=("logit", "log-odds", "derivative"),
    derivation=derive_inverse_derivative,
    source=bishop,
)

TOPIC = Topic(
    "Logistic function",
    formulas=(
        value,
        exponential_form,
        symmetry,
        derivative,
        symmetric_derivative,
        curvature,
        power_derivative,
        saturation,
        inverse,
        round_trip,
        inverse_derivative,
    ),
)

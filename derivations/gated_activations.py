"""Activation functions that weigh their argument (SiLU, swish, Gaussian error linear unit, mish), and their slopes.

The weight is a smooth step from 0 to 1 (a logistic function, a normal distribution function) or tanh of a softplus.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Lambda, Rational, Symbol, erf, exp, log, pi, sqrt, tanh

from derivations.activation_functions import argument, hendrycks, output
from derivations.operators import equal, partial, sigmoid, softplus
from derivations.vocabulary import POSITIVE, Formula, Kind, Notation, Quantity, Source, Step, Topic

swish_paper = Source("Ramachandran, Zoph and Le 2017, Searching for activation functions", "section 4")

sharpness = Quantity("beta", "sharpness", domain=POSITIVE)
x, f, beta = argument.symbol, output.symbol, sharpness.symbol
u = Symbol("u", real=True)
normal = Quantity("Phi", "distribution function of N(0, 1)", value=Lambda((u,), (1 + erf(u / sqrt(2))) / 2))
Phi = normal.symbol


def derive_silu() -> Iterator[Step]:
    """The definition, with the logistic function written out."""
    yield Step(x / (1 + exp(-x)), because="the logistic function as a quotient")
    yield Step(x * sigmoid(x), because="the argument, weighted by the logistic function")


silu = Formula(
    title="Sigmoid linear unit (SiLU, swish with β = 1)",
    kind=Kind.DEFINITION,
    statement=equal(f, x * sigmoid(x)),
    quantities=(output, argument),
    assumptions=(),
    notations=(
        Notation(r"f(x) = x \sigma(x)"),
        Notation(r"\operatorname{SiLU}(x) = x \cdot \sigma(x)"),
        Notation(r"f(x) = \frac{x}{1 + e^{-x}}"),
        Notation(r"f(x) = x \cdot \frac{1}{1 + e^{-x}}"),
    ),
    words=("silu", "swish", "sigmoid linear"),
    derivation=derive_silu,
    source=hendrycks,
)


def derive_swish() -> Iterator[Step]:
    """The definition, with the logistic function written out."""
    yield Step(x / (1 + exp(-beta * x)), because="the logistic function as a quotient")
    yield Step(x * sigmoid(beta * x), because="the argument, weighted by the logistic function")


swish = Formula(
    title="Swish",
    kind=Kind.DEFINITION,
    statement=equal(f, x * sigmoid(beta * x)),
    quantities=(output, sharpness, argument),
    assumptions=(),
    notations=(
        Notation(r"f(x) = x \sigma(\beta x)"),
        Notation(r"\operatorname{swish}(x) = x \cdot \operatorname{sigmoid}(\beta x)"),
        Notation(r"f(x) = \frac{x}{1 + e^{-\beta x}}"),
    ),
    words=("swish", "silu"),
    derivation=derive_swish,
    source=swish_paper,
)


def derive_gelu() -> Iterator[Step]:
    """The definition, with the distribution function written out."""
    yield Step(x * Phi(x), because="the argument, weighted by the probability of a smaller standard normal number")
    yield Step(x / 2 * (1 + erf(x / sqrt(2))), because="the distribution function by the error function")


gelu = Formula(
    title="Gaussian error linear unit",
    kind=Kind.DEFINITION,
    statement=equal(f, x / 2 * (1 + erf(x / sqrt(2)))),
    quantities=(output, argument, normal),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{GELU}(x) = x \Phi(x)"),
        Notation(r"f(x) = \frac{x}{2} \left(1 + \operatorname{erf}\left(\frac{x}{\sqrt{2}}\right)\right)"),
        Notation(r"f(x) = x \cdot \frac{1}{2} \left[1 + \operatorname{erf}(x / \sqrt{2})\right]"),
        Notation(r"f(x) = 0.5 x (1 + \operatorname{erf}(x / \sqrt{2}))"),
    ),
    words=("gelu", "gaussian error linear"),
    derivation=derive_gelu,
    source=hendrycks,
)

cubic = x + Rational(44715, 10**6) * x**3


def derive_gelu_tanh() -> Iterator[Step]:
    """The definition."""
    yield Step(x / 2 * (1 + tanh(sqrt(2 / pi) * cubic)), because="an odd polynomial in tanh in the place of erf")


gelu_tanh = Formula(
    title="Gaussian error linear unit, approximated by a hyperbolic tangent",
    kind=Kind.DEFINITION,
    statement=equal(f, x / 2 * (1 + tanh(sqrt(2 / pi) * cubic))),
    quantities=(output, argument),
    assumptions=(),
    notations=(
        Notation(
            r"f(x) = \frac{x}{2} \left(1 + \tanh\left(\sqrt{\frac{2}{\pi}} \left(x + 0.044715 x^3\right)\right)\right)"
        ),
        Notation(r"\operatorname{GELU}(x) = 0.5 x (1 + \tanh[\sqrt{2 / \pi} (x + 0.044715 x^3)])"),
    ),
    words=("gelu", "gaussian error linear"),
    derivation=derive_gelu_tanh,
    source=hendrycks,
)


def derive_gelu_sigmoid() -> Iterator[Step]:
    """The definition."""
    yield Step(x * sigmoid(Rational(1702, 1000) * x), because="a logistic function in the place of Φ")


gelu_sigmoid = Formula(
    title="Gaussian error linear unit, approximated by a logistic function",
    kind=Kind.DEFINITION,
    statement=equal(f, x * sigmoid(Rational(1702, 1000) * x)),
    quantities=(output, argument),
    assumptions=(),
    notations=(
        Notation(r"f(x) = x \sigma(1.702 x)"),
        Notation(r"\operatorname{GELU}(x) = x \cdot \sigma(1.702 \cdot x)"),
    ),
    words=("gelu", "gaussian error linear"),
    derivation=derive_gelu_sigmoid,
    source=hendrycks,
)


def derive_mish() -> Iterator[Step]:
    """The definition, with the softplus written out."""
    yield Step(x * tanh(log(1 + exp(x))), because="the softplus is log(1 + e^x)")
    yield Step(x * tanh(softplus(x)), because="the argument, weighted by tanh of its softplus")


mish = Formula(
    title="Mish",
    kind=Kind.DEFINITION,
    statement=equal(f, x * tanh(softplus(x))),
    quantities=(output, argument),
    assumptions=(),
    notations=(
        Notation(r"f(x) = x \tanh(\operatorname{softplus}(x))"),
        Notation(r"f(x) = x \cdot \tanh(\ln(1 + e^x))"),
    ),
    words=("mish",),
    derivation=derive_mish,
    source=Source("Misra 2019, Mish: a self regularized non-monotonic activation function", "equation 1"),
)


def function(body: Any) -> Quantity:
    """The activation function f with that value at u."""
    return Quantity("f", "activation function", value=Lambda((u,), body))


weighted = function(u * sigmoid(u))
h = weighted.symbol


def derive_silu_slope() -> Iterator[Step]:
    """Product rule."""
    yield Step(sigmoid(x) + x * partial(sigmoid(x), x), because="product rule")
    yield Step(sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x)), because="the slope of σ is σ(1 - σ)")


silu_slope = Formula(
    title="Slope of the sigmoid linear unit",
    kind=Kind.GRADIENT,
    statement=equal(partial(h(x), x), sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x))),
    quantities=(weighted, argument),
    assumptions=(),
    notations=(
        Notation(r"f'(x) = \sigma(x) + x \sigma(x)(1 - \sigma(x))"),
        Notation(r"f'(x) = f(x) + \sigma(x)(1 - f(x))"),
        Notation(r"f'(x) = \sigma(x)(1 + x(1 - \sigma(x)))"),
        Notation(r"f'(x) = \sigma(x)[1 + x(1 - \sigma(x))]"),
    ),
    words=("silu", "swish", "sigmoid linear"),
    derivation=derive_silu_slope,
    source=hendrycks,
)

stretched = function(u * sigmoid(beta * u))


def derive_swish_slope() -> Iterator[Step]:
    """Product rule and chain rule."""
    share = sigmoid(beta * x)
    yield Step(share + beta * x * share * (1 - share), because="product rule; the slope of σ(βx) is βσ(1 - σ)")
    yield Step(beta * h(x) + share * (1 - beta * h(x)), because="xσ(βx) is the value")


swish_slope = Formula(
    title="Slope of the swish",
    kind=Kind.GRADIENT,
    statement=equal(partial(h(x), x), beta * h(x) + sigmoid(beta * x) * (1 - beta * h(x))),
    quantities=(stretched, sharpness, argument),
    assumptions=(),
    notations=(
        Notation(r"f'(x) = \beta f(x) + \sigma(\beta x)(1 - \beta f(x))"),
        Notation(r"f'(x) = \sigma(\beta x) + \beta x \sigma(\beta x)(1 - \sigma(\beta x))"),
    ),
    words=("swish", "silu"),
    derivation=derive_swish_slope,
    source=swish_paper,
)

density = Quantity("phi", "density of N(0, 1)", value=Lambda((u,), exp(-(u**2) / 2) / sqrt(2 * pi)))
phi = density.symbol
gaussian = function(u * Phi(u))


def derive_gelu_slope() -> Iterator[Step]:
    """Product rule."""
    yield Step(Phi(x) + x * partial(Phi(x), x), because="product rule")
    yield Step(Phi(x) + x * phi(x), because="the density is the slope of the distribution function")


gelu_slope = Formula(
    title="Slope of the Gaussian error linear unit",
    kind=Kind.GRADIENT,
    statement=equal(partial(h(x), x), Phi(x) + x * phi(x)),
    quantities=(gaussian, normal, density, argument),
    assumptions=(),
    notations=(
        Notation(r"f'(x) = \Phi(x) + x \phi(x)"),
        Notation(r"\frac{d}{dx} x \Phi(x) = \Phi(x) + x \phi(x)"),
        Notation(r"f'(x) = \Phi(x) + \frac{x}{\sqrt{2\pi}} e^{-x^2/2}"),
    ),
    words=("gelu", "gaussian error linear"),
    derivation=derive_gelu_slope,
    source=hendrycks,
)

self_gated = function(u * tanh(softplus(u)))


def derive_mish_slope() -> Iterator[Step]:
    """Product rule and chain rule."""
    squashed = tanh(softplus(x))
    yield Step(squashed + x * partial(squashed, x), because="product rule")
    yield Step(
        squashed + x * (1 - squashed**2) * partial(softplus(x), x), because="chain rule; tanh has the slope 1 - tanh^2"
    )
    yield Step(squashed + x * (1 - squashed**2) * sigmoid(x), because="the slope of the softplus is σ")


mish_slope = Formula(
    title="Slope of the mish",
    kind=Kind.GRADIENT,
    statement=equal(
        partial(h(x), x), tanh(softplus(x)) + x * (1 - tanh(softplus(x)) ** 2) * sigmoid(x)
    ),
    quantities=(self_gated, argument),
    assumptions=(),
    notations=(
        Notation(
            r"f'(x) = \tanh(\operatorname{softplus}(x)) + x \sigma(x) (1 - \tanh^2(\operatorname{softplus}(x)))"
        ),
        Notation(
            r"f'(x) = \tanh(\ln(1 + e^x)) + x \sigma(x) \left(1 - \tanh^2(\ln(1 + e^x))\right)"
        ),
    ),
    words=("mish",),
    derivation=derive_mish_slope,
    source=Source("Misra 2019, Mish: a self regularized non-monotonic activation function", "equation 3"),
)

TOPIC = Topic(
    "Gated activation functions",
    formulas=(
        silu,
        swish,
        gelu,
        gelu_tanh,
        gelu_sigmoid,
        mish,
        silu_slope,
        swish_slope,
        gelu_slope,
        mish_slope,
    ),
)

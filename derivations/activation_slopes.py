"""Slopes of activation functions: f'(x) for the functions of `activation_functions`, under a letter.

Several are written by the value itself, as f' = f (1 - f): the backward pass then needs what the forward pass kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Integer, Lambda, Max, Ne, Piecewise, Symbol, exp, log, tanh

from derivations.activation_functions import (
    argument,
    clevert,
    goodfellow,
    leak,
    positive_scale,
)
from derivations.operators import equal, partial
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Source, Step, Topic

x, alpha, slope_below = (q.symbol for q in (argument, positive_scale, leak))
u = Symbol("u", real=True)
off_kink = Ne(x, 0)


def function(body: Any) -> Quantity:
    """The activation function f with that value at u."""
    return Quantity("f", "activation function", value=Lambda((u,), body))


logistic = function(1 / (1 + exp(-u)))
f = logistic.symbol


def derive_logistic() -> Iterator[Step]:
    """Quotient rule."""
    yield Step(exp(-x) / (1 + exp(-x)) ** 2, because="quotient rule")
    yield Step(f(x) * (1 - f(x)), because="1 - f is e^{-x} over the same denominator")


logistic_slope = Formula(
    title="Slope of the logistic activation, by its value",
    kind=Kind.GRADIENT,
    statement=equal(partial(f(x), x), f(x) * (1 - f(x))),
    quantities=(logistic, argument),
    assumptions=(),
    notations=(
        Notation(r"f'(x) = f(x)(1 - f(x))"),
        Notation(r"f'(x) = f(x) - f(x)^2"),
        Notation(r"f'(x) = \frac{e^{-x}}{(1 + e^{-x})^2}"),
        Notation(r"f'(x) = \sigma(x)(1 - \sigma(x))"),
        Notation(r"\frac{d}{dx} f(x) = f(x)(1 - f(x))"),
    ),
    words=("sigmoid", "logistic"),
    derivation=derive_logistic,
    source=goodfellow,
)

hyperbolic = function(tanh(u))


def derive_hyperbolic() -> Iterator[Step]:
    """Quotient rule."""
    yield Step(4 / (exp(x) + exp(-x)) ** 2, because="quotient rule on sinh over cosh; cosh^2 - sinh^2 is 1")
    yield Step(1 - f(x) ** 2, because="one less the square of the quotient, over the same denominator")


hyperbolic_slope = Formula(
    title="Slope of the hyperbolic tangent, by its value",
    kind=Kind.GRADIENT,
    statement=equal(partial(f(x), x), 1 - f(x) ** 2),
    quantities=(hyperbolic, argument),
    assumptions=(),
    notations=(
        Notation(r"f'(x) = 1 - f(x)^2"),
        Notation(r"f'(x) = 1 - \tanh^2(x)"),
        Notation(r"f'(x) = (1 - f(x))(1 + f(x))"),
    ),
    words=("tanh", "hyperbolic tangent"),
    derivation=derive_hyperbolic,
    source=goodfellow,
)

rectifier = function(Max(0, u))


def derive_rectifier() -> Iterator[Step]:
    """One side of the kink at a time."""
    yield Step(
        Piecewise((partial(x, x), x > 0), (partial(Integer(0), x), True)),
        because="the function is x for positive x and 0 for negative x",
    )
    yield Step(Piecewise((1, x > 0), (0, True)), because="the slopes of x and of a constant")


rectifier_slope = Formula(
    title="Slope of the rectified linear unit",
    kind=Kind.GRADIENT,
    statement=equal(partial(f(x), x), Piecewise((1, x > 0), (0, True))),
    quantities=(rectifier, argument),
    assumptions=(off_kink,),
    notations=(
        Notation(r"f'(x) = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}"),
        Notation(r"f'(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}"),
        Notation(r"f'(x) = \begin{cases} 0 & x < 0 \\ 1 & x \geq 0 \end{cases}"),
        Notation(r"f'(x) = \mathbb{1}[x > 0]"),
        Notation(r"\operatorname{ReLU}'(x) = \mathbb{1}[x > 0]"),
        Notation(r"\operatorname{ReLU}'(x) = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}"),
    ),
    words=("relu", "rectif"),
    derivation=derive_rectifier,
    source=goodfellow,
)

leaky = function(Max(slope_below * u, u))


def derive_leaky() -> Iterator[Step]:
    """One side of the kink at a time."""
    yield Step(
        Piecewise((partial(x, x), x > 0), (partial(slope_below * x, x), True)),
        because="the function is x above 0 and αx below",
    )
    yield Step(Piecewise((1, x > 0), (slope_below, True)), because="the slopes of linear functions")


leaky_slope = Formula(
    title="Slope of the leaky rectified linear unit",
    kind=Kind.GRADIENT,
    statement=equal(partial(f(x), x), Piecewise((1, x > 0), (slope_below, True))),
    quantities=(leaky, leak, argument),
    assumptions=(off_kink,),
    notations=(
        Notation(r"f'(x) = \begin{cases} 1 & x > 0 \\ \alpha & x < 0 \end{cases}"),
        Notation(r"f'(x) = \begin{cases} 1 & \text{if } x > 0 \\ \alpha & \text{otherwise} \end{cases}"),
        Notation(r"f'(x) = \begin{cases} \alpha & x < 0 \\ 1 & x \geq 0 \end{cases}"),
    ),
    words=("leaky", "prelu", "rectif"),
    derivation=derive_leaky,
    source=goodfellow,
)

exponential = function(Piecewise((u, u > 0), (alpha * (exp(u) - 1), True)))


def derive_exponential() -> Iterator[Step]:
    """One side at a time."""
    yield Step(Piecewise((1, x > 0), (alpha * exp(x), True)), because="the slope of e^x - 1 is e^x")
    yield Step(Piecewise((1, x > 0), (f(x) + alpha, True)), because="αe^x is the value plus α")


exponential_slope = Formula(
    title="Slope of the exponential linear unit",
    kind=Kind.GRADIENT,
    statement=equal(partial(f(x), x), Piecewise((1, x > 0), (f(x) + alpha, True))),
    quantities=(exponential, positive_scale, argument),
    assumptions=(off_kink,),
    notations=(
        Notation(r"f'(x) = \begin{cases} 1 & x > 0 \\ f(x) + \alpha & x \leq 0 \end{cases}"),
        Notation(r"f'(x) = \begin{cases} 1 & \text{if } x > 0 \\ \alpha e^x & \text{otherwise} \end{cases}"),
        Notation(r"f'(x) = \begin{cases} \alpha e^x & x < 0 \\ 1 & x \geq 0 \end{cases}"),
    ),
    words=("elu", "exponential linear"),
    derivation=derive_exponential,
    source=clevert,
)

sign_like = function(u / (1 + Abs(u)))


def derive_softsign() -> Iterator[Step]:
    """Quotient rule, one sign at a time."""
    yield Step(
        ((1 + Abs(x)) - x * partial(Abs(x), x)) / (1 + Abs(x)) ** 2, because="quotient rule"
    )
    yield Step(1 / (1 + Abs(x)) ** 2, because="x times the slope of |x| is |x|")


softsign_slope = Formula(
    title="Slope of the softsign",
    kind=Kind.GRADIENT,
    statement=equal(partial(f(x), x), 1 / (1 + Abs(x)) ** 2),
    quantities=(sign_like, argument),
    assumptions=(off_kink,),
    notations=(
        Notation(r"f'(x) = \frac{1}{(1 + |x|)^2}"),
        Notation(r"\frac{d}{dx} \frac{x}{1 + |x|} = \frac{1}{(1 + |x|)^2}"),
        Notation(r"f'(x) = (1 - |f(x)|)^2"),
    ),
    words=("softsign",),
    derivation=derive_softsign,
    source=Source("Glorot and Bengio 2010, Understanding the difficulty of training deep networks", "section 3"),
)

smooth = function(log(1 + exp(u)))


def derive_smooth() -> Iterator[Step]:
    """Chain rule."""
    yield Step(exp(x) / (1 + exp(x)), because="chain rule")
    yield Step(1 / (1 + exp(-x)), because="divide numerator and denominator by e^x")


smooth_slope = Formula(
    title="Slope of the softplus activation",
    kind=Kind.GRADIENT,
    statement=equal(partial(f(x), x), 1 / (1 + exp(-x))),
    quantities=(smooth, argument),
    assumptions=(),
    notations=(
        Notation(r"f'(x) = \frac{1}{1 + e^{-x}}"),
        Notation(r"f'(x) = \sigma(x)"),
        Notation(r"f'(x) = \frac{e^x}{1 + e^x}"),
    ),
    words=("softplus",),
    derivation=derive_smooth,
    source=goodfellow,
)

bell = function(exp(-(u**2)))


def derive_bell() -> Iterator[Step]:
    """Chain rule."""
    yield Step(exp(-(x**2)) * partial(-(x**2), x), because="chain rule; the exponential is its own derivative")
    yield Step(-2 * x * exp(-(x**2)), because="the slope of a square")


bell_slope = Formula(
    title="Slope of the Gaussian activation",
    kind=Kind.GRADIENT,
    statement=equal(partial(f(x), x), -2 * x * exp(-(x**2))),
    quantities=(bell, argument),
    assumptions=(),
    notations=(
        Notation(r"f'(x) = -2x e^{-x^2}"),
        Notation(r"f'(x) = -2x f(x)"),
        Notation(r"\frac{d}{dx} e^{-x^2} = -2x e^{-x^2}"),
    ),
    words=("gaussian", "radial basis"),
    derivation=derive_bell,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "section 3.1"),
)

TOPIC = Topic(
    "Slopes of activation functions",
    formulas=(
        logistic_slope,
        hyperbolic_slope,
        rectifier_slope,
        leaky_slope,
        exponential_slope,
        softsign_slope,
        smooth_slope,
        bell_slope,
    ),
)

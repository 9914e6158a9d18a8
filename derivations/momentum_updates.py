"""Momentum in the conventions of books and libraries: the velocity, the step along it, Nesterov's look-ahead.

The velocity adds gradients with weights 1, 1 - beta or eta, uphill or downhill: each convention is a formula of its
own, since the step that goes with it differs. Here `g` is the gradient of the step at hand; `momentum` and
`gradient_descent` state the methods by the function.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Integer, Rational, sqrt

from derivations.numbered_steps import STEPS, numbered
from derivations.operators import equal, gradient, row
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    integers,
    interval,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
sutskever = "Sutskever et al. 2013, On the Importance of Initialization and Momentum in Deep Learning"
ruder = "Ruder 2016, An Overview of Gradient Descent Optimization Algorithms"
library = "Paszke et al. 2019, PyTorch, torch.optim.SGD"
beck = "Beck and Teboulle 2009, A Fast Iterative Shrinkage-Thresholding Algorithm"

dimensions = Size("d", "dimensions", largest=3)
d = dimensions.symbol
point = Quantity("x", "the parameters", shape=(dimensions,))
following = Quantity("x_next", "the parameters after the step", shape=(dimensions,))
velocity = Quantity("v", "the velocity", shape=(dimensions,))
faster = Quantity("v_next", "the velocity after the step", shape=(dimensions,))
slope = Quantity("g", "the gradient", shape=(dimensions,))
loss = Quantity("f", "a smooth function", arguments=((dimensions,),))
rate = Quantity("eta", "step size", domain=POSITIVE)
decay = Quantity("beta", "momentum", domain=interval(0, 1))
x, x_next, v, v_next, g, f, eta, beta = (
    q.symbol for q in (point, following, velocity, faster, slope, loss, rate, decay)
)
downhill = gradient(f(x), x)
momentum_words = ("momentum", "velocity", "heavy ball", "sgdm")


def convention(
    title: str,
    before: Any,
    share: Any,
    right: str,
    quantities: tuple[Quantity, ...],
    source: Source,
    *words: str,
) -> Formula:
    """A velocity `beta v + share g`, with the gradient as a letter; `right` is its LaTeX."""
    state, now = {"v": "v"}, {"g": "g"}
    in_m = right.replace("<v>", "<m>")

    def derive() -> Iterator[Step]:
        yield Step(beta * before + share * g, because="keep the share beta of the velocity, and add the gradient")

    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(v_next, beta * before + share * g),
        quantities=(faster, velocity, slope, decay, *quantities),
        assumptions=(),
        notations=(*numbered("v", right, state, now), *numbered("m", in_m, {"m": "v"}, now, STEPS)),
        words=(*momentum_words, *words),
        derivation=derive,
        source=source,
    )


plain = convention(
    "Velocity: the gradient is added whole",
    v,
    Integer(1),
    r"\beta <v> + <g>",
    (),
    Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "equation 12.6.2"),
)
averaged = convention(
    "Velocity as a moving average of gradients",
    v,
    1 - beta,
    r"\beta <v> + (1 - \beta) <g>",
    (),
    Source("Ng, Deep Learning Specialization", "course 2, week 2: gradient descent with momentum"),
    *("adam", "nadam", "lion", "first moment", "moving average"),
)
uphill = convention(
    "Velocity uphill, with the step size inside",
    v,
    eta,
    r"\beta <v> + \eta <g>",
    (rate,),
    Source(ruder, "section 4.1"),
)
descending = convention(
    "Velocity downhill, with the step size inside",
    v,
    -eta,
    r"\beta <v> - \eta <g>",
    (rate,),
    Source(goodfellow, "algorithm 8.2"),
)
loose = Quantity("tau", "dampening", domain=interval(0, 1))
dampened = convention(
    "Velocity with dampening",
    v,
    1 - loose.symbol,
    r"\beta <v> + (1 - \tau) <g>",
    (loose,),
    Source(library, "the rule of the documentation"),
)


def of_function(title: str, share: Any, right: str, quantities: tuple[Quantity, ...], source: Source) -> Formula:
    """A velocity `beta v + share ∇f(x)`; `right` is its LaTeX."""

    def derive() -> Iterator[Step]:
        yield Step(beta * v + share * downhill, because="keep the share beta of the velocity, and add the gradient")

    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(v_next, beta * v + share * downhill),
        quantities=(faster, velocity, point, loss, decay, *quantities),
        assumptions=(),
        notations=(
            *numbered("v", right, {"v": "v", "w": "x"}),
            *numbered("v", right, {"v": "v"}, {"w": "x"}, STEPS[1:])[1:],
            *numbered("v", right.replace(r"\nabla f", r"\nabla_w f"), {"v": "v"}, {"w": "x"}, STEPS[1:], ("w", "x")),
        ),
        words=momentum_words,
        derivation=derive,
        source=source,
    )


plain_of_function = of_function(
    "Velocity of a function's gradients, added whole",
    Integer(1),
    r"\beta <v> + \nabla f(<w>)",
    (),
    Source("Goh 2017, Why Momentum Really Works", "introduction"),
)
averaged_of_function = of_function(
    "Velocity as a moving average of a function's gradients",
    1 - beta,
    r"\beta <v> + (1 - \beta) \nabla f(<w>)",
    (),
    Source("Ng, Deep Learning Specialization", "course 2, week 2: gradient descent with momentum"),
)
uphill_of_function = of_function(
    "Velocity uphill of a function, with the step size inside",
    eta,
    r"\beta <v> + \eta \nabla f(<w>)",
    (rate,),
    Source(ruder, "section 4.1"),
)
downhill_of_function = of_function(
    "Velocity downhill of a function, with the step size inside",
    -eta,
    r"\beta <v> - \eta \nabla f(<w>)",
    (rate,),
    Source(goodfellow, "algorithm 8.2"),
)


def step_along(title: str, share: Any, right: str, quantities: tuple[Quantity, ...], source: Source) -> Formula:
    """A step `x + share v`; `right` is its LaTeX."""

    def derive() -> Iterator[Step]:
        yield Step(x + share * v, because="move along the velocity")

    later = (("_{t+1}", "_t", "_{t+1}"), ("_{k+1}", "_k", "_{k+1}"), ("_t", "_{t-1}", "_t"), ("^{k+1}", "^k", "^{k+1}"))
    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(x_next, x + share * v),
        quantities=(following, point, velocity, *quantities),
        assumptions=(),
        notations=(
            *numbered(r"\theta", right, {r"\theta": "x"}, {"v": "v"}),
            *numbered(r"\theta", right, {r"\theta": "x"}, {"v": "v"}, later)[1:],
        ),
        words=(*momentum_words, "nesterov"),
        derivation=derive,
        source=source,
    )


against = step_along(
    "Step against the velocity", -eta, r"<\theta> - \eta <v>", (rate,), Source(sutskever, "section 2, rescaled")
)
along = step_along(
    "Step along a velocity that holds the step size", Integer(1), r"<\theta> + <v>", (), Source(goodfellow, "8.16")
)
back = step_along(
    "Step against a velocity that holds the step size", -Integer(1), r"<\theta> - <v>", (), Source(ruder, "section 4.1")
)

ahead = Quantity("y", "where the velocity leads", shape=(dimensions,), value=x + beta * v)
behind = Quantity("y", "where the velocity leads", shape=(dimensions,), value=x - beta * v)
y = ahead.symbol


def look_ahead(title: str, lead: Quantity, share: Any, right: str, source: Source) -> Formula:
    """A velocity with the gradient at the point to which it leads."""

    def derive() -> Iterator[Step]:
        yield Step(beta * v + share * gradient(f(y), y), because="the velocity, with the gradient where it leads")

    state = {"v": "v", r"\theta": "x"}
    return Formula(
        title=title,
        kind=Kind.DEFINITION,
        statement=equal(v_next, beta * v + share * gradient(f(y), y)),
        quantities=(faster, lead, velocity, point, loss, rate, decay),
        assumptions=(),
        notations=numbered("v", right, state),
        words=("nesterov", "momentum", "look-ahead", "lookahead", "accelerated"),
        derivation=derive,
        source=source,
    )


nesterov_velocity = look_ahead(
    "Velocity of Nesterov's method, downhill",
    ahead,
    -eta,
    r"\beta <v> - \eta \nabla f(<\theta> + \beta <v>)",
    Source(sutskever, "equations 3 and 4"),
)
nesterov_uphill = look_ahead(
    "Velocity of Nesterov's method, uphill",
    behind,
    eta,
    r"\beta <v> + \eta \nabla f(<\theta> - \beta <v>)",
    Source(ruder, "section 4.2"),
)


def derive_library_step() -> Iterator[Step]:
    """One more step of the velocity."""
    yield Step(x - eta * g - eta * beta * v, because="a step along the gradient, and one along the shrunk velocity")
    yield Step(x - eta * (g + beta * v), because="collect the step size")


nesterov_library = Formula(
    title="Step of Nesterov's method as libraries take it",
    kind=Kind.DEFINITION,
    statement=equal(x_next, x - eta * (g + beta * v)),
    quantities=(following, point, velocity, slope, rate, decay),
    assumptions=(),
    notations=(
        *numbered(r"\theta", r"<\theta> - \eta (<g> + \beta <v>)", {r"\theta": "x"}, {"g": "g", "v": "v"}),
        *numbered(r"\theta", r"<\theta> - \eta (\beta <v> + <g>)", {r"\theta": "x"}, {"g": "g", "v": "v"}),
    ),
    words=("nesterov", "momentum"),
    derivation=derive_library_step,
    source=Source(library, "the rule of the documentation, with nesterov"),
)

last = Quantity("s", "the coefficient before the step", domain=POSITIVE)
coefficient = Quantity("s_next", "the coefficient after the step")
s = last.symbol


def derive_coefficient() -> Iterator[Step]:
    """The positive root of a quadratic equation."""
    yield Step(
        Rational(1, 2) + sqrt(Rational(1, 4) + s**2), because="the positive root of u^2 - u = s^2, by its vertex"
    )
    yield Step((1 + sqrt(1 + 4 * s**2)) / 2, because="one denominator")


accelerating_coefficient = Formula(
    title="Coefficients of the accelerated gradient method",
    kind=Kind.DEFINITION,
    statement=equal(coefficient.symbol, (1 + sqrt(1 + 4 * s**2)) / 2),
    quantities=(coefficient, last),
    assumptions=(),
    notations=(
        *numbered(r"\lambda", r"\frac{1 + \sqrt{1 + 4 <\lambda>^2}}{2}", {r"\lambda": "s"}, None, STEPS)[1:],
        *numbered("t", r"\frac{1 + \sqrt{1 + 4 <t>^2}}{2}", {"t": "s"}, None, STEPS)[1:],
        *numbered("t", r"\frac{1}{2} \left(1 + \sqrt{1 + 4 <t>^2}\right)", {"t": "s"}, None, STEPS)[1:],
    ),
    words=("nesterov", "fista", "accelerated", "acceleration"),
    derivation=derive_coefficient,
    source=Source(beck, "section 4"),
)

iterates_axis = Size("T", "iterates", smallest=3, largest=4)
iterates = Quantity("x", "the iterates", shape=(iterates_axis, dimensions))
number = Quantity("k", "an iterate after the first", domain=integers(2, 3))
extrapolated = Quantity("y", "the extrapolated point", shape=(dimensions,))
X, k = iterates.symbol, number.symbol


def derive_fading() -> Iterator[Step]:
    """Go on along the line through the last two iterates."""
    yield Step(
        ((2 * k + 1) * row(X, k) - (k - 1) * row(X, k - 1)) / (k + 2), because="the share of the last move: (k-1)/(k+2)"
    )
    yield Step(row(X, k) + (k - 1) / (k + 2) * (row(X, k) - row(X, k - 1)), because="collect the move")


fading_extrapolation = Formula(
    title="Nesterov's extrapolation for a convex function: momentum (k-1)/(k+2)",
    kind=Kind.DEFINITION,
    statement=equal(extrapolated.symbol, row(X, k) + (k - 1) / (k + 2) * (row(X, k) - row(X, k - 1))),
    quantities=(extrapolated, iterates, number),
    assumptions=(),
    notations=(
        Notation(r"y_k = x_k + \frac{k - 1}{k + 2} (x_k - x_{k-1})"),
        Notation(r"y_{k+1} = x_k + \frac{k - 1}{k + 2} (x_k - x_{k-1})"),
        Notation(r"y^{(k)} = x^{(k)} + \frac{k - 1}{k + 2} (x^{(k)} - x^{(k-1)})"),
    ),
    words=("nesterov", "accelerated", "extrapolation", "momentum"),
    derivation=derive_fading,
    source=Source("Su, Boyd and Candes 2016, A Differential Equation for Modeling Nesterov's Method", "equation 1"),
)

TOPIC = Topic(
    "Momentum by conventions",
    formulas=(
        plain,
        averaged,
        uphill,
        descending,
        dampened,
        plain_of_function,
        averaged_of_function,
        uphill_of_function,
        downhill_of_function,
        against,
        along,
        back,
        nesterov_velocity,
        nesterov_uphill,
        nesterov_library,
        accelerating_coefficient,
        fading_extrapolation,
    ),
)

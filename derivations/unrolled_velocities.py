"""Momentum over many steps: the velocity as a sum of gradients, and where a constant gradient takes it.

Steps are counted from 0 and the first velocity is 0. Next to the plain velocity v <- beta v + g stand those that hold
the step size, downhill and uphill, and the moving average with the weights 1 - beta. The velocities of a function hold
for every smooth one; they are held against quadratics.
"""

from __future__ import annotations

from typing import Any

from sympy import Lambda, MatrixSymbol

from derivations.operators import dot, norm, row, vector_sum
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    SYMMETRIC,
    Formula,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    integers,
    interval,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
kingma = "Kingma and Ba 2015, Adam: A Method for Stochastic Optimization"
dive = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 12.6")
dimensions = Size("d", "dimensions", largest=2)
steps = Size("T", "steps", smallest=3, largest=3)
slopes = Quantity("g", "the gradient of each step", shape=(steps, dimensions), origins=(0, 1))
path = Quantity("x", "the iterates", shape=(steps, dimensions), origins=(0, 1))
count = Quantity("k", "number of the last step", domain=integers(0, 2))
rate = Quantity("eta", "step size", domain=POSITIVE)
decay = Quantity("beta", "momentum", domain=interval(0, 1))
gathered = Quantity("v", "the velocity after the last step", shape=(dimensions,))
matrix = Quantity("A", "curvature of the function", shape=(dimensions, dimensions), domain=SYMMETRIC)
linear = Quantity("b", "linear term of the function", shape=(dimensions,))
g, x, k, eta, beta, A, b = (q.symbol for q in (slopes, path, count, rate, decay, matrix, linear))
u = MatrixSymbol("u", dimensions.symbol, 1)
loss = Quantity("f", "a quadratic function", value=Lambda((u,), dot(u, A * u) / 2 - dot(b, u)))
i = bound_index("i")
plain = vector_sum(beta ** (k - i) * row(g, i), i, 0, k)
of_function = vector_sum(beta ** (k - i) * (A * row(x, i) - b), i, 0, k)
drawn, walked = (slopes, count, decay), (loss, matrix, linear, path, count, decay)
words = ("momentum", "velocity", "heavy ball", "unroll", "exponentially")


def unrolled(factor: str, slope: str, *letters: tuple[str, str]) -> tuple[Notation, ...]:
    """The velocity v_{k+1} as a sum from the first step on, with the weights beta^{k-i} or beta^i."""
    body = rf"{factor} \sum_{{i=0}}^{{k}} \beta^{{k-i}} {slope}"
    return (
        Notation(f"v_{{k+1}} = {body}", (("v_k+1", "v"), *letters)),
        Notation(f"v_k = {body}", (("v_k", "v"), *letters)),
        Notation(
            rf"v_{{k+1}} = {factor} \sum_{{i=0}}^{{k}} \beta^i {slope.replace('_i', '_{k-i}')}",
            (("v_k+1", "v"), *letters),
        ),
    )


def velocity(title: str, right: Any, quantities: tuple[Quantity, ...], notations: tuple[Notation, ...]) -> Formula:
    """A velocity, unrolled."""
    return rule(title, gathered, right, quantities, notations, words, "each step shrinks what came before", dive)


added = velocity("Velocity over many steps: gradients added whole", plain, drawn, unrolled("", "g_i"))
downhill = velocity(
    "Velocity over many steps: downhill, with the step size inside",
    -eta * plain,
    (*drawn, rate),
    unrolled(r"-\eta", "g_i"),
)
uphill = velocity(
    "Velocity over many steps: uphill, with the step size inside", eta * plain, (*drawn, rate), unrolled(r"\eta", "g_i")
)
averaged = velocity(
    "Velocity over many steps: moving average of the gradients",
    (1 - beta) * plain,
    drawn,
    unrolled(r"(1 - \beta)", "g_i"),
)
added_of_function = velocity(
    "Velocity over many steps: gradients of a function added whole",
    of_function,
    walked,
    unrolled("", r"\nabla f(x_i)"),
)
downhill_of_function = velocity(
    "Velocity over many steps: downhill on a function, with the step size inside",
    -eta * of_function,
    (*walked, rate),
    unrolled(r"-\eta", r"\nabla f(x_i)"),
)
uphill_of_function = velocity(
    "Velocity over many steps: uphill on a function, with the step size inside",
    eta * of_function,
    (*walked, rate),
    unrolled(r"\eta", r"\nabla f(x_i)"),
)
averaged_of_function = velocity(
    "Velocity over many steps: moving average of the gradients of a function",
    (1 - beta) * of_function,
    walked,
    unrolled(r"(1 - \beta)", r"\nabla f(x_i)"),
)
steady = Quantity("g", "the gradient, the same at each step", shape=(dimensions,))
terminal = Quantity("v", "the velocity in the limit", shape=(dimensions,))
speed = Quantity("s", "the length of the velocity in the limit", domain=NONNEGATIVE)
c = steady.symbol
ending = ("terminal velocity", "constant gradient", "limit", "momentum", "velocity", "constant slope")
geometric = "the sum of the powers of beta is 1 / (1 - beta)"
LIMITS = (r"v_\infty", r"\lim_{k \to \infty} v_k", "v", r"v_{\text{terminal}}")
"""How sheets write what a velocity tends to."""
end_downhill = rule(
    "Terminal velocity of momentum: downhill, with the step size inside",
    terminal,
    -eta / (1 - beta) * c,
    (steady, rate, decay),
    written(*(rf"{left} = -\frac{{\eta}}{{1 - \beta}} g" for left in LIMITS), r"v_\infty = -\frac{\eta g}{1 - \beta}"),
    ending,
    geometric,
    Source(goodfellow, "section 8.3.2"),
)
end_uphill = rule(
    "Terminal velocity of momentum: uphill, with the step size inside",
    terminal,
    eta / (1 - beta) * c,
    (steady, rate, decay),
    written(*(rf"{left} = \frac{{\eta}}{{1 - \beta}} g" for left in LIMITS), r"v_\infty = \frac{\eta g}{1 - \beta}"),
    ending,
    geometric,
    Source(goodfellow, "section 8.3.2"),
)
end_plain = rule(
    "Terminal velocity of momentum: gradients added whole",
    terminal,
    c / (1 - beta),
    (steady, decay),
    written(*(rf"{left} = \frac{{g}}{{1 - \beta}}" for left in LIMITS), r"v_\infty = \frac{1}{1 - \beta} g"),
    ending,
    geometric,
    dive,
)
end_length = rule(
    "Length of the terminal velocity of momentum",
    speed,
    eta * norm(c) / (1 - beta),
    (steady, rate, decay),
    written(
        r"\|v\| = \frac{\eta \|g\|}{1 - \beta}",
        r"\|v_\infty\| = \frac{\eta}{1 - \beta} \|g\|",
        r"s = \frac{\eta \|g\|}{1 - \beta}",
    ),
    ending,
    geometric,
    Source(goodfellow, "equation 8.17"),
)
expected = Quantity("E", "the mean of the first moment", shape=(dimensions,))
number = Quantity("t", "number of the step", domain=integers(1, 5))
t = number.symbol
biased = rule(
    "Mean of the first moment under gradients of one mean: why it is corrected",
    expected,
    (1 - beta**t) * c,
    (steady, decay, number),
    (
        Notation(r"\mathbb{E}[m_t] = (1 - \beta^t) \bar{g}", (("g_bar", "g"),)),
        Notation(r"\mathbb{E}[m_t] = (1 - \beta_1^t) g", (("beta_1", "beta"),)),
        Notation(r"m_t = (1 - \beta_1^t) g", (("beta_1", "beta"), ("m_t", "E"))),
    ),
    ("bias", "adam", "moving average", "moment", "corrected", "correction"),
    "the weights of the moving average add up to 1 - beta^t",
    Source(kingma, "section 3"),
)

TOPIC = Topic(
    "Momentum over many steps",
    formulas=(
        added,
        downhill,
        uphill,
        averaged,
        added_of_function,
        downhill_of_function,
        uphill_of_function,
        averaged_of_function,
        end_downhill,
        end_uphill,
        end_plain,
        end_length,
        biased,
    ),
)

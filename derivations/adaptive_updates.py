"""Adaptive step sizes line by line, as books and libraries print them: AdaGrad, RMSProp, Adadelta.

The rules hold for each parameter on its own: squares, roots and quotients of vectors are taken entry by entry. The
small number epsilon stands under the root or beside it: both are usual, and each is a formula of its own.
`adaptive_methods` states the methods by the function.
"""

from __future__ import annotations

from typing import Any

from sympy import sqrt

from derivations.numbered_steps import STEPS, numbered
from derivations.operators import at
from derivations.stanzas import rule
from derivations.vocabulary import (
    NONNEGATIVE,
    POSITIVE,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    free_index,
    interval,
)

duchi = "Duchi, Hazan and Singer 2011, Adaptive Subgradient Methods for Online Learning"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
ruder = "Ruder 2016, An Overview of Gradient Descent Optimization Algorithms"
zeiler = "Zeiler 2012, ADADELTA: An Adaptive Learning Rate Method"
dimensions = Size("d", "dimensions", largest=3)
point = Quantity("x", "the parameters")
following = Quantity("x_next", "the parameters after the step")
squares = Quantity("s", "accumulated squared gradients", domain=NONNEGATIVE)
positive_squares = Quantity("s", "accumulated squared gradients", domain=POSITIVE)
grown = Quantity("s_next", "accumulated squares after the step")
gradient_now = Quantity("g", "the gradient")
rate = Quantity("eta", "step size", domain=POSITIVE)
guard = Quantity("epsilon", "a small number against division by zero", domain=POSITIVE)
decay = Quantity("rho", "decay of the mean", domain=interval(0, 1))
x, s, g, eta, eps, rho = (q.symbol for q in (point, squares, gradient_now, rate, guard, decay))

accumulator = rule(
    "The squares of the gradient are added up",
    grown,
    s + g**2,
    (squares, gradient_now),
    (
        *numbered("G", "<G> + <g>^2", {"G": "s"}, {"g": "g"}, STEPS),
        *numbered("r", r"<r> + <g> \odot <g>", {"r": "s"}, {"g": "g"}),
    ),
    ("adagrad", "accumulat", "squared gradients", "adaptive"),
    "add the square of each entry",
    Source(goodfellow, "algorithm 8.4"),
)

mean_square = rule(
    "Moving average of the squared gradient",
    grown,
    rho * s + (1 - rho) * g**2,
    (squares, gradient_now, decay),
    (
        *numbered("v", r"\rho <v> + (1 - \rho) <g>^2", {"v": "s"}, {"g": "g"}, STEPS),
        *numbered("r", r"\rho <r> + (1 - \rho) <g> \odot <g>", {"r": "s"}, {"g": "g"}),
        *numbered("s", r"\rho <s> + (1 - \rho) <g>^2", {"s": "s"}, {"g": "g"}, STEPS),
    ),
    ("rmsprop", "adadelta", "adam", "second moment", "squared gradient", "moving average", "mean square"),
    "keep the share rho of the average, and add the squares",
    Source(goodfellow, "algorithm 8.5"),
)


def divided(root: Any) -> Any:
    """The gradient, each entry over `root` of its accumulated square."""
    return g / root(s)


def spelled(root: str) -> tuple[Notation, ...]:
    """The usual ways to write the step with that divisor."""
    state, now = {r"\theta": "x"}, {"s": "s", "g": "g"}
    return (
        *numbered(r"\theta", rf"<\theta> - \frac{{\eta}}{{{root}}} <g>", state, now),
        *numbered(r"\theta", rf"<\theta> - \frac{{\eta}}{{{root}}} \odot <g>", state, now),
        *numbered(r"\theta", rf"<\theta> - \eta \frac{{<g>}}{{{root}}}", state, now),
    )


steps_of = ("adagrad", "rmsprop", "adaptive", "per-parameter", "amsgrad")
divided_words = "divide each entry of the gradient by the root of its accumulated square"

guard_beside = rule(
    "Step divided by a root, with epsilon beside it",
    following,
    x - eta * divided(lambda total: sqrt(total) + eps),
    (point, squares, gradient_now, rate, guard),
    (*spelled(r"\sqrt{<s>} + \epsilon"), *spelled(r"\epsilon + \sqrt{<s>}")),
    steps_of,
    divided_words,
    Source(goodfellow, "algorithm 8.4"),
)
guard_inside = rule(
    "Step divided by a root, with epsilon under it",
    following,
    x - eta * divided(lambda total: sqrt(total + eps)),
    (point, squares, gradient_now, rate, guard),
    spelled(r"\sqrt{<s> + \epsilon}"),
    steps_of,
    divided_words,
    Source(ruder, "section 4.3"),
)
unguarded = rule(
    "Step divided by a root, without epsilon",
    following,
    x - eta * divided(sqrt),
    (point, positive_squares, gradient_now, rate),
    spelled(r"\sqrt{<s>}"),
    steps_of,
    divided_words,
    Source(duchi, "section 1.1"),
)

rounds = Size("T", "steps", largest=3)
moment = free_index("t", rounds)
coordinate = free_index("i", dimensions)
t, i = moment.symbol, coordinate.symbol
iterates = Quantity("theta", "the parameters, one row for each step", shape=(rounds, dimensions))
slopes = Quantity("g", "the gradients, one row for each step", shape=(rounds, dimensions))
totals = Quantity("G", "sums of the outer products of gradients", (rounds, dimensions, dimensions), NONNEGATIVE)
entry = Quantity("theta_next", "one parameter after the step")
listed = Quantity("G", "sums of squared gradients, one row for each step", (rounds, dimensions), NONNEGATIVE)

coordinate_step = rule(
    "Step of AdaGrad for one parameter, with the diagonal of the outer products",
    entry,
    at(iterates.symbol, t, i) - eta / sqrt(at(totals.symbol, t, i, i) + eps) * at(slopes.symbol, t, i),
    (iterates, slopes, totals, rate, guard, moment, coordinate),
    (
        Notation(r"\theta_{t+1,i} = \theta_{t,i} - \frac{\eta}{\sqrt{G_{t,ii} + \epsilon}} g_{t,i}"),
        Notation(r"\theta_{t+1,i} = \theta_{t,i} - \frac{\eta}{\sqrt{G_{t,ii} + \epsilon}} \cdot g_{t,i}"),
        Notation(r"\theta_i^{(t+1)} = \theta_{t,i} - \eta \frac{g_{t,i}}{\sqrt{G_{t,ii} + \epsilon}}"),
    ),
    ("adagrad", "per-parameter", "adaptive"),
    "divide by the root of the diagonal entry",
    Source(ruder, "section 4.3"),
)
listed_step = rule(
    "Step of AdaGrad for one parameter, with sums of squares",
    entry,
    at(iterates.symbol, t, i) - eta / (sqrt(at(listed.symbol, t, i)) + eps) * at(slopes.symbol, t, i),
    (iterates, slopes, listed, rate, guard, moment, coordinate),
    (
        Notation(r"\theta_{t+1,i} = \theta_{t,i} - \frac{\eta}{\sqrt{G_{t,i}} + \epsilon} g_{t,i}"),
        Notation(r"\theta_{t+1,i} = \theta_{t,i} - \eta \frac{g_{t,i}}{\sqrt{G_{t,i}} + \epsilon}"),
    ),
    ("adagrad", "per-parameter", "adaptive"),
    "divide by the root of the sum of squares",
    Source(duchi, "section 1.1"),
)

average = Quantity("m", "moving average of the gradient")
spread = Quantity("c", "how far the mean square exceeds the square of the mean", domain=NONNEGATIVE)
m = average.symbol
second = Quantity("s", "mean square of the gradient", value=m**2 + spread.symbol)

centred = rule(
    "Step of centred RMSProp: divided by a standard deviation",
    following,
    x - eta * g / sqrt(second.symbol - m**2 + eps),
    (point, second, average, spread, gradient_now, rate, guard),
    (
        *numbered(
            r"\theta",
            r"<\theta> - \frac{\eta}{\sqrt{<s> - <m>^2 + \epsilon}} <g>",
            {r"\theta": "x"},
            {"s": "s", "m": "m", "g": "g"},
            STEPS,
        ),
        *numbered(
            r"\theta",
            r"<\theta> - \eta \frac{<g>}{\sqrt{<s> - <m>^2 + \epsilon}}",
            {r"\theta": "x"},
            {"s": "s", "m": "m", "g": "g"},
            STEPS,
        ),
    ),
    ("rmsprop", "centered", "centred", "graves"),
    "the mean square less the square of the mean is the variance",
    Source("Graves 2013, Generating Sequences with Recurrent Neural Networks", "equations 38 to 45"),
)

moves = Quantity("u", "mean square of the moves", domain=NONNEGATIVE)
move = Quantity("y", "the move")
rescaled = sqrt(moves.symbol + eps) / sqrt(s + eps) * g
adadelta_words = ("adadelta", "rescaled gradient", "zeiler")

adadelta_move = rule(
    "Move of Adadelta",
    move,
    -rescaled,
    (moves, squares, gradient_now, guard),
    (
        *numbered(
            r"\Delta \theta",
            r"-\frac{\sqrt{<u> + \epsilon}}{\sqrt{<s> + \epsilon}} <g>",
            {"u": "u"},
            {"s": "s", "g": "g"},
            STEPS[1:],
        ),
        *numbered(
            "y",
            r"-\frac{\sqrt{<u> + \epsilon}}{\sqrt{<s> + \epsilon}} \odot <g>",
            {"u": "u"},
            {"s": "s", "g": "g"},
            STEPS[1:],
        ),
    ),
    adadelta_words,
    "the step size is the root of the mean square of the moves before",
    Source(zeiler, "equation 14"),
)
adadelta_gradient = rule(
    "Rescaled gradient of Adadelta",
    move,
    rescaled,
    (moves, squares, gradient_now, guard),
    (
        *numbered(
            "y",
            r"\frac{\sqrt{<u> + \epsilon}}{\sqrt{<s> + \epsilon}} \odot <g>",
            {"u": "u"},
            {"s": "s", "g": "g"},
            STEPS[1:],
        ),
        *numbered(
            "y",
            r"\sqrt{\frac{<u> + \epsilon}{<s> + \epsilon}} \odot <g>",
            {"u": "u"},
            {"s": "s", "g": "g"},
            STEPS[1:],
        ),
    ),
    adadelta_words,
    "the step size is the root of the mean square of the moves before",
    Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "equation 12.9.3"),
)

TOPIC = Topic(
    "Adaptive step sizes, line by line",
    formulas=(
        accumulator,
        mean_square,
        guard_beside,
        guard_inside,
        unguarded,
        coordinate_step,
        listed_step,
        centred,
        adadelta_move,
        adadelta_gradient,
    ),
)

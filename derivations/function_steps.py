"""Gradient steps with the gradient spelled as that of a function: distances, shares of conjugate gradients, SVRG.

The same lines with a letter for the gradient stand in `subgradient_rates` and `conjugate_directions`. Here y is the
point before x, and h one of the functions whose mean is f.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from derivations.operators import at_least, dot, gradient, norm
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    CONVEX,
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
)

garrigos = "Garrigos and Gower 2023, Handbook of Convergence Theorems for Gradient Methods"
nocedal = "Nocedal and Wright, Numerical Optimization, second edition"
dimensions = Size("d", "dimensions", largest=2)
point = Quantity("x", "the iterate", shape=(dimensions,))
goal = Quantity("x_star", "the point to compare with", shape=(dimensions,))
before = Quantity("y", "the point before", shape=(dimensions,))
rate = Quantity("eta", "step size", domain=POSITIVE)
function = Quantity("f", "a smooth function", arguments=((dimensions,),))
valley = Quantity("f", "a smooth convex function", arguments=((dimensions,),), domain=CONVEX)
x, x_star, y, eta, f = (q.symbol for q in (point, goal, before, rate, function))
slope, slope_before = gradient(f(x), x), gradient(f(y), y)
following = Quantity("x_next", "the iterate after the step", shape=(dimensions,), value=x - eta * slope)
x_next = following.symbol
COUNTS = (("_{k+1}", "_k"), ("^{(t+1)}", "^{(t)}"))


def bare(script: str) -> str:
    """A script as part of a name."""
    return script.translate(str.maketrans("", "", "{}()"))


def counted(*spellings: str) -> tuple[Notation, ...]:
    """A line of one step, where `<>` is the script of this iterate and `<+>` that of the next."""
    return tuple(
        Notation(
            spelling.replace("<+>", after).replace("<>", now),
            ((f"x{bare(after)}", "x_next"), (f"x{bare(now)}", "x")),
        )
        for after, now in COUNTS
        for spelling in spellings
    )


words = ("convex", "gradient descent", "expand", "step", "distance", "square", "convergence", "telescop")
expanded = identity(
    "One gradient step: the squared distance expanded",
    norm(x_next - x_star) ** 2,
    (
        (norm(x - x_star - eta * slope) ** 2, "the step"),
        (norm(x - x_star) ** 2 - 2 * eta * dot(slope, x - x_star) + eta**2 * norm(slope) ** 2, "expand the square"),
    ),
    (following, function, point, goal, rate),
    counted(
        r"\|x<+> - x^*\|^2 = \|x<> - x^*\|^2 - 2 \eta \langle \nabla f(x<>), x<> - x^* \rangle "
        r"+ \eta^2 \|\nabla f(x<>)\|^2",
        r"\|x<+> - x^*\|^2 = \|x<> - x^*\|^2 - 2 \eta \nabla f(x<>)^\top (x<> - x^*) + \eta^2 \|\nabla f(x<>)\|^2",
        r"\|x<+> - x^*\|^2 = \|x<> - \eta \nabla f(x<>) - x^*\|^2",
    ),
    words,
    Source(garrigos, "proof of theorem 3.4"),
)
least = Quantity("f_star", "the value at the point to compare with", value=f(x_star))


def above_gap(title: str, quantities: tuple[Quantity, ...], right: Any, notations: tuple[Notation, ...]) -> Formula:
    """Convexity, with the inner product first."""

    def derive() -> Iterator[Step]:
        yield Step(f(x) - f(x_star), because="f(x*) lies above the tangent at x", relation=">=")
        if right != f(x) - f(x_star):
            yield Step(right, because="the least value has a letter of its own")

    return Formula(
        title=title,
        kind=Kind.BOUND,
        statement=at_least(dot(slope, x - x_star), right),
        quantities=quantities,
        assumptions=(),
        notations=notations,
        words=("convexity", *words),
        derivation=derive,
        source=Source(garrigos, "lemma 2.8"),
    )


gap_below = above_gap(
    "Convexity: the inner product of gradient and way is at least the gap",
    (valley, point, goal),
    f(x) - f(x_star),
    (
        *written(
            r"\langle \nabla f(x), x - x^* \rangle \geq f(x) - f(x^*)",
            r"\nabla f(x)^\top (x - x^*) \geq f(x) - f(x^*)",
        ),
        Notation(r"\langle \nabla f(x_k), x_k - x^* \rangle \geq f(x_k) - f(x^*)", (("x_k", "x"),)),
    ),
)
gap_below_letter = above_gap(
    "Convexity: the inner product of gradient and way is at least the gap, with a letter for the least value",
    (least, valley, point, goal),
    f(x) - least.symbol,
    (
        *written(
            r"\langle \nabla f(x), x - x^* \rangle \geq f(x) - f^*", r"\nabla f(x)^\top (x - x^*) \geq f(x) - f^*"
        ),
        Notation(r"\langle \nabla f(x_k), x_k - x^* \rangle \geq f(x_k) - f^*", (("x_k", "x"),)),
    ),
)
share = Quantity("beta", "share of the last direction")
conjugate = ("conjugate gradient", "conjugate-gradient", "conjugate direction", "fletcher", "polak", "nonlinear")


def shared(*spellings: str) -> tuple[Notation, ...]:
    """A share, where `<>` is the script of this point and `<->` that of the one before."""
    return tuple(
        Notation(
            spelling.replace("<->", past).replace("<>", now).replace("<b>", of),
            ((f"x{bare(now)}", "x"), (f"x{bare(past)}", "y"), (f"beta{of}", "beta")),
        )
        for now, past, of in (("_t", "_{t-1}", "_t"), ("_{k+1}", "_k", "_k"))
        for spelling in spellings
    )


fletcher_reeves = rule(
    "Share of the last direction in conjugate gradients (Fletcher and Reeves), of a function",
    share,
    dot(slope, slope) / dot(slope_before, slope_before),
    (function, point, before),
    shared(
        r"\beta<b> = \frac{\nabla f(x<>)^\top \nabla f(x<>)}{\nabla f(x<->)^\top \nabla f(x<->)}",
        r"\beta<b> = \frac{\|\nabla f(x<>)\|^2}{\|\nabla f(x<->)\|^2}",
    ),
    conjugate,
    "the squared length of the gradient, by that of the last one",
    Source(nocedal, "equation 5.41"),
)
polak_ribiere = rule(
    "Share of the last direction in conjugate gradients (Polak and Ribiere), of a function",
    share,
    dot(slope - slope_before, slope) / dot(slope_before, slope_before),
    (function, point, before),
    shared(
        r"\beta<b> = \frac{(\nabla f(x<>) - \nabla f(x<->))^\top \nabla f(x<>)}{\nabla f(x<->)^\top \nabla f(x<->)}",
        r"\beta<b> = \frac{\nabla f(x<>)^\top (\nabla f(x<>) - \nabla f(x<->))}{\|\nabla f(x<->)\|^2}",
    ),
    conjugate,
    "what is new of the gradient, by the length of the last one",
    Source(nocedal, "equation 5.44"),
)
part = Quantity("h", "one of the functions", arguments=((dimensions,),))
snapshot = Quantity("x_tilde", "the snapshot", shape=(dimensions,))
corrected = Quantity("v", "the corrected gradient", shape=(dimensions,))
h, x_tilde = part.symbol, snapshot.symbol
of_one = (("f_i", "h"),)
svrg = rule(
    "Corrected gradient of variance reduction (SVRG), of a function",
    corrected,
    gradient(h(x), x) - gradient(h(x_tilde), x_tilde) + gradient(f(x_tilde), x_tilde),
    (part, function, point, snapshot),
    (
        *written(
            r"g = \nabla f_i(x) - \nabla f_i(\tilde{x}) + \nabla f(\tilde{x})",
            r"v = \nabla f_i(x) - (\nabla f_i(\tilde{x}) - \nabla f(\tilde{x}))",
            letters=of_one,
        ),
        Notation(r"g_k = \nabla f_i(x_k) - \nabla f_i(\tilde{x}) + \nabla f(\tilde{x})", (*of_one, ("x_k", "x"))),
        Notation(
            r"v_t = \nabla f_i(w_t) - \nabla f_i(\tilde{w}) + \nabla f(\tilde{w})",
            (*of_one, ("w_t", "x"), ("w_tilde", "x_tilde")),
        ),
    ),
    ("svrg", "variance reduction", "variance-reduced", "saga", "snapshot"),
    "the noise at the snapshot is taken away",
    Source("Johnson and Zhang 2013, Accelerating Stochastic Gradient Descent", "section 2"),
)

TOPIC = Topic(
    "Gradient steps on a function",
    formulas=(expanded, gap_below, gap_below_letter, fletcher_reeves, polak_ribiere, svrg),
)

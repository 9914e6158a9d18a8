"""Discrete convolution of sequences of length n on a circle: positions 0, …, n - 1, counted modulo n.

A finite sequence on the line is the same thing on a circle that is long enough. The value at u is written as the number
c_u or (f * h)[u]; u and the shift are any integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import And, Integer, Lambda, Le, Lt, Mod, Piecewise, Sum

from derivations.operators import at, equal, indicator
from derivations.vocabulary import (
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    free_index,
    integers,
)

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
oppenheim = "Oppenheim and Schafer, Discrete-Time Signal Processing"
kondor = "Kondor and Trivedi 2018, On the generalization of equivariance and convolution in neural networks"

length = Size("n", "positions", largest=5)
n = length.symbol
signal = Quantity("f", "signal", shape=(length,), origins=(0,))
kernel = Quantity("h", "kernel", shape=(length,), origins=(0,))
position = free_index("u", length)
f, h, u = signal.symbol, kernel.symbol, position.symbol
t, a, v = bound_index("t a v")
unnamed = Quantity("c", "value of the convolution at u")


def around(where: Any) -> Any:
    """A position on the circle."""
    return Mod(where, n, evaluate=False)


def total(body: Any) -> Any:
    """The sum over all positions."""
    return Sum(body, (t, 0, n - 1))


def convolved(first: Any, second: Any, where: Any) -> Any:
    """The convolution of two sequences at a position."""
    return total(at(first, t) * at(second, around(where - t)))


def derive_convolution() -> Iterator[Step]:
    """The definition, counted from the other end."""
    yield Step(
        total(at(f, n - 1 - t) * at(h, around(u - (n - 1 - t)))), because="count the positions of f from the last one"
    )
    yield Step(convolved(f, h, u), because="or from the first one")


convolution = Formula(
    title="Discrete convolution on a circle",
    kind=Kind.DEFINITION,
    statement=equal(unnamed.symbol, convolved(f, h, u)),
    quantities=(unnamed, signal, kernel, position),
    assumptions=(),
    notations=(
        Notation(r"(f * h)[u] = \sum_{t=0}^{n-1} f[t] \, h[(u - t) \bmod n]"),
        Notation(r"y_u = \sum_{t=0}^{N-1} x_t w_{(u - t) \bmod N}", (("x", "f"), ("w", "h"), ("N", "n"), ("y", "c"))),
    ),
    words=("convolution", "discrete", "circular"),
    derivation=derive_convolution,
    source=Source(oppenheim, "section 8.6.5"),
)


def derive_commutative() -> Iterator[Step]:
    """Substitute the other position."""
    yield Step(
        total(at(f, around(u - t)) * at(h, around(u - (u - t)))), because="t and u - t run over the same positions"
    )
    yield Step(convolved(h, f, u), because="u - (u - t) is t, which lies between 0 and n - 1")


commutativity = Formula(
    title="Convolution is commutative",
    kind=Kind.IDENTITY,
    statement=equal(convolved(f, h, u), convolved(h, f, u)),
    quantities=(signal, kernel, position),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_{t=0}^{n-1} f[t] \, h[(u - t) \bmod n] = \sum_{t=0}^{n-1} h[t] \, f[(u - t) \bmod n]"
        ),
        Notation(
            r"\sum_{t=0}^{n-1} f[t] h[(u - t) \bmod n] = \sum_{t=0}^{n-1} f[(u - t) \bmod n] h[t]"
        ),
    ),
    words=("convolution", "commutative", "discrete"),
    derivation=derive_commutative,
    source=Source(goodfellow, "section 9.1, equation 9.5"),
)

shift = Quantity("s", "shift", domain=integers(-3, 3))
s = shift.symbol


def derive_equivariance() -> Iterator[Step]:
    """Substitute the shifted position."""
    yield Step(
        total(at(f, around(t)) * at(h, around(u - (t - s)))), because="t + s runs over all positions, like t"
    )
    yield Step(convolved(f, h, u + s), because="u - (t - s) is (u + s) - t, and t lies between 0 and n - 1")


shift_equivariance = Formula(
    title="Convolution is equivariant under shifts",
    kind=Kind.IDENTITY,
    statement=equal(total(at(f, around(t + s)) * at(h, around(u - t))), convolved(f, h, u + s)),
    quantities=(signal, kernel, shift, position),
    assumptions=(),
    notations=(
        Notation(
            r"\sum_{t=0}^{n-1} f[(t + s) \bmod n] \, h[(u - t) \bmod n] = "
            r"\sum_{t=0}^{n-1} f[t] \, h[(u + s - t) \bmod n]"
        ),
        Notation(
            r"\sum_{t=0}^{n-1} f[(t + \Delta) \bmod n] h[(u - t) \bmod n] = "
            r"\sum_{t=0}^{n-1} h[((u + \Delta) - t) \bmod n] f[t]",
            (("Delta", "s"),),
        ),
    ),
    words=("convolution", "equivariance", "shift", "translation"),
    derivation=derive_equivariance,
    source=Source(goodfellow, "section 9.2"),
)

flipped = Quantity("h_bar", "flipped kernel", value=Lambda((a,), at(h, around(-a))))
h_bar = flipped.symbol


def derive_correlation() -> Iterator[Step]:
    """Count the positions of the kernel backwards."""
    yield Step(total(at(f, t) * at(h, around(t - u))), because="u + t runs over all positions, like t")
    yield Step(total(at(f, t) * h_bar(u - t)), because="t - u = -(u - t)")


correlation = Formula(
    title="Cross-correlation is convolution with the flipped kernel",
    kind=Kind.IDENTITY,
    statement=equal(total(at(h, t) * at(f, around(u + t))), total(at(f, t) * h_bar(u - t))),
    quantities=(signal, kernel, flipped, position),
    assumptions=(),
    notations=(
        Notation(r"\sum_{t=0}^{n-1} h[t] f[(u + t) \bmod n] = \sum_{t=0}^{n-1} f[t] \bar{h}(u - t)"),
        Notation(
            r"\sum_{t=0}^{n-1} w[t] x[(u + t) \bmod n] = \sum_{t=0}^{n-1} x[t] \tilde{w}(u - t)",
            (("w", "h"), ("x", "f"), ("w_tilde", "h_bar")),
        ),
    ),
    words=("cross-correlation", "convolution", "flipped kernel"),
    derivation=derive_correlation,
    source=Source(goodfellow, "section 9.1, equation 9.6"),
)

operator = Quantity("M", "any matrix", shape=(length, length), origins=(0, 0))
M = operator.symbol
b = bound_index("b")
averaged = Quantity(
    "T",
    "a linear map that commutes with all shifts: the mean of a map over all shifts",
    value=Lambda((a, b), Sum(at(M, around(a + v), around(b + v)), (v, 0, n - 1)) / n),
)
T = averaged.symbol


def derive_converse() -> Iterator[Step]:
    """Shift both subscripts until the second is 0."""
    yield Step(
        total(T(u + (n - t), t + (n - t)) * at(f, t)), because="the map commutes with a shift by n - t positions"
    )
    yield Step(total(T(u - t, Integer(0)) * at(f, t)), because="positions count modulo n")


converse = Formula(
    title="A linear map that commutes with shifts is a convolution with its answer to an impulse",
    kind=Kind.IDENTITY,
    statement=equal(total(T(u, t) * at(f, t)), total(T(u - t, Integer(0)) * at(f, t))),
    quantities=(averaged, operator, signal, position),
    assumptions=(),
    notations=(
        Notation(r"\sum_{t=0}^{n-1} T(u, t) f[t] = \sum_{t=0}^{n-1} T(u - t, 0) f[t]"),
        Notation(r"\sum_{t=0}^{n-1} f[t] T_{u,t} = \sum_{t=0}^{n-1} f[t] T_{u-t,0}"),
    ),
    words=("convolution", "equivariance", "linear operator", "impulse response"),
    derivation=derive_converse,
    source=Source(kondor, "theorem 1"),
)

values = Quantity("g", "values of a kernel", shape=(length,), origins=(0,))
g = values.symbol
early, late = integers(0, 1), integers(1, 4)
begin = Quantity("a", "first position of the window", domain=early)
end = Quantity("b", "last position of the window", domain=late)
p, z = begin.symbol, end.symbol
inside = And(Le(p, t), Le(t, z))
windowed = Quantity(
    "h", "kernel that is 0 outside the window", value=Lambda((t,), Piecewise((at(g, t), inside), (0, True)))
)
w = windowed.symbol


def derive_window() -> Iterator[Step]:
    """The other terms are 0."""
    yield Step(total(indicator(inside) * at(g, t) * at(f, around(u - t))), because="the kernel is 0 outside the window")
    yield Step(Sum(at(g, t) * at(f, around(u - t)), (t, p, z)), because="these positions are left")


finite_window = Formula(
    title="Convolution with a kernel of finite support: the sum runs over its window",
    kind=Kind.IDENTITY,
    statement=equal(total(w(t) * at(f, around(u - t))), Sum(w(t) * at(f, around(u - t)), (t, p, z))),
    quantities=(windowed, signal, values, begin, end, position),
    assumptions=(Lt(z, n),),
    notations=(
        Notation(
            r"\sum_{t=0}^{n-1} h(t) f[(u - t) \bmod n] = \sum_{t=a}^{b} h(t) f[(u - t) \bmod n]"
        ),
        Notation(
            r"\sum_{t=0}^{n-1} w(t) x[(u - t) \bmod n] = \sum_{t=t_{\min}}^{t_{\max}} w(t) x[(u - t) \bmod n]",
            (("w", "h"), ("x", "f"), ("t_min", "a"), ("t_max", "b")),
        ),
    ),
    words=("convolution", "kernel", "window", "finite support"),
    derivation=derive_window,
    source=Source(goodfellow, "section 9.1"),
    survivors=(("the upper bound", "the kernel is 0 beyond the window"),),
)

TOPIC = Topic(
    "Discrete convolution",
    formulas=(convolution, commutativity, shift_equivariance, correlation, converse, finite_window),
)

"""What threshold units compute: the disjunctive normal form, and the switch of Turing's B-type machines.

The patterns of n bits are numbered by c = 0, …, 2^n - 1; bit i of pattern c is b(c, i). A unit with signs σ_i and
threshold θ is active for the pattern c if u(c) = 1: the bits that are 1 are an index set I with Σ_I σ_i >= θ.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Eq, Ge, Lambda, Mod, Piecewise, Product, Sum, floor

from derivations.mcculloch_pitts import NAND, bits, fires, mcculloch, n, nand, sigma, signs, theta, threshold, turing, x
from derivations.operators import at, equal, indicator
from derivations.vocabulary import (
    BIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

c, i, p, q = bound_index("c i p q")
bit = Quantity("b", "bit i of the pattern c", value=Lambda((p, q), Mod(floor(p / 2 ** (q - 1)), 2)))
b = bit.symbol
chosen = Quantity(
    "u",
    "whether the ones of the pattern c reach the threshold",
    value=Lambda((p,), indicator(Ge(Sum(at(sigma, i) * b(p, i), (i, 1, n)), theta))),
)
matched = Quantity(
    "m",
    "whether the input is the pattern c: an AND of bits and negated bits",
    value=Lambda((p,), Product(b(p, i) * at(x, i) + (1 - b(p, i)) * (1 - at(x, i)), (i, 1, n))),
)
u, m = chosen.symbol, matched.symbol
output = Quantity("f", "state of the unit: 1 active, 0 not", value=fires)
f = output.symbol


def derive_normal_form() -> Iterator[Step]:
    """The input is one of the patterns."""
    yield Step(Sum(u(c) * m(c), (c, 0, 2**n - 1)), because="the input is exactly one pattern, which decides")
    yield Step(
        1 - Product(1 - u(c) * m(c), (c, 0, 2**n - 1)),
        because="at most one term is 1: the sum is the OR, 1 unless all terms are 0",
    )


disjunctive_form = Formula(
    title="Disjunctive normal form of a threshold unit: an OR of ANDs",
    kind=Kind.COUNTING,
    statement=equal(f, 1 - Product(1 - u(c) * m(c), (c, 0, 2**n - 1))),
    quantities=(bits, signs, threshold, bit, chosen, matched, output),
    assumptions=(),
    notations=(
        Notation(r"f = 1 - \prod_{c=0}^{2^n - 1} (1 - u(c) m(c))"),
        Notation(r"f = 1 - \prod_{k=0}^{2^n - 1} (1 - w(k) M(k))", (("w", "u"), ("M", "m"))),
    ),
    words=("disjunctive normal form", "dnf", "threshold", "boolean"),
    derivation=derive_normal_form,
    source=Source(mcculloch, "section II"),
    survivors=(
        ("the upper bound (-1) + 2^n becomes (-1) + 2^n + 1", "the bits repeat: the factor is there already"),
    ),
)

several = Size("n", "inputs", smallest=2, largest=4)
entries = Quantity("x", "input bits", shape=(several,), domain=BIT)
control = Quantity("a", "the interfering bit: 1 lets the first input pass, 0 blocks it", domain=BIT)
X, N, a = entries.symbol, several.symbol, control.symbol
modifier = Quantity("A", "what the connection modifier passes on", value=NAND(a, NAND(at(X, 1), at(X, 1))))
A = modifier.symbol
rest = Product(at(X, i), (i, 2, N))


def derive_switch() -> Iterator[Step]:
    """A blocked input reads as 1, which changes no product."""
    yield Step(
        Piecewise((1 - at(X, 1) * rest, Eq(a, 1)), (1 - rest, True)),
        because="the modifier passes x_1 on for a = 1, and 1 for a = 0",
    )
    yield Step(
        Piecewise((1 - Product(at(X, i), (i, 1, N)), Eq(a, 1)), (1 - rest, True)),
        because="the first factor joins the product",
    )


connection_switch = Formula(
    title="A connection modifier switches an input of a NAND on and off",
    kind=Kind.COUNTING,
    statement=equal(1 - A * rest, Piecewise((1 - Product(at(X, i), (i, 1, N)), Eq(a, 1)), (1 - rest, True))),
    quantities=(entries, control, nand, modifier),
    assumptions=(),
    notations=(
        Notation(
            r"1 - A \prod_{i=2}^{n} x_i = \begin{cases} 1 - \prod_{i=1}^{n} x_i & \text{if } a = 1 \\ "
            r"1 - \prod_{i=2}^{n} x_i & \text{else} \end{cases}"
        ),
        Notation(
            r"1 - B \prod_{k=2}^{n} y_k = \begin{cases} 1 - \prod_{k=1}^{n} y_k & \text{if } c = 1 \\ "
            r"1 - \prod_{k=2}^{n} y_k & \text{otherwise} \end{cases}",
            (("B", "A"), ("y", "x"), ("c", "a")),
        ),
    ),
    words=("turing", "nand", "connection", "modifier"),
    derivation=derive_switch,
    source=Source(turing, "section on unorganised machines"),
)

TOPIC = Topic("Threshold logic", formulas=(disjunctive_form, connection_switch))

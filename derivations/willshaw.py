"""Willshaw's associative memory: a binary matrix that stores pairs of patterns, and what retrieval guarantees.

The pairs (x^t, y^t) are binary. Θ is 1 where some pair is active on both sides. A pattern x is answered by the units j
whose sum z_j = (Θ x)_j reaches the number of active inputs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Ge, Min, Product, Sum, log

from derivations.operators import (
    at,
    at_least,
    at_most,
    entrywise,
    equal,
    indicator,
    largest_over,
    row,
    smallest_over,
    tabulated,
    vector_sum,
)
from derivations.vocabulary import (
    BIT,
    UNIT,
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

willshaw = "Willshaw, Buneman and Longuet-Higgins 1969, Non-holographic associative memory"
palm = "Palm 1980, On associative memory"

pairs = Size("s", "pairs", largest=3)
sources = Size("n", "input units", largest=3)
targets = Size("m", "output units", largest=2)
s, n, m = pairs.symbol, sources.symbol, targets.symbol
keys = Quantity("x", "input patterns, one row for each pair", shape=(pairs, sources), domain=BIT)
answers = Quantity("y", "output patterns, one row for each pair", shape=(pairs, targets), domain=BIT)
x, y = keys.symbol, answers.symbol
i_index, j_index, t_index = free_index("i", sources), free_index("j", targets), free_index("t", pairs)
i, j, t = i_index.symbol, j_index.symbol, t_index.symbol
k, a, b = bound_index("k a b")
counted = Sum(at(y, k, j) * at(x, k, i), (k, 1, s))
unnamed = Quantity("Theta", "memory matrix", shape=(targets, sources))
memory = Quantity(
    "Theta",
    "memory matrix",
    shape=(targets, sources),
    value=tabulated(Min(1, Sum(at(y, k, a) * at(x, k, b), (k, 1, s)), evaluate=False), a, m, b, n),
)
Theta = memory.symbol
store = (memory, keys, answers)


def derive_entry() -> Iterator[Step]:
    """The definition."""
    yield Step(Min(1, counted, evaluate=False), because="1 as soon as one pair is active on both sides")


memory_entry = Formula(
    title="Entry of Willshaw's memory matrix",
    kind=Kind.DEFINITION,
    statement=equal(at(unnamed.symbol, j, i), Min(1, counted, evaluate=False)),
    quantities=(unnamed, keys, answers, j_index, i_index),
    assumptions=(),
    notations=(
        Notation(r"\Theta_{ji} = \min\{1, \sum_{t=1}^s y_j^t x_i^t\}"),
        Notation(
            r"W_{ij} = \min\left(1, \sum_{\mu=1}^{p} y_i^\mu x_j^\mu\right)",
            (("W", "Theta"), ("i", "j"), ("j", "i"), ("p", "s")),
        ),
    ),
    words=("willshaw", "associative memory", "binary matrix"),
    derivation=derive_entry,
    source=Source(willshaw, "the correlograph, binary form"),
)

superposed = vector_sum(row(y, k) * row(x, k).T, k, 1, s)


def clipped(counts: Any) -> Any:
    """Each entry, or 1 where it is larger."""
    return entrywise(lambda count: Min(1, count, evaluate=False), counts)


def derive_matrix() -> Iterator[Step]:
    """All pairs at once."""
    yield Step(clipped(y.T * x), because="entry (j, i) of the product counts the pairs that are active on both sides")
    yield Step(clipped(superposed), because="a product of matrices is a sum of outer products")


memory_matrix = Formula(
    title="Willshaw's memory matrix: superposed outer products, clipped at 1",
    kind=Kind.DEFINITION,
    statement=equal(unnamed.symbol, clipped(superposed)),
    quantities=(unnamed, keys, answers),
    assumptions=(),
    notations=(
        Notation(r"\Theta = \min(1, \sum_{t=1}^s y^t (x^t)^T)"),
        Notation(r"W = \min\{1, Y^\top X\}", (("W", "Theta"), ("Y", "y"), ("X", "x"))),
    ),
    words=("willshaw", "associative memory", "outer product", "binary matrix"),
    derivation=derive_matrix,
    source=Source(willshaw, "the correlograph, binary form"),
)


def derive_complement() -> Iterator[Step]:
    """No pair is active on both sides."""
    both = at(y, k, j) * at(x, k, i)
    yield Step(largest_over(both, k, 1, s), because="1 as soon as one pair is active on both sides, else 0")
    yield Step(1 - smallest_over(1 - both, k, 1, s), because="the largest is 1 less the smallest complement")
    yield Step(1 - Product(1 - both, (k, 1, s)), because="the smallest of numbers that are 0 or 1 is their product")


no_pair = Formula(
    title="The memory is 0 only where no pair is active on both sides",
    kind=Kind.COUNTING,
    statement=equal(at(Theta, j, i), 1 - Product(1 - at(y, k, j) * at(x, k, i), (k, 1, s))),
    quantities=(*store, j_index, i_index),
    assumptions=(),
    notations=(
        Notation(r"\Theta_{ji} = 1 - \prod_{t=1}^s (1 - y_j^t x_i^t)"),
        Notation(r"\Theta_{ji} = 1 - \prod_{t=1}^s (1 - y_{tj} x_{ti})"),
    ),
    words=("willshaw", "associative memory", "binary matrix"),
    derivation=derive_complement,
    source=Source(willshaw, "the correlograph, binary form"),
)


def derive_monotone() -> Iterator[Step]:
    """One term of a sum of non-negative terms."""
    product = at(y, t, j) * at(x, t, i)
    yield Step(Min(1, product, evaluate=False), because="a product of bits is at most 1")
    yield Step(
        Min(1, counted, evaluate=False),
        because="the sum has this term and others that are not negative",
        relation="<=",
    )
    yield Step(at(Theta, j, i), because="definition of the memory")


monotone = Formula(
    title="The memory contains every pair",
    kind=Kind.BOUND,
    statement=at_most(at(y, t, j) * at(x, t, i), at(Theta, j, i)),
    quantities=(*store, t_index, j_index, i_index),
    assumptions=(),
    notations=(
        Notation(r"y_j^t x_i^t \leq \Theta_{ji}"),
        Notation(r"y_{tj} x_{ti} \leq \min\left(1, \sum_{k=1}^s y_{kj} x_{ki}\right)"),
    ),
    words=("willshaw", "monotonicity", "associative memory"),
    derivation=derive_monotone,
    source=Source(palm, "section 2"),
)
active = Sum(at(x, t, k), (k, 1, n))


def derive_reached() -> Iterator[Step]:
    """Multiply the memory of one pair with its own input."""
    yield Step(Sum(at(Theta, j, k) * at(x, t, k), (k, 1, n)), because="write the product out")
    yield Step(
        Sum(at(y, t, j) * at(x, t, k) * at(x, t, k), (k, 1, n)),
        because="the memory contains every pair",
        relation=">=",
    )
    yield Step(active * at(y, t, j), because="a bit is its own square")


threshold_reached = Formula(
    title="The units of the stored answer reach the threshold",
    kind=Kind.BOUND,
    statement=at_least(at(Theta * row(x, t), j), active * at(y, t, j)),
    quantities=(*store, t_index, j_index),
    assumptions=(),
    notations=(
        Notation(r"(\Theta x^t)_j \geq \left(\sum_{k=1}^n x_k^t\right) y_j^t"),
        Notation(r"\sum_{i=1}^n \Theta_{ji} x_i^t \geq y_j^t \sum_{i=1}^n x_i^t"),
    ),
    words=("willshaw", "retrieval", "threshold", "associative memory"),
    derivation=derive_reached,
    source=Source(palm, "section 2"),
)


def derive_retrieved() -> Iterator[Step]:
    """An active unit of the answer reaches the threshold."""
    yield Step(
        indicator(Ge(active * at(y, t, j), active)),
        because="the units of the stored answer reach the threshold",
        relation=">=",
    )
    yield Step(at(y, t, j), because="for an active unit both sides of the condition are the same", relation=">=")


nothing_missing = Formula(
    title="Retrieval returns at least the stored answer",
    kind=Kind.BOUND,
    statement=at_least(indicator(Ge(at(Theta * row(x, t), j), active)), at(y, t, j)),
    quantities=(*store, t_index, j_index),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{1}\left[(\Theta x^t)_j \geq \sum_{k=1}^n x_k^t\right] \geq y_j^t"),
        Notation(r"1[(\Theta x^t)_j \geq \sum_{k} x_{tk}] \geq y_{tj}"),
    ),
    words=("willshaw", "retrieval", "monotonicity", "associative memory"),
    derivation=derive_retrieved,
    source=Source(palm, "section 2"),
)

filled = Quantity("p", "share of the ones in the memory", domain=UNIT)
size = Quantity("n", "number of units on either side", domain=integers(2, 50))
p, N = filled.symbol, size.symbol
active_units = Quantity("r", "active units of a pattern: as many as let n p^r be 1", value=-log(N) / log(p))
r = active_units.symbol
stored_pairs = Quantity("s", "pairs that fill the share p of the memory", value=-(N**2) / r**2 * log(1 - p))
S = stored_pairs.symbol


def derive_information() -> Iterator[Step]:
    """Put the number of pairs in, then the number of active units."""
    yield Step(-(N**2) / r * log(1 - p) * log(N), because="s = -(n/r)^2 log(1 - p) pairs fill the share p")
    yield Step(N**2 * log(p) * log(1 - p), because="n p^r = 1: one wrong unit in an answer, so r = -log n / log p")


stored_information = Formula(
    title="Information in Willshaw's memory: pairs times the information of an answer",
    kind=Kind.IDENTITY,
    statement=equal(S * r * log(N), N**2 * log(p) * log(1 - p)),
    quantities=(size, filled, active_units, stored_pairs),
    assumptions=(),
    notations=(
        Notation(r"s r \log n = n^2 \log(p) \log(1 - p)"),
        Notation(r"s \cdot r \ln n = n^2 \ln p \cdot \ln(1 - p)"),
    ),
    words=("willshaw", "capacity", "information", "associative memory"),
    derivation=derive_information,
    source=Source(willshaw, "information efficiency"),
)


def derive_capacity() -> Iterator[Step]:
    """Both logarithms are equal at one half, where their product is largest."""
    yield Step(log(2), because="the product is symmetric about 1/2 and increases towards it", relation="<=")


capacity = Formula(
    title="Capacity of Willshaw's memory as a function of its filling",
    kind=Kind.BOUND,
    statement=at_most(log(p) * log(1 - p) / log(2), log(2)),
    quantities=(filled,),
    assumptions=(),
    notations=(
        Notation(r"\frac{\log p \log(1 - p)}{\log 2} \leq \log 2"),
        Notation(r"\frac{\ln(p) \ln(1 - p)}{\ln 2} \leq \ln 2"),
    ),
    words=("willshaw", "capacity", "half", "associative memory"),
    derivation=derive_capacity,
    source=Source(palm, "section 3"),
)

TOPIC = Topic(
    "Willshaw's associative memory",
    formulas=(
        memory_entry,
        memory_matrix,
        no_pair,
        monotone,
        threshold_reached,
        nothing_missing,
        stored_information,
        capacity,
    ),
)

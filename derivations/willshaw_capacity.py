"""How much Willshaw's memory holds: sparse patterns, their information, and how full the memory becomes.

Patterns are binary with r of n entries equal to 1. They are numbered by c = 0, …, 2^n - 1, and b(c, i) is bit i of c.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import (
    Eq,
    Ge,
    Integer,
    Lambda,
    Le,
    Lt,
    Mod,
    Piecewise,
    Product,
    Rational,
    Sum,
    binomial,
    exp,
    factorial,
    floor,
    log,
)

from derivations.operators import at, at_least, at_most, equal, indicator
from derivations.vocabulary import (
    BIT,
    Domain,
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
from derivations.willshaw import N, active_units, filled, p, palm, r, willshaw
from derivations.willshaw import size as units

c, i, k, v, w = bound_index("c i k v w")
length = Quantity("n", "entries of a pattern", domain=integers(1, 7))
most = Quantity("r", "active entries, at most", domain=integers(0, 7))
n, R = length.symbol, most.symbol
bit = Quantity("b", "bit i of the pattern c", value=Lambda((v, w), Mod(floor(v / 2 ** (w - 1)), 2)))
b = bit.symbol
active = Quantity("a", "active entries of the pattern c", value=Lambda((v,), Sum(b(v, i), (i, 1, n))))
a = active.symbol
sparse = Quantity(
    "B", "number of patterns with at most r active entries", value=Sum(indicator(Le(a(c), R)), (c, 0, 2**n - 1))
)
exact = Quantity("B", "number of patterns with r active entries", value=Sum(indicator(Eq(a(c), R)), (c, 0, 2**n - 1)))
counted = (length, most, bit, active)
combinatorics = Source("Cover and Thomas, Elements of Information Theory", "section 11.1")


def derive_sparse() -> Iterator[Step]:
    """Sort the patterns by their number of ones."""
    yield Step(
        Sum(Sum(indicator(Eq(a(c), k)), (c, 0, 2**n - 1)), (k, 0, R)),
        because="at most r active entries are 0, 1, … or r",
    )
    yield Step(Sum(binomial(n, k), (k, 0, R)), because="k of n positions can be chosen in so many ways")


sparse_patterns = Formula(
    title="Number of binary patterns with at most r active entries",
    kind=Kind.COUNTING,
    statement=equal(sparse.symbol, Sum(binomial(n, k), (k, 0, R))),
    quantities=(*counted, sparse),
    assumptions=(),
    notations=(
        Notation(r"B = \sum_{k=0}^{r} \binom{n}{k}"),
        Notation(r"N = \sum_{i=0}^{s} \binom{d}{i}", (("N", "B"), ("s", "r"), ("d", "n"))),
    ),
    words=("sparse", "boolean vectors", "willshaw", "patterns"),
    derivation=derive_sparse,
    source=combinatorics,
)


def derive_exact() -> Iterator[Step]:
    """A pattern is the set of its active positions."""
    yield Step(
        Product(n - k, (k, 0, R - 1)) / factorial(R),
        because="place the ones in turn, each in a free position; the r! orders give one pattern",
    )
    yield Step(binomial(n, R), because="the binomial coefficient as a falling factorial")


exact_patterns = Formula(
    title="Number of binary patterns with r active entries",
    kind=Kind.COUNTING,
    statement=equal(exact.symbol, binomial(n, R)),
    quantities=(*counted, exact),
    assumptions=(),
    notations=(
        Notation(r"B = \binom{n}{r}"),
        Notation(r"N = {d \choose s}", (("N", "B"), ("s", "r"), ("d", "n"))),
    ),
    words=("sparse", "boolean vectors", "willshaw", "patterns"),
    derivation=derive_exact,
    source=combinatorics,
)

entries = Quantity("n", "entries of a pattern", domain=integers(1, 14))
ones = Quantity("r", "active entries of a pattern", domain=integers(1, 14))
N_, K = entries.symbol, ones.symbol


def derive_information_above() -> Iterator[Step]:
    """Positions chosen in order, with repetition."""
    yield Step(log(N_**K), because="there are n^r ordered choices with repetition", relation="<=")
    yield Step(K * log(N_), because="logarithm of a power")


information_above = Formula(
    title="Information of a sparse pattern: at most r log n",
    kind=Kind.BOUND,
    statement=at_most(log(binomial(N_, K)), K * log(N_)),
    quantities=(entries, ones),
    assumptions=(Le(K, N_),),
    notations=(
        Notation(r"\log \binom{n}{r} \leq r \log n"),
        Notation(r"\ln {d \choose s} \leq s \ln(d)", (("s", "r"), ("d", "n"))),
    ),
    words=("pattern information", "sparse", "willshaw", "information"),
    derivation=derive_information_above,
    source=combinatorics,
)


def derive_information_below() -> Iterator[Step]:
    """Each factor (n - k)/(r - k) is at least n/r."""
    yield Step(log((N_ / K) ** K), because="the r factors (n - k)/(r - k) are at least n/r each", relation=">=")
    yield Step(K * log(N_ / K), because="logarithm of a power")


information_below = Formula(
    title="Information of a sparse pattern: at least r log(n/r)",
    kind=Kind.BOUND,
    statement=at_least(log(binomial(N_, K)), K * log(N_ / K)),
    quantities=(entries, ones),
    assumptions=(Le(K, N_),),
    notations=(
        Notation(r"\log \binom{n}{r} \geq r \log \frac{n}{r}"),
        Notation(r"\ln {d \choose s} \geq s \ln(d / s)", (("s", "r"), ("d", "n"))),
    ),
    words=("pattern information", "sparse", "willshaw", "information"),
    derivation=derive_information_below,
    source=combinatorics,
)

stored = Quantity("s", "number of pairs", domain=integers(1, 24))
short = Quantity("n", "units on either side", domain=integers(2, 6))
S, M = stored.symbol, short.symbol


def derive_pattern_bound() -> Iterator[Step]:
    """The memory has n^2 bits, and the answers need s log binom(n, r)."""
    yield Step(
        M**2 * log(2) / log(binomial(M, K)),
        because="n^2 bits tell at most 2^(n^2) families of s answers apart",
        relation="<=",
    )
    yield Step(M**2 * log(2) / (K * log(M / K)), because="log binom(n, r) >= r log(n/r)", relation="<=")


pattern_bound = Formula(
    title="A memory of n^2 bits holds at most n^2 log 2 / (r log(n/r)) sparse patterns",
    kind=Kind.BOUND,
    statement=at_most(S, M**2 * log(2) / (K * log(M / K))),
    quantities=(stored, short, ones),
    assumptions=(Lt(K, M, evaluate=False), Le(binomial(M, K) ** S, 2 ** (M**2), evaluate=False)),
    notations=(
        Notation(r"s \leq \frac{n^2 \log 2}{r \log(n/r)}"),
        Notation(r"P \leq \frac{n^2 \ln 2}{k \ln \frac{n}{k}}", (("P", "s"), ("k", "r"))),
    ),
    words=("willshaw", "patterns", "upper bound", "capacity"),
    derivation=derive_pattern_bound,
    source=Source(palm, "section 3"),
)

inputs, outputs = Size("n", "input units", largest=3), Size("m", "output units", largest=2)
memory = Quantity("Theta", "memory matrix", shape=(outputs, inputs), domain=BIT)
key = Quantity("x", "input pattern", shape=(inputs,), domain=BIT)
threshold = Quantity("r", "threshold: the active entries of a stored pattern", domain=integers(0, 3))
answer = Quantity("y", "the answer", shape=(outputs,))
unit = free_index("j", outputs)
j = unit.symbol
reached = Sum(at(memory.symbol, j, i) * at(key.symbol, i), (i, 1, inputs.symbol))
cut = Piecewise((0, Lt(reached, threshold.symbol, evaluate=False)), (1, True), evaluate=False)


def derive_retrieval() -> Iterator[Step]:
    """The same with an indicator."""
    yield Step(indicator(Ge(reached, threshold.symbol)), because="active where the sum reaches the threshold")
    yield Step(cut, because="write the two cases out")


retrieval = Formula(
    title="Retrieval from Willshaw's memory",
    kind=Kind.DEFINITION,
    statement=equal(at(answer.symbol, j), cut),
    quantities=(answer, memory, key, threshold, unit),
    assumptions=(),
    notations=(
        Notation(
            r"y_j = \begin{cases} 0 & \sum_{i=1}^{n} \Theta_{ji} x_i < r \\ 1 & \text{else} \end{cases}",
        ),
        Notation(
            r"y_j = \mathbb{1}\left[\sum_{i=1}^{n} W_{ji} x_i \geq \theta\right]", (("W", "Theta"), ("theta", "r"))
        ),
    ),
    words=("willshaw", "retrieval", "threshold", "associative memory"),
    derivation=derive_retrieval,
    source=Source(willshaw, "retrieval"),
)


def derive_sparsity() -> Iterator[Step]:
    """The logarithm of both sides."""
    yield Step(N * exp(r * log(p)), because="write the power with the exponential function")
    yield Step(Integer(1), because="r log p = -log n")


sparsity = Formula(
    title="Sparsity at capacity: r = log n / log(1/p) active units let one wrong unit be expected",
    kind=Kind.IDENTITY,
    statement=equal(N * p**r, Integer(1)),
    quantities=(units, filled, active_units),
    assumptions=(),
    notations=(
        Notation(r"n p^r = 1"),
        Notation(r"n \cdot q^k = 1", (("q", "p"), ("k", "r"))),
    ),
    words=("willshaw", "sparsity", "capacity", "active units"),
    derivation=derive_sparsity,
    source=Source(willshaw, "information efficiency"),
)

pairs = Quantity("s", "number of random pairs", domain=integers(1, 2))
side = Quantity("n", "units on either side", domain=integers(1, 3))
firing = Quantity("r", "active units of a pattern", domain=integers(0, 3))
share = Quantity("q", "expected share of the ones in the memory")
P, n_side, r_side = pairs.symbol, side.symbol, firing.symbol
hit = (r_side / n_side) ** 2


def derive_filling() -> Iterator[Step]:
    """At least one of the pairs sets the connection."""
    yield Step(
        Sum(binomial(P, k) * hit**k * (1 - hit) ** (P - k), (k, 1, P)),
        because="a pair sets it with probability (r/n)^2, each pair by itself",
    )
    yield Step(1 - (1 - hit) ** P, because="binomial theorem: what is missing is the term k = 0")


filling = Formula(
    title="Expected share of the ones in Willshaw's memory after s random pairs",
    kind=Kind.DEFINITION,
    statement=equal(share.symbol, 1 - (1 - hit) ** P),
    quantities=(share, pairs, side, firing),
    assumptions=(Le(r_side, n_side),),
    notations=(
        Notation(r"q = 1 - \left(1 - \left(\frac{r}{n}\right)^2\right)^s"),
        Notation(r"\rho = 1 - \left(1 - \frac{k^2}{n^2}\right)^P", (("rho", "q"), ("k", "r"), ("P", "s"))),
    ),
    words=("willshaw", "random patterns", "filling", "half"),
    derivation=derive_filling,
    source=Source(willshaw, "information efficiency"),
)

rare = Domain("above 0 and at most 1/2", low=Fraction(1, 64), high=Fraction(1, 2))
chance = Quantity("q", "probability that one pair sets a connection", domain=rare)
q = chance.symbol
zeros = (1 - q) ** (log(2) / q)


def derive_half_above() -> Iterator[Step]:
    """log(1 - q) <= -q."""
    yield Step(Rational(1, 2), because="log(1 - q) <= -q, so that the power is at most exp(-log 2)", relation="<=")


half_above = Formula(
    title="After log(2)/q pairs at most half of Willshaw's memory is 0",
    kind=Kind.BOUND,
    statement=at_most(zeros, Rational(1, 2)),
    quantities=(chance,),
    assumptions=(),
    notations=(
        Notation(r"(1 - q)^{\frac{\log 2}{q}} \leq \frac{1}{2}"),
        Notation(r"(1 - \rho)^{\ln(2) / \rho} \leq \frac{1}{2}", (("rho", "q"),)),
    ),
    words=("willshaw", "half", "filling", "capacity"),
    derivation=derive_half_above,
    source=Source(willshaw, "information efficiency"),
)


def derive_half_below() -> Iterator[Step]:
    """log(1 - q) >= -q - q^2."""
    yield Step(2 ** (-1 - q), because="log(1 - q) >= -q - q^2 for q <= 1/2", relation=">=")


half_below = Formula(
    title="After log(2)/q pairs almost half of Willshaw's memory is 0: at least 2^(-1-q)",
    kind=Kind.BOUND,
    statement=at_least(zeros, 2 ** (-1 - q)),
    quantities=(chance,),
    assumptions=(),
    notations=(
        Notation(r"(1 - q)^{\frac{\log 2}{q}} \geq 2^{-1-q}"),
        Notation(r"(1 - \rho)^{\ln(2) / \rho} \geq 2^{-1-\rho}", (("rho", "q"),)),
    ),
    words=("willshaw", "half", "filling", "capacity"),
    derivation=derive_half_below,
    source=Source(willshaw, "information efficiency"),
)

TOPIC = Topic(
    "Capacity of Willshaw's memory",
    formulas=(
        retrieval,
        sparse_patterns,
        exact_patterns,
        information_above,
        information_below,
        pattern_bound,
        sparsity,
        filling,
        half_above,
        half_below,
    ),
)

"""Growth functions: how many labelings a class of VC dimension d can make on n points.

The sum Σ_{i<=d} C(n, i) is the largest number of labelings (Sauer, Shelah). The classes that are enumerated here are
all sets of subsets of three points: a subset is the set of points that a function labels with 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import prod
from typing import Any

from sympy import E, Ge, Integer, Lambda, Le, Max, Min, Sum, binomial, log

from derivations.operators import at, at_most, equal, total
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
    integers,
)

sauer = "Sauer 1972, On the density of families of sets"
shalev = "Shalev-Shwartz and Ben-David, Understanding Machine Learning"

number = Quantity("n", "number of points", domain=integers(1, 9))
dimension = Quantity("d", "VC dimension", domain=integers(1, 6))
n, d = number.symbol, dimension.symbol
i, a, b = bound_index("i a b")


def choose(count: Any, size: Any) -> Any:
    """The binomial coefficient, left as it is written."""
    return binomial(count, size, evaluate=False)


def lower_binomials(count: Any, most: Any) -> Any:
    """The number of subsets of at most so many points."""
    return Sum(choose(count, i), (i, 0, most))


growth = Quantity("S", "largest number of labelings of n points", value=Lambda((a, b), lower_binomials(a, b)))
S = growth.symbol


def derive_recurrence() -> Iterator[Step]:
    """Pascal's rule in each term."""
    yield Step(
        Sum(binomial(n - 1, i), (i, 0, d)) + Sum(binomial(n - 1, i - 1), (i, 0, d)),
        because="Pascal's rule: a new point is in a subset or not",
    )
    yield Step(S(n - 1, d) + S(n - 1, d - 1), because="shift the index of the second sum")


growth_recurrence = Formula(
    title="Recurrence of the growth function",
    kind=Kind.COUNTING,
    statement=equal(S(n, d), S(n - 1, d) + S(n - 1, d - 1)),
    quantities=(number, dimension, growth),
    assumptions=(),
    notations=(
        Notation(r"S(n, d) = S(n - 1, d) + S(n - 1, d - 1)"),
        Notation(r"\Phi(m, d) = \Phi(m - 1, d) + \Phi(m - 1, d - 1)", (("Phi", "S"), ("m", "n"))),
        Notation(r"r(n, d) = r(n - 1, d) + r(n - 1, d - 1)", (("r", "S"),)),
        Notation(r"R(m, n) = R(m - 1, n) + R(m - 1, n - 1)", (("R", "S"), ("m", "n"), ("n", "d"))),
        Notation(r"B(N, k) = B(N - 1, k) + B(N - 1, k - 1)", (("B", "S"), ("N", "n"), ("k", "d"))),
    ),
    words=("growth function", "recurrence", "vc dimension", "sauer", "hyperplane", "regions", "break point"),
    derivation=derive_recurrence,
    source=Source(sauer, "proof of theorem 1"),
)


def derive_all_labelings() -> Iterator[Step]:
    """The binomial coefficients of a whole row."""
    yield Step(
        lower_binomials(n, n), because="the terms up to n are not negative, those beyond are 0", relation="<="
    )
    yield Step(2**n, because="a set of n elements has 2^n subsets")


all_labelings = Formula(
    title="No class makes more than all labelings",
    kind=Kind.BOUND,
    statement=at_most(lower_binomials(n, d), 2**n),
    quantities=(number, dimension),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=0}^d \binom{n}{i} \leq 2^n"),
        Notation(r"\sum_{k=0}^{d} {m \choose k} \leq 2^m", (("m", "n"),)),
    ),
    words=("growth function", "shattering coefficient", "labelings"),
    derivation=derive_all_labelings,
    source=Source(shalev, "section 6.5.1"),
)


def derive_polynomial() -> Iterator[Step]:
    """Term by term."""
    yield Step(
        Sum(binomial(d, i) * n**i, (i, 0, d)), because="C(n, i) <= n^i, and C(d, i) >= 1 for i <= d", relation="<="
    )
    yield Step((n + 1) ** d, because="binomial theorem")


polynomial_growth = Formula(
    title="The growth function is polynomial",
    kind=Kind.BOUND,
    statement=at_most(lower_binomials(n, d), (n + 1) ** d),
    quantities=(number, dimension),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=0}^d \binom{n}{i} \leq (n + 1)^d"),
        Notation(r"\sum_{k=0}^{d} \binom{m}{k} \leq (m + 1)^d", (("m", "n"),)),
    ),
    words=("growth function", "polynomial", "sauer", "vc dimension"),
    derivation=derive_polynomial,
    source=Source("Mohri, Rostamizadeh and Talwalkar, Foundations of Machine Learning", "section 3.3"),
)


def derive_exponential_form() -> Iterator[Step]:
    """Weigh the terms so that the binomial theorem applies."""
    yield Step(
        Sum(binomial(n, i) * (n / d) ** (d - i), (i, 0, d)),
        because="n / d is at least 1, and i is at most d",
        relation="<=",
    )
    yield Step(
        (n / d) ** d * Sum(binomial(n, i) * (d / n) ** i, (i, 0, n)),
        because="take out (n/d)^d, and let the sum run on",
        relation="<=",
    )
    yield Step((n / d) ** d * (1 + d / n) ** n, because="binomial theorem")
    yield Step((E * n / d) ** d, because="1 + x <= e^x", relation="<=")


exponential_form = Formula(
    title="Bound on the growth function from n = d on",
    kind=Kind.BOUND,
    statement=at_most(lower_binomials(n, d), (E * n / d) ** d),
    quantities=(number, dimension),
    assumptions=(Le(d, n),),
    notations=(
        Notation(r"\sum_{i=0}^d \binom{n}{i} \leq \left(\frac{e n}{d}\right)^d"),
        Notation(r"\sum_{i=0}^{d} \binom{m}{i} \leq \left(\frac{e \, m}{d}\right)^d", (("m", "n"),)),
    ),
    words=("growth function", "sauer", "vc dimension"),
    derivation=derive_exponential_form,
    source=Source(shalev, "lemma A.5"),
)

POINTS = 3
subsets = Size("N", "subsets of three points", smallest=2**POINTS, largest=2**POINTS)
members = Quantity("c", "1 for the subsets in the class; the bits of k - 1 are the points of subset k", (subsets,), BIT)
c = members.symbol
three = Quantity("n", "number of points", domain=integers(POINTS, POINTS))
TARGETS = [sum(1 << p for p in chosen) for size in range(POINTS + 1) for chosen in combinations(range(POINTS), size)]


def shattered(target: int) -> Any:
    """1 if every subset of the target is the intersection of the target with a member of the class, else 0."""
    patterns = {subset & target for subset in range(2**POINTS)}
    found = [sum(at(c, subset + 1) for subset in range(2**POINTS) if subset & target == p) for p in sorted(patterns)]
    return prod(Min(1, count, evaluate=False) for count in found)


cardinality = Quantity("F", "number of functions in the class", value=total(c))
vc = Quantity(
    "d",
    "VC dimension of the class",
    value=Max(*(target.bit_count() * shattered(target) for target in TARGETS), evaluate=False),
)
F, D = cardinality.symbol, vc.symbol
classes = (cardinality, vc, members)


def derive_logarithm() -> Iterator[Step]:
    """Each labeling of a shattered set needs a function of its own."""
    yield Step(log(2**D) / log(2), because="a logarithm to the base 2", relation="=")
    yield Step(log(F) / log(2), because="a shattered set of d points has 2^d labelings", relation="<=")


logarithm_bound = Formula(
    title="The VC dimension of a finite class is at most the logarithm of its size",
    kind=Kind.BOUND,
    statement=at_most(D, log(F) / log(2)),
    quantities=classes,
    assumptions=(Ge(F, 1),),
    notations=(
        Notation(r"d \leq \log_2(|F|)"),
        Notation(r"\mathrm{VCdim} \leq \frac{\log |\mathcal{F}|}{\log 2}", (("VCdim", "d"), ("calF", "F"))),
    ),
    words=("vc dimension", "finite class", "logarithm", "shattered"),
    derivation=derive_logarithm,
    source=Source(shalev, "section 6.3.4"),
)


def derive_sauer_shelah() -> Iterator[Step]:
    """Count shattered sets."""
    yield Step(
        sum((shattered(target) for target in TARGETS), Integer(0)),
        because="a class shatters at least as many sets as it has members (Pajor)",
        relation="<=",
    )
    yield Step(lower_binomials(three.symbol, D), because="shattered sets have at most d points", relation="<=")


sauer_shelah = Formula(
    title="Sauer-Shelah lemma, for all classes on three points",
    kind=Kind.BOUND,
    statement=at_most(F, lower_binomials(three.symbol, D)),
    quantities=(*classes, three),
    assumptions=(Ge(F, 1),),
    notations=(
        Notation(r"|F| \leq \sum_{i=0}^d \binom{n}{i}"),
        Notation(r"|\mathcal{F}| \leq \sum_{k=0}^{d} {n \choose k}", (("calF", "F"),)),
    ),
    words=("sauer", "shelah", "growth function", "vc dimension"),
    derivation=derive_sauer_shelah,
    source=Source(sauer, "theorem 1"),
)

TOPIC = Topic(
    "Growth functions and VC dimension",
    formulas=(growth_recurrence, all_labelings, polynomial_growth, exponential_form, logarithm_bound, sauer_shelah),
)

"""Finite sums in closed form: arithmetic and geometric sums, squares of sums, and bounds on the log-sum-exp."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Ne, Sum, binomial, exp, log

from derivations.operators import at, at_most, equal, largest_over, logsumexp
from derivations.vocabulary import (
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
    integers,
)

knuth = "Graham, Knuth and Patashnik, Concrete Mathematics"
i, j, k = bound_index("i j k")
last = Quantity("n", "the last index", domain=integers(0, 6))
ratio = Quantity("r", "ratio of two neighbouring terms")
start = Quantity("a", "the first term")
n, r, a = last.symbol, ratio.symbol, start.symbol
not_one = (Ne(r, 1),)


def derive_geometric() -> Iterator[Step]:
    """Multiply by 1 - r: all terms but the first and the last cancel."""
    yield Step(
        Sum(a * r**k - a * r ** (k + 1), (k, 0, n)) / (1 - r), because="multiply and divide by 1 - r, which is not 0"
    )
    yield Step(
        (Sum(a * r**k, (k, 0, n)) - Sum(a * r**k, (k, 1, n + 1))) / (1 - r), because="split the sum, shift the second"
    )
    yield Step(a * ((1 - r ** (n + 1)) / (1 - r)), because="only the first and the last term remain")


geometric = Formula(
    title="Geometric sum",
    kind=Kind.IDENTITY,
    statement=equal(Sum(a * r**k, (k, 0, n)), a * ((1 - r ** (n + 1)) / (1 - r))),
    quantities=(start, ratio, last),
    assumptions=not_one,
    notations=(
        Notation(r"\sum_{k=0}^n a r^k = a\left(\frac{1 - r^{n+1}}{1 - r}\right)"),
        Notation(r"\sum_{k=0}^{n} a q^k = a \frac{q^{n+1} - 1}{q - 1}", letters=(("q", "r"),)),
        Notation(r"\sum_{t=0}^{T} a \gamma^t = \frac{a(1 - \gamma^{T+1})}{1 - \gamma}", letters=(
            ("gamma", "r"), ("T", "n"),
        )),
    ),
    words=("geometric sum", "geometric series"),
    derivation=derive_geometric,
    source=Source(knuth, "section 2.3, geometric progression"),
)


def derive_geometric_terms() -> Iterator[Step]:
    """Multiply by 1 - r: all terms but the first and the last cancel."""
    yield Step(
        (Sum(r**k, (k, 0, n - 1)) - Sum(r**k, (k, 1, n))) / (1 - r), because="multiply and divide by 1 - r; shift"
    )
    yield Step((1 - r**n) / (1 - r), because="only the first and the last term remain")


geometric_terms = Formula(
    title="Geometric sum of n terms",
    kind=Kind.IDENTITY,
    statement=equal(Sum(r**k, (k, 0, n - 1)), (1 - r**n) / (1 - r)),
    quantities=(ratio, last),
    assumptions=not_one,
    notations=(
        Notation(r"\sum_{k=0}^{n-1} r^k = \frac{1 - r^n}{1 - r}"),
        Notation(r"\sum_{i=0}^{t-1} \beta^i = \frac{1 - \beta^t}{1 - \beta}", letters=(("beta", "r"), ("t", "n"))),
    ),
    words=("geometric sum", "geometric series"),
    derivation=derive_geometric_terms,
    source=Source(knuth, "section 2.3, geometric progression"),
)

shrinking = Domain("between -1 and 1", low=Fraction(-15, 16), high=Fraction(15, 16))
small_ratio = Quantity("r", "ratio of two neighbouring terms", domain=shrinking)
limit = Quantity("S", "sum of all terms of the geometric series", value=a / (1 - r))
small = small_ratio.symbol


def derive_remainder() -> Iterator[Step]:
    """The limit satisfies S = a + r S."""
    S = limit.symbol
    yield Step(S - a * (1 - small ** (n + 1)) / (1 - small), because="geometric sum of the terms up to n")
    yield Step(a * small ** (n + 1) / (1 - small), because="common denominator: the two terms a cancel")


geometric_remainder = Formula(
    title="What a geometric sum lacks to its limit",
    kind=Kind.IDENTITY,
    statement=equal(limit.symbol - Sum(a * small**k, (k, 0, n)), a * small ** (n + 1) / (1 - small)),
    quantities=(limit, start, small_ratio, last),
    assumptions=(),
    notations=(
        Notation(r"S - \sum_{k=0}^{n} a r^k = \frac{a r^{n+1}}{1 - r}"),
        Notation(r"\frac{a}{1 - r} - \sum_{k=0}^{n} a r^k = \frac{a}{1 - r} r^{n+1}"),
    ),
    words=("geometric series", "limit", "remainder"),
    derivation=derive_remainder,
    source=Source(knuth, "section 2.3"),
)

counted = Quantity("n", "number of terms", domain=integers(0, 30))
N = counted.symbol


def derive_integers() -> Iterator[Step]:
    """Add the sum to itself turned round, as Gauss did."""
    yield Step(Sum(i + (N + 1 - i), (i, 1, N)) / 2, because="add the sum in reversed order, and halve")
    yield Step(N * (N + 1) / 2, because="n terms that are all n + 1")


first_integers = Formula(
    title="Sum of the first integers",
    kind=Kind.COUNTING,
    statement=equal(Sum(i, (i, 1, N)), N * (N + 1) / 2),
    quantities=(counted,),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}"),
        Notation(r"\sum_{k=1}^{N} k = \frac{1}{2} N (N + 1)", letters=(("N", "n"),)),
    ),
    words=("sum", "integers", "arithmetic"),
    derivation=derive_integers,
    source=Source(knuth, "section 2.3, arithmetic progression"),
    survivors=(("the lower bound 1 becomes 0", "the term 0 adds nothing"),),
)


def derive_squares() -> Iterator[Step]:
    """Differences of cubes telescope."""
    cubes = Sum((i + 1) ** 3 - i**3, (i, 1, N))
    yield Step(
        cubes / 3 - Sum(i, (i, 1, N)) - N / 3, because="(i + 1)^3 - i^3 = 3 i^2 + 3 i + 1: solve for the sum of i^2"
    )
    yield Step(((N + 1) ** 3 - 1) / 3 - N * (N + 1) / 2 - N / 3, because="the cubes telescope; sum of the integers")
    yield Step(N * (N + 1) * (2 * N + 1) / 6, because="common denominator, and factor")


first_squares = Formula(
    title="Sum of the first squares",
    kind=Kind.COUNTING,
    statement=equal(Sum(i**2, (i, 1, N)), N * (N + 1) * (2 * N + 1) / 6),
    quantities=(counted,),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^{n} i^2 = \frac{n(n+1)(2n+1)}{6}"),
        Notation(r"\sum_{k=1}^{N} k^2 = \frac{1}{6} N (N + 1)(2 N + 1)", letters=(("N", "n"),)),
    ),
    words=("sum", "squares"),
    derivation=derive_squares,
    source=Source(knuth, "section 2.5, sum of squares"),
    survivors=(("the lower bound 1 becomes 0", "the term 0 adds nothing"),),
)

terms = Size("n", "terms", largest=5)
numbers = Quantity("a", "numbers", shape=(terms,))
p, x = terms.symbol, numbers.symbol


def derive_square() -> Iterator[Step]:
    """Multiply out, then split the pairs by their order."""
    yield Step(
        Sum(Sum(at(x, i) * at(x, j), (j, 1, p)), (i, 1, p)), because="multiply out: one product for each pair (i, j)"
    )
    yield Step(
        Sum(at(x, i) ** 2, (i, 1, p))
        + Sum(Sum(at(x, i) * at(x, j), (i, 1, j - 1)), (j, 1, p))
        + Sum(Sum(at(x, i) * at(x, j), (j, 1, i - 1)), (i, 1, p)),
        because="pairs with i = j, with i < j, and with i > j",
    )
    yield Step(
        Sum(at(x, i) ** 2, (i, 1, p)) + 2 * Sum(Sum(at(x, i) * at(x, j), (i, 1, j - 1)), (j, 1, p)),
        because="the last two sums are equal: rename the indices",
    )


square = Formula(
    title="Square of a sum",
    kind=Kind.IDENTITY,
    statement=equal(
        Sum(at(x, i), (i, 1, p)) ** 2,
        Sum(at(x, i) ** 2, (i, 1, p)) + 2 * Sum(Sum(at(x, i) * at(x, j), (i, 1, j - 1)), (j, 1, p)),
    ),
    quantities=(numbers,),
    assumptions=(),
    notations=(
        Notation(r"\left(\sum_i a_i\right)^2 = \sum_i a_i^2 + 2 \sum_{i < j} a_i a_j"),
        Notation(
            r"\left(\sum_{i=1}^{n} x_i\right)^2 = \sum_{i=1}^{n} x_i^2 + \sum_{i \neq j} x_i x_j",
            letters=(("x", "a"),),
        ),
        Notation(
            r"\left(\sum_{i=1}^{n} a_i\right)^2 = \sum_{i=1}^{n} a_i^2 + 2 \sum_{j=1}^{n} \sum_{i=1}^{j-1} a_i a_j"
        ),
    ),
    words=("square", "sum"),
    derivation=derive_square,
    source=Source(knuth, "section 2.4, upper triangular sums"),
    survivors=(("the lower bound 1 becomes 0", "for j = 0 the inner sum is empty"),),
)

exponent = Quantity("n", "exponent", domain=integers(0, 6))
one, other = Quantity("x", "a number"), Quantity("y", "a number")
e, s, t = exponent.symbol, one.symbol, other.symbol


def derive_binomial() -> Iterator[Step]:
    """Multiply out and count equal products."""
    yield Step(
        Sum(binomial(e, k) * s ** (e - k) * t**k, (k, 0, e)),
        because="choosing y from k of the n factors and x from the others can be done in C(n, k) ways",
    )
    yield Step(
        Sum(binomial(e, k) * s**k * t ** (e - k), (k, 0, e)), because="rename k to n - k; C(n, n - k) = C(n, k)"
    )


binomial_theorem = Formula(
    title="Binomial theorem",
    kind=Kind.IDENTITY,
    statement=equal((s + t) ** e, Sum(binomial(e, k) * s**k * t ** (e - k), (k, 0, e))),
    quantities=(one, other, exponent),
    assumptions=(),
    notations=(
        Notation(r"(x + y)^n = \sum_{k=0}^{n} \binom{n}{k} x^k y^{n-k}"),
        Notation(r"(a + b)^n = \sum_{k=0}^{n} \binom{n}{k} a^{n-k} b^k", letters=(("a", "x"), ("b", "y"))),
    ),
    words=("binomial theorem", "binomial"),
    derivation=derive_binomial,
    source=Source(knuth, "section 5.1, binomial theorem"),
    survivors=(("the upper bound n becomes n + 1", "no subset has more than n elements: the coefficient is 0"),),
)

scores = Size("n", "scores", largest=5)
logits = Quantity("z", "scores", shape=(scores,))
m, z = scores.symbol, logits.symbol
largest = largest_over(at(z, i), i, 1, m)


def derive_lower() -> Iterator[Step]:
    """The largest term alone is below the sum of all."""
    yield Step(log(largest_over(exp(at(z, i)), i, 1, m)), because="the exponential grows, the logarithm undoes it")
    yield Step(logsumexp(z), because="the other terms of the sum are positive; the logarithm grows", relation="<=")


logsumexp_lower = Formula(
    title="The log-sum-exp is at least the maximum",
    kind=Kind.BOUND,
    statement=at_most(largest, logsumexp(z)),
    quantities=(logits,),
    assumptions=(),
    notations=(
        Notation(r"\max_i z_i \leq \log \sum_{i=1}^{n} \exp(z_i)"),
        Notation(r"\max_{1 \leq i \leq n} x_i \leq \operatorname{logsumexp}(x)", letters=(("x", "z"),)),
        Notation(r"\max_i x_i \leq \operatorname{LSE}(x)", letters=(("x", "z"),)),
    ),
    words=("log-sum-exp", "maximum", "bound"),
    derivation=derive_lower,
    source=Source("Boyd and Vandenberghe, Convex Optimization", "section 3.1.5"),
    survivors=(("the lower bound 1 becomes 0 in max", "there is no score 0, and a maximum passes over it"),),
)


def derive_upper() -> Iterator[Step]:
    """Each term is at most the largest."""
    yield Step(
        log(Sum(exp(largest), (j, 1, m))), because="each of the n terms is at most the largest", relation="<="
    )
    yield Step(largest + log(m), because="n equal terms; the logarithm of a product")


logsumexp_upper = Formula(
    title="The log-sum-exp is at most the maximum plus log n",
    kind=Kind.BOUND,
    statement=at_most(logsumexp(z), largest + log(m)),
    quantities=(logits,),
    assumptions=(),
    notations=(
        Notation(r"\log \sum_{i=1}^{n} \exp(z_i) \leq \max_i z_i + \log n"),
        Notation(r"\operatorname{logsumexp}(x) \leq \max_i x_i + \log(n)", letters=(("x", "z"),)),
    ),
    words=("log-sum-exp", "maximum", "bound"),
    derivation=derive_upper,
    source=Source("Boyd and Vandenberghe, Convex Optimization", "section 3.1.5"),
    survivors=(("the lower bound 1 becomes 0 in max", "there is no score 0, and a maximum passes over it"),),
)

TOPIC = Topic(
    "Sums",
    formulas=(
        geometric,
        geometric_terms,
        geometric_remainder,
        first_integers,
        first_squares,
        square,
        binomial_theorem,
        logsumexp_lower,
        logsumexp_upper,
    ),
)

"""Cover's function counting theorem: how many dichotomies of s points a hyperplane through the origin can make.

C(s, n) is the number of ways to label s points of R^n with two classes so that some hyperplane through the origin
separates the classes. For points in general position (every n of them linearly independent) it depends on s and n
alone. In R^0 nothing is separated: C(s, 0) = 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Integer, Lambda, Le, Sum, binomial

from derivations.operators import equal, indicator
from derivations.vocabulary import Cited, Formula, Kind, Notation, Quantity, Source, Step, Topic, bound_index, integers

points = Quantity("s", "number of points", domain=integers(1, 6))
dimension = Quantity("n", "dimension of the space", domain=integers(1, 4))
s, n = points.symbol, dimension.symbol
i, j, m, a, b = bound_index("i j m a b")


def lower_binomials(count: Any, size: Any) -> Any:
    """The sum of the first `size` binomial coefficients of `count` - 1: half of the number of dichotomies."""
    return Sum(binomial(count - 1, i), (i, 0, size - 1))


counting = Quantity(
    "C",
    "number of linearly separable dichotomies of s points in general position in R^n",
    value=Lambda((a, b), 2 * lower_binomials(a, b)),
)
C = counting.symbol
share = Quantity("P", "probability that a random dichotomy is linearly separable", value=Lambda((a, b), C(a, b) / 2**a))
P = share.symbol


def shattered(size: Any, most: Any) -> Quantity:
    """The number of m >= 1 for which all labelings of m points are separable: the largest, as they come first."""
    value = Sum(indicator(Eq(C(m, size), 2**m)), (m, 1, most))
    return Quantity("d_VC", "VC dimension: the largest number of points that are shattered", value=value)


vc = shattered(n, 2 * n).symbol

cover = "Cover, Geometrical and statistical properties of systems of linear inequalities (1965)"
shalev = "Shalev-Shwartz and Ben-David, Understanding Machine Learning (2014)"
cover_letters = (("N", "s"), ("d", "n"))
patterns = (("p", "s"), ("N", "n"))

recurrence = Formula(
    title="Recurrence of Cover's function counting theorem",
    kind=Kind.COUNTING,
    statement=equal(C(s + 1, n), C(s, n) + C(s, n - 1)),
    quantities=(points, dimension, counting),
    assumptions=(),
    notations=(
        Notation(r"C(s + 1, n) = C(s, n) + C(s, n - 1)"),
        Notation(r"C(N + 1, d) = C(N, d) + C(N, d - 1)", letters=cover_letters),
        Notation(r"C(p + 1, N) = C(p, N) + C(p, N - 1)", letters=patterns),
    ),
    words=("cover", "recurrence", "dichotomies", "linear separability"),
    derivation=Cited(f"{cover}, proof of theorem 1: a new point doubles the dichotomies with a separator through it"),
    source=Source(cover, "theorem 1"),
)


def derive_dichotomies() -> Iterator[Step]:
    """Solve the recurrence down to one point."""
    yield Step(
        Sum(binomial(s - 1, j) * C(1, n - j), (j, 0, s - 1)),
        because="apply C(s + 1, n) = C(s, n) + C(s, n - 1) until one point is left",
    )
    yield Step(2 * Sum(binomial(s - 1, i), (i, 0, n - 1)), because="C(1, n) = 2 for n >= 1, and nothing for n <= 0")


dichotomies = Formula(
    title="Cover's function counting theorem",
    kind=Kind.COUNTING,
    statement=equal(C(s, n), 2 * Sum(binomial(s - 1, i), (i, 0, n - 1))),
    quantities=(points, dimension, counting),
    assumptions=(),
    notations=(
        Notation(r"C(s, n) = 2 \sum_{i=0}^{n-1} \binom{s-1}{i}"),
        Notation(r"C(N, d) = 2 \sum_{k=0}^{d-1} \binom{N-1}{k}", letters=cover_letters),
        Notation(r"C(p, N) = 2 \sum_{k=0}^{N-1} {p-1 \choose k}", letters=patterns),
    ),
    words=("cover", "dichotomies", "function counting", "linear separability"),
    derivation=derive_dichotomies,
    source=Source(cover, "theorem 1"),
)


def derive_affine() -> Iterator[Step]:
    """A bias is one more dimension."""
    yield Step(C(s, n) + 2 * binomial(s - 1, n), because="with a coordinate 1 appended: the theorem has one term more")
    yield Step(2 * Sum(binomial(s - 1, i), (i, 0, n)), because="the term i = n joins the sum")


affine = Formula(
    title="Cover's function counting theorem for hyperplanes with a bias",
    kind=Kind.COUNTING,
    statement=equal(C(s, n + 1), 2 * Sum(binomial(s - 1, i), (i, 0, n))),
    quantities=(points, dimension, counting),
    assumptions=(),
    notations=(
        Notation(r"C(s, n + 1) = 2 \sum_{i=0}^{n} \binom{s-1}{i}"),
        Notation(r"C(N, d + 1) = 2 \sum_{k=0}^{d} \binom{N-1}{k}", letters=cover_letters),
    ),
    words=("cover", "dichotomies", "affine", "bias"),
    derivation=derive_affine,
    source=Source(cover, "theorem 1, in n + 1 dimensions"),
)


def derive_single_point() -> Iterator[Step]:
    """Only the first term of the sum is not 0."""
    yield Step(2 * Sum(binomial(0, i), (i, 0, n - 1)), because="the function counting theorem at s = 1")
    yield Step(Integer(2), because="of 0 one can choose 0 in one way, and more in none")


single_point = Formula(
    title="One point has both labels",
    kind=Kind.COUNTING,
    statement=equal(C(1, n), Integer(2)),
    quantities=(dimension, counting),
    assumptions=(),
    notations=(Notation(r"C(1, n) = 2"), Notation(r"C(1, d) = 2", letters=(("d", "n"),))),
    words=("cover", "dichotomies", "recurrence"),
    derivation=derive_single_point,
    source=Source(cover, "theorem 1"),
)


def derive_all_labelings() -> Iterator[Step]:
    """The sum runs over all subsets."""
    yield Step(2 * Sum(binomial(s - 1, i), (i, 0, s - 1)), because="terms beyond i = s - 1 <= n - 1 are 0")
    yield Step(2 * 2 ** (s - 1), because="a set of s - 1 elements has 2^(s-1) subsets")
    yield Step(2**s, because="collect the powers of 2")


all_labelings = Formula(
    title="Up to n points in general position are shattered",
    kind=Kind.COUNTING,
    statement=equal(C(s, n), 2**s),
    quantities=(points, dimension, counting),
    assumptions=(Le(s, n),),
    notations=(Notation(r"C(s, n) = 2^s"), Notation(r"C(N, d) = 2^N", letters=cover_letters)),
    words=("cover", "shattered", "dichotomies", "general position"),
    derivation=derive_all_labelings,
    source=Source(cover, "theorem 1"),
)


def derive_one_too_many() -> Iterator[Step]:
    """One subset is missing from the sum."""
    yield Step(2 * (Sum(binomial(n, i), (i, 0, n)) - 1), because="the sum lacks binomial(n, n) = 1 only")
    yield Step(2 * (2**n - 1), because="a set of n elements has 2^n subsets")
    yield Step(2 ** (n + 1) - 2, because="multiply out")


one_too_many = Formula(
    title="n + 1 points are not shattered: two labelings are missing",
    kind=Kind.COUNTING,
    statement=equal(C(n + 1, n), 2 ** (n + 1) - 2),
    quantities=(dimension, counting),
    assumptions=(),
    notations=(
        Notation(r"C(n + 1, n) = 2^{n+1} - 2"),
        Notation(r"C(d + 1, d) = 2(2^d - 1)", letters=(("d", "n"),)),
    ),
    words=("cover", "shattered", "dichotomies", "vc dimension"),
    derivation=derive_one_too_many,
    source=Source(cover, "theorem 1"),
)


def derive_capacity() -> Iterator[Step]:
    """Binomial coefficients are symmetric."""
    yield Step(2 * Sum(binomial(2 * n - 1, i), (i, 0, n - 1)), because="the function counting theorem at s = 2n")
    yield Step(Sum(binomial(2 * n - 1, i), (i, 0, 2 * n - 1)), because="the lower half of the row is the upper one")
    yield Step(2 ** (2 * n - 1), because="a set of 2n - 1 elements has 2^(2n-1) subsets")


capacity = Formula(
    title="Separating capacity: half of the dichotomies of 2n points",
    kind=Kind.COUNTING,
    statement=equal(C(2 * n, n), 2 ** (2 * n - 1)),
    quantities=(dimension, counting),
    assumptions=(),
    notations=(
        Notation(r"C(2n, n) = 2^{2n-1}"),
        Notation(r"C(2d, d) = \frac{1}{2} 2^{2d}", letters=(("d", "n"),)),
    ),
    words=("cover", "capacity", "dichotomies", "half"),
    derivation=derive_capacity,
    source=Source(cover, "separating capacity of a surface"),
)


def derive_probability() -> Iterator[Step]:
    """All 2^s labelings are equally likely."""
    yield Step(C(s, n) / 2**s, because="C(s, n) of 2^s equally likely labelings are separable")
    yield Step(2 ** (1 - s) * lower_binomials(s, n), because="the function counting theorem, 2/2^s = 2^(1-s)")


probability = Formula(
    title="Probability that a random dichotomy is linearly separable",
    kind=Kind.COUNTING,
    statement=equal(P(s, n), 2 ** (1 - s) * Sum(binomial(s - 1, i), (i, 0, n - 1))),
    quantities=(points, dimension, counting, share),
    assumptions=(),
    notations=(
        Notation(r"P(s, n) = 2^{1-s} \sum_{i=0}^{n-1} \binom{s-1}{i}"),
        Notation(r"P(N, d) = \left(\frac{1}{2}\right)^{N-1} \sum_{k=0}^{d-1} \binom{N-1}{k}", letters=cover_letters),
    ),
    words=("cover", "probability", "dichotomies", "linear separability"),
    derivation=derive_probability,
    source=Source(cover, "separability of random patterns"),
)


def derive_vc_dimension() -> Iterator[Step]:
    """Shattered are 1, …, n points."""
    yield Step(Sum(indicator(Le(m, n)), (m, 1, 2 * n)), because="C(m, n) = 2^m if m <= n, and less for m > n")
    yield Step(n, because="count m = 1, …, n")


vc_dimension = Formula(
    title="VC dimension of the hyperplanes through the origin",
    kind=Kind.COUNTING,
    statement=equal(vc, n),
    quantities=(dimension, counting, shattered(n, 2 * n)),
    assumptions=(),
    notations=(
        Notation(r"d_{\mathrm{VC}} = n"),
        Notation(r"\mathrm{VCdim} = d", letters=(("d", "n"), ("VCdim", "d_VC"))),
    ),
    words=("vc dimension", "shattered", "linear"),
    derivation=derive_vc_dimension,
    source=Source(shalev, "theorem 9.2"),
)


def derive_vc_dimension_affine() -> Iterator[Step]:
    """A bias is one more dimension."""
    yield Step(Sum(indicator(Le(m, n + 1)), (m, 1, 2 * n + 2)), because="C(m, n + 1) = 2^m if m <= n + 1, else less")
    yield Step(n + 1, because="count m = 1, …, n + 1")


vc_dimension_affine = Formula(
    title="VC dimension of the hyperplanes with a bias",
    kind=Kind.COUNTING,
    statement=equal(vc, n + 1),
    quantities=(dimension, counting, shattered(n + 1, 2 * n + 2)),
    assumptions=(),
    notations=(
        Notation(r"d_{\mathrm{VC}} = n + 1"),
        Notation(r"\mathrm{VCdim} = d + 1", letters=(("d", "n"), ("VCdim", "d_VC"))),
    ),
    words=("vc dimension", "shattered", "half-spaces", "bias"),
    derivation=derive_vc_dimension_affine,
    source=Source(shalev, "theorem 9.3"),
)

TOPIC = Topic(
    "Cover's function counting theorem",
    formulas=(
        recurrence,
        dichotomies,
        affine,
        single_point,
        all_labelings,
        one_too_many,
        capacity,
        probability,
        vc_dimension,
        vc_dimension_affine,
    ),
)

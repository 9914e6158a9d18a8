"""Inequalities between norms and inner products: Cauchy-Schwarz, Hölder with its equality case, Young, the triangle.

Exponents p and q are conjugate: 1/p + 1/q = 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Abs, Sum, exp, log, sign, sqrt

from derivations.operators import at, at_most, dot, entrywise, equal, norm, norm_p
from derivations.vocabulary import (
    POSITIVE,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
    interval,
)

steele = "Steele, The Cauchy-Schwarz Master Class"
entries = Size("n", "entries", largest=3)
first = Quantity("u", "a vector", shape=(entries,))
second = Quantity("v", "a vector", shape=(entries,))
exponent = Quantity("p", "exponent", domain=interval(Fraction(5, 4), 4))
n, u, v, p = entries.symbol, first.symbol, second.symbol, exponent.symbol
conjugate = Quantity("q", "conjugate exponent: 1/p + 1/q = 1", value=p / (p - 1))
q = conjugate.symbol
i = bound_index("i")
dual = (("p_star", "q"),)


def derive_cauchy_schwarz() -> Iterator[Step]:
    """A squared length, added, completes the product."""
    apart = norm(norm(v) * u - norm(u) * v) ** 2
    yield Step(
        dot(u, v) + apart / (2 * norm(u) * norm(v)), because="a squared length is not negative", relation="<="
    )
    yield Step(norm(u) * norm(v), because="expand the square: the inner products cancel")


cauchy_schwarz = Formula(
    title="Cauchy-Schwarz inequality",
    kind=Kind.BOUND,
    statement=at_most(dot(u, v), norm(u) * norm(v)),
    quantities=(first, second),
    assumptions=(),
    notations=(
        Notation(r"u^\top v \leq \|u\|_2 \|v\|_2"),
        Notation(r"\langle x, y \rangle \leq \|x\| \|y\|", letters=(("x", "u"), ("y", "v"))),
        Notation(r"\sum_{i=1}^{n} u_i v_i \leq \sqrt{\sum_{i=1}^{n} u_i^2} \sqrt{\sum_{i=1}^{n} v_i^2}"),
    ),
    words=("cauchy-schwarz", "inequality", "inner product"),
    derivation=derive_cauchy_schwarz,
    source=Source(steele, "chapter 1"),
)


def derive_absolute() -> Iterator[Step]:
    """The squared inner product, completed by a squared length."""
    yield Step(
        sqrt(dot(u, v) ** 2 + norm(norm(v) ** 2 * u - dot(u, v) * v) ** 2 / norm(v) ** 2),
        because="a squared length is not negative",
        relation="<=",
    )
    yield Step(norm(u) * norm(v), because="expand the square: the squared inner products cancel")


cauchy_schwarz_absolute = Formula(
    title="Cauchy-Schwarz inequality for the absolute value",
    kind=Kind.BOUND,
    statement=at_most(Abs(dot(u, v)), norm(u) * norm(v)),
    quantities=(first, second),
    assumptions=(),
    notations=(
        Notation(r"|\langle u, v \rangle| \leq \|u\| \|v\|"),
        Notation(r"|x^T y| \leq \|x\|_2 \|y\|_2", letters=(("x", "u"), ("y", "v"))),
    ),
    words=("cauchy-schwarz", "inequality", "inner product"),
    derivation=derive_absolute,
    source=Source(steele, "chapter 1"),
)


def derive_young() -> Iterator[Step]:
    """The exponential is convex."""
    yield Step(exp(log(a**p) / p + log(b**q) / q), because="the logarithm of a product; log(a^p) / p is log a")
    yield Step(
        a**p / p + b**q / q,
        because="the exponential is convex, and 1/p and 1/q are weights that add up to 1",
        relation="<=",
    )


left = Quantity("a", "a positive number", domain=POSITIVE)
right = Quantity("b", "a positive number", domain=POSITIVE)
a, b = left.symbol, right.symbol

young = Formula(
    title="Young's inequality",
    kind=Kind.BOUND,
    statement=at_most(a * b, a**p / p + b**q / q),
    quantities=(left, right, exponent, conjugate),
    assumptions=(),
    notations=(
        Notation(r"a b \leq \frac{a^p}{p} + \frac{b^q}{q}"),
        Notation(r"a b \leq \frac{1}{p} a^p + \frac{1}{p^*} b^{p^*}", letters=dual),
    ),
    words=("young", "inequality", "conjugate"),
    derivation=derive_young,
    source=Source(steele, "chapter 9"),
)

weight = Quantity("epsilon", "a positive weight", domain=POSITIVE)
one, other = Quantity("x", "a number"), Quantity("y", "a number")
epsilon, x, y = weight.symbol, one.symbol, other.symbol


def derive_weighted() -> Iterator[Step]:
    """A completed square is not negative."""
    yield Step(
        x * y + (sqrt(epsilon) * x - y / sqrt(epsilon)) ** 2 / 2, because="a square is not negative", relation="<="
    )
    yield Step(epsilon * x**2 / 2 + y**2 / (2 * epsilon), because="expand the square")


young_weighted = Formula(
    title="Young's inequality with a weight",
    kind=Kind.BOUND,
    statement=at_most(x * y, epsilon * x**2 / 2 + y**2 / (2 * epsilon)),
    quantities=(one, other, weight),
    assumptions=(),
    notations=(
        Notation(r"x y \leq \frac{\epsilon}{2} x^2 + \frac{1}{2\epsilon} y^2"),
        Notation(
            r"a b \leq \frac{\lambda a^2}{2} + \frac{b^2}{2\lambda}",
            letters=(("a", "x"), ("b", "y"), ("lambda", "epsilon")),
        ),
    ),
    words=("young", "peter-paul", "inequality"),
    derivation=derive_weighted,
    source=Source("Evans, Partial Differential Equations", "appendix B.2"),
)


def derive_holder() -> Iterator[Step]:
    """Young's inequality for each term, with both vectors scaled to norm 1."""
    scaled_u, scaled_v = Abs(at(u, i)) / norm_p(u, p), Abs(at(v, i)) / norm_p(v, q)
    yield Step(
        Sum(Abs(at(u, i)) * Abs(at(v, i)), (i, 1, n)), because="a number is at most its absolute value", relation="<="
    )
    yield Step(
        norm_p(u, p) * norm_p(v, q) * Sum(scaled_u**p / p + scaled_v**q / q, (i, 1, n)),
        because="Young's inequality for the entries of the scaled vectors",
        relation="<=",
    )
    yield Step(norm_p(u, p) * norm_p(v, q), because="the powers of the scaled entries add up to 1, and 1/p + 1/q = 1")


holder = Formula(
    title="Hölder's inequality",
    kind=Kind.BOUND,
    statement=at_most(dot(u, v), norm_p(u, p) * norm_p(v, q)),
    quantities=(first, second, exponent, conjugate),
    assumptions=(),
    notations=(
        Notation(r"u^\top v \leq \|u\|_p \|v\|_q"),
        Notation(r"\langle x, y \rangle \leq \|x\|_p \|y\|_{p^*}", letters=(("x", "u"), ("y", "v"), *dual)),
    ),
    words=("hölder", "holder", "inequality", "dual norm"),
    derivation=derive_holder,
    source=Source(steele, "chapter 9"),
)

products = Sum(Abs(at(u, i) * at(v, i)), (i, 1, n))


def derive_holder_sum() -> Iterator[Step]:
    """Hölder's inequality for the vectors of absolute values."""
    yield Step(dot(entrywise(Abs, u), entrywise(Abs, v)), because="the absolute value of a product")
    yield Step(
        norm_p(entrywise(Abs, u), p) * norm_p(entrywise(Abs, v), q), because="Hölder's inequality", relation="<="
    )
    yield Step(norm_p(u, p) * norm_p(v, q), because="a norm depends on the absolute values alone")


holder_sum = Formula(
    title="Hölder's inequality for the sum of absolute products",
    kind=Kind.BOUND,
    statement=at_most(products, norm_p(u, p) * norm_p(v, q)),
    quantities=(first, second, exponent, conjugate),
    assumptions=(),
    notations=(
        Notation(r"\sum_{i=1}^{n} |u_i v_i| \leq \|u\|_p \|v\|_q"),
        Notation(r"\|u \odot v\|_1 \leq \|u\|_p \|v\|_q"),
        Notation(
            r"\sum_{i=1}^{n} |x_i y_i| \leq \left(\sum_{i=1}^{n} |x_i|^p\right)^{1/p} "
            r"\left(\sum_{i=1}^{n} |y_i|^q\right)^{1/q}",
            letters=(("x", "u"), ("y", "v")),
        ),
    ),
    words=("hölder", "holder", "inequality"),
    derivation=derive_holder_sum,
    source=Source(steele, "chapter 9"),
)

factor = Quantity("gamma", "factor between the powers", domain=POSITIVE)
gamma = factor.symbol
aligned = Quantity(
    "v",
    "the vector with the signs of u and |v_i|^q = gamma |u_i|^p",
    shape=(entries,),
    value=entrywise(lambda t: sign(t) * (gamma * Abs(t) ** p) ** (1 / q), u),
)


def derive_equality() -> Iterator[Step]:
    """Both sides are the same multiple of the p-th power of the norm of u."""
    yield Step(
        Sum(Abs(at(u, i)) * (gamma * Abs(at(u, i)) ** p) ** (1 / q), (i, 1, n)), because="the signs agree"
    )
    yield Step(gamma ** (1 / q) * norm_p(u, p) ** p, because="1 + p/q = p")
    yield Step(
        norm_p(u, p) * norm_p(v, q), because="the q-norm of v is gamma^(1/q) times the (p/q)-th power of that of u"
    )


holder_equality = Formula(
    title="Equality in Hölder's inequality",
    kind=Kind.IDENTITY,
    statement=equal(dot(u, v), norm_p(u, p) * norm_p(v, q)),
    quantities=(first, aligned, factor, exponent, conjugate),
    assumptions=(),
    notations=(
        Notation(r"u^\top v = \|u\|_p \|v\|_q"),
        Notation(r"\langle x, y \rangle = \|x\|_p \|y\|_{p^*}", letters=(("x", "u"), ("y", "v"), *dual)),
    ),
    words=("hölder", "holder", "equality", "dual norm"),
    derivation=derive_equality,
    source=Source(steele, "chapter 9"),
)


def derive_triangle() -> Iterator[Step]:
    """Square, and use Cauchy-Schwarz for the mixed term."""
    yield Step(sqrt(norm(u) ** 2 + 2 * dot(u, v) + norm(v) ** 2), because="expand the square of the norm")
    yield Step(
        sqrt(norm(u) ** 2 + 2 * norm(u) * norm(v) + norm(v) ** 2), because="Cauchy-Schwarz inequality", relation="<="
    )
    yield Step(norm(u) + norm(v), because="the radicand is the square of the sum")


triangle = Formula(
    title="Triangle inequality",
    kind=Kind.BOUND,
    statement=at_most(norm(u + v), norm(u) + norm(v)),
    quantities=(first, second),
    assumptions=(),
    notations=(
        Notation(r"\|u + v\| \leq \|u\| + \|v\|"),
        Notation(r"\|x + y\|_2 \leq \|x\|_2 + \|y\|_2", letters=(("x", "u"), ("y", "v"))),
    ),
    words=("triangle inequality", "norm"),
    derivation=derive_triangle,
    source=Source(steele, "chapter 4"),
)


def derive_reverse() -> Iterator[Step]:
    """Square, and use Cauchy-Schwarz for the mixed term."""
    yield Step(sqrt(norm(u) ** 2 - 2 * norm(u) * norm(v) + norm(v) ** 2), because="the absolute value is a root")
    yield Step(
        sqrt(norm(u) ** 2 - 2 * dot(u, v) + norm(v) ** 2), because="Cauchy-Schwarz inequality", relation="<="
    )
    yield Step(norm(u - v), because="the radicand is the squared norm of the difference")


reverse_triangle = Formula(
    title="Reverse triangle inequality",
    kind=Kind.BOUND,
    statement=at_most(Abs(norm(u) - norm(v)), norm(u - v)),
    quantities=(first, second),
    assumptions=(),
    notations=(
        Notation(r"\left|\|u\| - \|v\|\right| \leq \|u - v\|"),
        Notation(r"\big| \|x\|_2 - \|y\|_2 \big| \leq \|x - y\|_2", letters=(("x", "u"), ("y", "v"))),
    ),
    words=("triangle inequality", "reverse", "norm"),
    derivation=derive_reverse,
    source=Source(steele, "chapter 4"),
)

TOPIC = Topic(
    "Inequalities of norms",
    formulas=(
        cauchy_schwarz,
        cauchy_schwarz_absolute,
        young,
        young_weighted,
        holder,
        holder_sum,
        holder_equality,
        triangle,
        reverse_triangle,
    ),
)

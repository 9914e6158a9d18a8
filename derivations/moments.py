"""Means, variances and covariances: the identities that every sheet takes for granted.

Random quantities live on a finite sample space with arbitrary weights; two that share a law vary jointly, two with
laws of their own are independent. What holds on every finite space holds wherever the moments exist.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Lambda, Symbol

from derivations.operators import equal, mean, vector_mean
from derivations.vocabulary import (
    Formula,
    Kind,
    Law,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
)

joint = Law("x")
wasserman = "Wasserman, All of Statistics"
murphy = Source("Murphy, Probabilistic Machine Learning: An Introduction", "section 2.2.5")


def random_number(name: str, law: Law = joint) -> Quantity:
    """A random number of the given law."""
    return Quantity(name, "a random number", law=law)


u, w = Symbol("u", real=True), Symbol("w", real=True)
variance_function = Quantity("Var", "the mean squared deviation", value=Lambda((u,), mean((u - mean(u)) ** 2)))
covariance_function = Quantity(
    "Cov", "the mean product of the deviations", value=Lambda((u, w), mean((u - mean(u)) * (w - mean(w))))
)
Var, Cov = variance_function.symbol, covariance_function.symbol
first, second = random_number("X"), random_number("Y")
third, fourth = random_number("W"), random_number("V")
alone = random_number("Y", Law("y"))  # independent of X
factors = tuple(Quantity(name, "a number") for name in "abcd")
X, Y, W, V = (quantity.symbol for quantity in (first, second, third, fourth))
a, b, c, d = (quantity.symbol for quantity in factors)
number_a, number_b, number_c, _ = factors


def derive_linearity() -> Iterator[Step]:
    """Take the weights apart."""
    yield Step(mean(a * X) + mean(b * Y) + mean(c), because="a sum of weighted sums is the weighted sum of the sums")
    yield Step(a * mean(X) + b * mean(Y) + c, because="constants come out, and the weights add up to 1")


linearity = Formula(
    title="Linearity of the expectation",
    kind=Kind.IDENTITY,
    statement=equal(mean(a * X + b * Y + c), a * mean(X) + b * mean(Y) + c),
    quantities=(number_a, number_b, number_c, first, second),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[a X + b Y + c] = a \mathbb{E}[X] + b \mathbb{E}[Y] + c"),
        Notation(r"\mathbb{E}(a X + b Y + c) = a \mathbb{E} X + b \mathbb{E} Y + c"),
    ),
    words=("expectation", "linearity"),
    derivation=derive_linearity,
    source=Source(wasserman, "theorem 3.11"),
)


def derive_variance() -> Iterator[Step]:
    """Expand the square under the mean."""
    yield Step(mean(X**2 - 2 * X * mean(X) + mean(X) ** 2), because="expand the square")
    yield Step(mean(X**2) - mean(X) ** 2, because="the expectation is linear, and E[X] is a number")


variance = Formula(
    title="Variance: mean of the square less the square of the mean",
    kind=Kind.IDENTITY,
    statement=equal(Var(X), mean(X**2) - mean(X) ** 2),
    quantities=(variance_function, first),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(X) = \mathbb{E}[X^2] - (\mathbb{E}[X])^2"),
        Notation(r"\operatorname{Var}(X) = \mathbb{E}[(X - \mathbb{E}X)^2] = \mathbb{E}[X^2] - (\mathbb{E}X)^2"),
        Notation(r"\operatorname{Var}(X) = \mathbb{E}[X^2] - \mathbb{E}[X]^2"),
        Notation(r"\operatorname{var}[x] = \mathbb{E}[x^2] - (\mathbb{E}[x])^2", letters=(("x", "X"),)),
    ),
    words=("variance", "covariance"),
    derivation=derive_variance,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 1.40"),
)


def derive_affine() -> Iterator[Step]:
    """The shift cancels, the factor comes out squared."""
    yield Step(mean((a * (X - mean(X))) ** 2), because="the mean of a X + b is a E[X] + b, so that b cancels")
    yield Step(a**2 * mean((X - mean(X)) ** 2), because="the square of the factor comes out of the mean")


variance_affine = Formula(
    title="Variance of an affine function",
    kind=Kind.IDENTITY,
    statement=equal(Var(a * X + b), a**2 * Var(X)),
    quantities=(variance_function, number_a, number_b, first),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(a X + b) = a^2 \operatorname{Var}(X)"),
        Notation(r"\operatorname{var}[a x + b] = a^2 \operatorname{var}[x]", letters=(("x", "X"),)),
    ),
    words=("variance", "affine", "scaling"),
    derivation=derive_affine,
    source=Source(wasserman, "theorem 3.15"),
    survivors=(
        ("the summand b", "a constant does not change the variance"),
        ("a factor 2 in front of b", "a constant does not change the variance"),
        ("a factor 1/2 in front of b", "a constant does not change the variance"),
        ("the summand a*X changes its sign", "b - a X has the same variance as a X + b"),
    ),
)


def derive_covariance() -> Iterator[Step]:
    """Expand the product under the mean."""
    yield Step(mean(X * Y - X * mean(Y) - Y * mean(X) + mean(X) * mean(Y)), because="expand the product")
    yield Step(mean(X * Y) - mean(X) * mean(Y), because="the expectation is linear, and the means are numbers")


covariance = Formula(
    title="Covariance of two random numbers",
    kind=Kind.IDENTITY,
    statement=equal(Cov(X, Y), mean(X * Y) - mean(X) * mean(Y)),
    quantities=(covariance_function, first, second),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Cov}(X, Y) = \mathbb{E}[X Y] - \mathbb{E}[X]\mathbb{E}[Y]"),
        Notation(
            r"\operatorname{cov}[x, y] = \mathbb{E}[x y] - \mathbb{E}[x]\mathbb{E}[y]",
            letters=(("x", "X"), ("y", "Y")),
        ),
    ),
    words=("covariance", "variance"),
    derivation=derive_covariance,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 1.41"),
)

rows = Size("n", "entries of X", largest=4)
columns = Size("m", "entries of Y", largest=3)
first_vector = Quantity("X", "a random vector", shape=(rows,), law=joint)
second_vector = Quantity("Y", "a random vector", shape=(columns,), law=joint)
x, y = first_vector.symbol, second_vector.symbol
cross = (x - vector_mean(x)) * (y - vector_mean(y)).T
matrix = Quantity("C", "covariance matrix of X and Y", shape=(rows, columns), value=vector_mean(cross))


def derive_covariance_matrix() -> Iterator[Step]:
    """Expand the outer product under the mean."""
    yield Step(
        vector_mean(x * y.T - x * vector_mean(y).T - vector_mean(x) * y.T + vector_mean(x) * vector_mean(y).T),
        because="expand the product",
    )
    yield Step(
        vector_mean(x * y.T) - vector_mean(x) * vector_mean(y).T,
        because="the expectation is linear, and the means are constant",
    )


covariance_matrix = Formula(
    title="Covariance matrix of two random vectors",
    kind=Kind.IDENTITY,
    statement=equal(matrix.symbol, vector_mean(x * y.T) - vector_mean(x) * vector_mean(y).T),
    quantities=(matrix, first_vector, second_vector),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Cov}(X, Y) = \mathbb{E}[X Y^\top] - \mathbb{E}[X]\mathbb{E}[Y^\top]"),
        Notation(
            r"\operatorname{Cov}(X, Y) = \mathbb{E}[(X - \mathbb{E}X)(Y - \mathbb{E}Y)^T] "
            r"= \mathbb{E}[X Y^T] - \mathbb{E}[X]\mathbb{E}[Y]^T"
        ),
        Notation(
            r"\operatorname{cov}[x, y] = \mathbb{E}[x y^T] - \mathbb{E}[x]\mathbb{E}[y^T]",
            letters=(("x", "X"), ("y", "Y")),
        ),
    ),
    words=("covariance", "covariance matrix"),
    derivation=derive_covariance_matrix,
    source=Source("Bishop, Pattern Recognition and Machine Learning", "equation 1.42"),
)


def derive_bilinearity() -> Iterator[Step]:
    """Deviations are linear; expand their product."""
    left = a * (X - mean(X)) + b * (Y - mean(Y))
    right = c * (W - mean(W)) + d * (V - mean(V))
    yield Step(mean(left * right), because="the deviation of a sum is the sum of the deviations")
    yield Step(bilinear, because="expand the product; the expectation is linear")


bilinear = (
    a * c * Cov(X, W)
    + a * d * Cov(X, V)
    + b * c * Cov(Y, W)
    + b * d * Cov(Y, V)
)

bilinearity = Formula(
    title="Bilinearity of the covariance",
    kind=Kind.IDENTITY,
    statement=equal(Cov(a * X + b * Y, c * W + d * V), bilinear),
    quantities=(covariance_function, *factors, first, second, third, fourth),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{Cov}(aX + bY, cW + dV) = ac\operatorname{Cov}(X, W) + ad\operatorname{Cov}(X, V) "
            r"+ bc\operatorname{Cov}(Y, W) + bd\operatorname{Cov}(Y, V)"
        ),
        Notation(
            r"\operatorname{cov}(aX + bY, cZ + dU) = ac\operatorname{cov}(X, Z) + ad\operatorname{cov}(X, U) "
            r"+ bc\operatorname{cov}(Y, Z) + bd\operatorname{cov}(Y, U)",
            letters=(("Z", "W"), ("U", "V")),
        ),
    ),
    words=("covariance", "bilinearity", "bilinear"),
    derivation=derive_bilinearity,
    source=murphy,
)


def derive_sum() -> Iterator[Step]:
    """Expand the square of the sum of two deviations."""
    deviations = (X - mean(X)) ** 2 + (Y - mean(Y)) ** 2 + 2 * (X - mean(X)) * (Y - mean(Y))
    yield Step(mean(deviations), because="the deviation of the sum is the sum of the deviations; expand its square")
    yield Step(Var(X) + Var(Y) + 2 * Cov(X, Y), because="the expectation is linear")


variance_of_sum = Formula(
    title="Variance of a sum",
    kind=Kind.IDENTITY,
    statement=equal(Var(X + Y), Var(X) + Var(Y) + 2 * Cov(X, Y)),
    quantities=(variance_function, covariance_function, first, second),
    assumptions=(),
    notations=(
        Notation(
            r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y) + 2 \operatorname{Cov}(X, Y)"
        ),
        Notation(
            r"\operatorname{var}[x + y] = \operatorname{var}[x] + \operatorname{var}[y] + 2\operatorname{cov}[x, y]",
            letters=(("x", "X"), ("y", "Y")),
        ),
    ),
    words=("variance", "sum", "covariance"),
    derivation=derive_sum,
    source=Source(wasserman, "theorem 3.20"),
)


raw_variance = Quantity("Var", "mean square less squared mean", value=Lambda((u,), mean(u**2) - mean(u) ** 2))


def derive_independent_sum() -> Iterator[Step]:
    """Expand both squares; the mixed terms are equal."""
    mixed = 2 * mean(X) * mean(Y)
    yield Step(
        mean(X**2) + mean(Y**2) + mixed - (mean(X) ** 2 + mean(Y) ** 2 + mixed),
        because="expand both squares; independent factors have the product of their means as mean",
    )
    yield Step(Var(X) + Var(Y), because="mean of the square less square of the mean, twice")


variance_of_independent_sum = Formula(
    title="Variance of a sum of independent random numbers",
    kind=Kind.IDENTITY,
    statement=equal(Var(X + Y), Var(X) + Var(Y)),
    quantities=(raw_variance, first, alone),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{Var}(X + Y) = \operatorname{Var}(X) + \operatorname{Var}(Y)"),
        Notation(
            r"\operatorname{var}[x + z] = \operatorname{var}[x] + \operatorname{var}[z]",
            letters=(("x", "X"), ("z", "Y")),
        ),
    ),
    words=("variance", "independent", "sum"),
    derivation=derive_independent_sum,
    source=Source(wasserman, "theorem 3.15"),
    survivors=(
        ("the summand Y changes its sign", "X - Y has the same variance: the covariance is 0"),
        ("the summand X changes its sign", "Y - X has the same variance: the covariance is 0"),
    ),
)


def derive_product() -> Iterator[Step]:
    """The mean of a mean: first over Y, then over X."""
    yield Step(mean(X * mean(Y)), because="the weights of independent quantities multiply; sum over Y first")
    yield Step(mean(X) * mean(Y), because="the mean of Y is a number")


expectation_of_product = Formula(
    title="Expectation of a product of independent random numbers",
    kind=Kind.IDENTITY,
    statement=equal(mean(X * Y), mean(X) * mean(Y)),
    quantities=(first, alone),
    assumptions=(),
    notations=(
        Notation(r"\mathbb{E}[X Y] = \mathbb{E}[X]\mathbb{E}[Y]"),
        Notation(r"\mathbb{E}(X Y) = \mathbb{E}(X) \cdot \mathbb{E}(Y)"),
    ),
    words=("expectation", "independent", "product"),
    derivation=derive_product,
    source=Source(wasserman, "theorem 3.13"),
)

TOPIC = Topic(
    "Means, variances and covariances",
    formulas=(
        linearity,
        variance,
        variance_affine,
        covariance,
        covariance_matrix,
        bilinearity,
        variance_of_sum,
        variance_of_independent_sum,
        expectation_of_product,
    ),
)

"""The best reconstruction from a short code: principal components (Eckart and Young).

The inputs X have the singular value decomposition X = sigma_1 u_1 v_1' + … + sigma_n u_n v_n', the largest singular
value first; X_m keeps the first m terms. The singular values are sums of positive gaps, which puts them in order.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse, Sum, Transpose

from derivations.operators import at, at_most, column, equal, norm, row, vector_sum
from derivations.vocabulary import (
    ORTHOGONAL,
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
    integers,
)

eckart = "Eckart and Young 1936, The Approximation of One Matrix by Another of Lower Rank"
features = Size("n", "features", smallest=2, largest=3)
samples = Size("s", "samples", smallest=3, largest=4)
units = Size("m", "code units", largest=2)
n, s, m = features.symbol, samples.symbol, units.symbol
i, j = bound_index("i j")
left = Quantity("u", "left singular vectors, one in each row", shape=(features, features), domain=ORTHOGONAL)
right = Quantity("v", "right singular vectors, one in each row", shape=(samples, samples), domain=ORTHOGONAL)
gaps = Quantity("g", "by how much each singular value exceeds the next", shape=(features,), domain=POSITIVE)
u, v, g = left.symbol, right.symbol, gaps.symbol
strengths = Quantity(
    "sigma",
    "singular values, largest first",
    shape=(features,),
    value=vector_sum(Sum(at(g, j), (j, i, n)) * column(Identity(n), i), i, 1, n),
)
sigma = strengths.symbol
mode = at(sigma, i) * row(u, i) * Transpose(row(v, i))
inputs = Quantity("X", "the inputs", shape=(features, samples), value=vector_sum(mode, i, 1, n))
truncated = Quantity("X_m", "the first m terms", shape=(features, samples), value=vector_sum(mode, i, 1, m))
X, X_m = inputs.symbol, truncated.symbol
selected = Quantity(
    "D",
    "the first m left singular vectors",
    shape=(features, units),
    value=vector_sum(row(u, i) * Transpose(column(Identity(m), i)), i, 1, m),
)
D = selected.symbol
encoder = Quantity("C", "the encoder", shape=(units, features), value=Transpose(D))
C = encoder.symbol
decomposition = (inputs, truncated, strengths, gaps, left, right)


def derive_solution() -> Iterator[Step]:
    """The projection keeps the singular vectors that it contains and removes the others."""
    yield Step(
        vector_sum(at(sigma, i) * D * Transpose(D) * row(u, i) * Transpose(row(v, i)), i, 1, n),
        because="put the singular value decomposition in",
    )
    yield Step(X_m, because="D D' u_i is u_i for i up to m, and 0 for the others: the vectors are orthonormal")


autoencoder_solution = Formula(
    title="A linear autoencoder of singular vectors truncates the singular value decomposition",
    kind=Kind.IDENTITY,
    statement=equal(D * C * X, X_m),
    quantities=(selected, encoder, *decomposition),
    assumptions=(),
    notations=(
        Notation(r"DCX = X_m"),
        Notation(r"U_m U_m^\top X = X_m", letters=(("U_m", "D"),)),
    ),
    words=("linear autoencoder", "principal components", "pca", "optimal"),
    derivation=derive_solution,
    source=Source("Baldi and Hornik 1989, Neural Networks and Principal Component Analysis", "fact 4"),
)


kept = Quantity("m", "how many terms are kept", domain=integers(1, 2))
cut = kept.symbol
few_terms = Quantity("X_m", "the first m terms", shape=(features, samples), value=vector_sum(mode, i, 1, cut))


def derive_truncation() -> Iterator[Step]:
    """The terms are orthogonal to each other."""
    yield Step(norm(vector_sum(mode, i, cut + 1, n)) ** 2, because="the terms after the first m are left")
    yield Step(Sum(at(sigma, i) ** 2, (i, cut + 1, n)), because="the matrices u_i v_i' are orthonormal")


truncation_error = Formula(
    title="Error of a truncated singular value decomposition",
    kind=Kind.IDENTITY,
    statement=equal(norm(X - X_m) ** 2, Sum(at(sigma, i) ** 2, (i, cut + 1, n))),
    quantities=(inputs, few_terms, kept, strengths, gaps, left, right),
    assumptions=(),
    notations=(
        Notation(r"\|X - X_m\|_F^2 = \sum_{i=m+1}^{n} \sigma_i^2"),
        Notation(
            r"\|A - A_k\|_F^2 = \sum_{j=k+1}^{r} \sigma_j^2",
            letters=(("A", "X"), ("A_k", "X_m"), ("k", "m"), ("r", "n")),
        ),
    ),
    words=("eckart-young", "singular value decomposition", "low rank"),
    derivation=derive_truncation,
    source=Source(eckart, "section 2"),
)

tall = Quantity("D", "the decoder", shape=(features, units))
wide = Quantity("C", "the encoder", shape=(units, features))
projection = tall.symbol * Inverse(Transpose(tall.symbol) * tall.symbol) * Transpose(tall.symbol)


def derive_eckart_young() -> Iterator[Step]:
    """Project on the columns of the decoder, and bound what a projection keeps."""
    yield Step(Sum(at(sigma, i) ** 2, (i, m + 1, n)), because="error of the truncated decomposition")
    yield Step(
        norm(X) ** 2 - norm(projection * X) ** 2,
        because="a projection of rank m keeps at most the m largest squared singular values (Ky Fan)",
        relation="<=",
    )
    yield Step(norm(X - projection * X) ** 2, because="Pythagoras")
    yield Step(
        norm(X - D * C * X) ** 2,
        because="no point of the decoder's column space is closer than the projection",
        relation="<=",
    )


eckart_young = Formula(
    title="No reconstruction from m code units is better than the first m principal components",
    kind=Kind.BOUND,
    statement=at_most(norm(X - X_m) ** 2, norm(X - D * C * X) ** 2),
    quantities=(tall, wide, *decomposition),
    assumptions=(),
    notations=(
        Notation(r"\|X - X_m\|_F^2 \leq \|X - DCX\|_F^2"),
        Notation(
            r"\|A - A_k\|_F^2 \leq \|A - W_2 W_1 A\|_F^2",
            letters=(("A", "X"), ("A_k", "X_m"), ("W_2", "D"), ("W_1", "C"), ("k", "m")),
        ),
    ),
    words=("eckart-young", "linear autoencoder", "principal components", "low rank"),
    derivation=derive_eckart_young,
    source=Source(eckart, "section 2"),
)

codes = Quantity("B", "codes, one for each sample", shape=(units, samples))
B = codes.symbol


def derive_low_rank() -> Iterator[Step]:
    """Project on the columns of the first factor, and bound what a projection keeps."""
    yield Step(Sum(at(sigma, i) ** 2, (i, m + 1, n)), because="error of the truncated decomposition")
    yield Step(
        norm(X - projection * X) ** 2,
        because="a projection of rank m keeps at most the m largest squared singular values (Ky Fan)",
        relation="<=",
    )
    yield Step(
        norm(X - tall.symbol * B) ** 2,
        because="no point of the column space is closer than the projection",
        relation="<=",
    )


low_rank = Formula(
    title="Eckart-Young theorem: no matrix of rank m is closer than the truncated singular value decomposition",
    kind=Kind.BOUND,
    statement=at_most(norm(X - X_m) ** 2, norm(X - tall.symbol * B) ** 2),
    quantities=(tall, codes, *decomposition),
    assumptions=(),
    notations=(
        Notation(r"\|X - X_m\|_F^2 \leq \|X - DB\|_F^2"),
        Notation(
            r"\|A - A_k\|_F^2 \leq \|A - LR\|_F^2",
            letters=(("A", "X"), ("A_k", "X_m"), ("L", "D"), ("R", "B"), ("k", "m")),
        ),
    ),
    words=("eckart-young", "low rank", "singular value decomposition"),
    derivation=derive_low_rank,
    source=Source(eckart, "section 2"),
)

TOPIC = Topic("Principal components", formulas=(autoencoder_solution, truncation_error, eckart_young, low_rank))

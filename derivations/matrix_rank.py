"""The rank of a matrix, and what a narrow layer in the middle does to it.

The rank is counted by the elementary symmetric functions e_1, e_2, e_3 of the eigenvalues of M M': e_k is the sum of
the squares of all k×k minors of M, so that the rank is the number of k with e_k > 0. No matrix here has a rank above 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Gt, Lambda, MatrixSymbol, Min, Trace

from derivations.operators import at_most, indicator
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, integers

horn = "Horn and Johnson, Matrix Analysis"
outputs = Size("n", "outputs", smallest=2, largest=3)
units = Size("m", "code units", largest=2)
samples = Size("s", "samples", smallest=2, largest=3)
n, m, s = outputs.symbol, units.symbol, samples.symbol
few = integers(-1, 1)
decoder = Quantity("D", "the decoder", shape=(outputs, units), domain=few)
encoder = Quantity("C", "the encoder", shape=(units, outputs), domain=few)
inputs = Quantity("X", "the inputs", shape=(outputs, samples), domain=few)
D, C, X = decoder.symbol, encoder.symbol, inputs.symbol
M = MatrixSymbol("M", n, s)


def counted(matrix: Any) -> Any:
    """The number of positive elementary symmetric functions of the eigenvalues of M M'."""
    gram = matrix * matrix.T
    t_1, t_2, t_3 = Trace(gram), Trace(gram * gram), Trace(gram * gram * gram)
    twice, six_times = t_1**2 - t_2, t_1**3 - 3 * t_1 * t_2 + 2 * t_3
    return indicator(Gt(t_1, 0)) + indicator(Gt(twice, 0)) + indicator(Gt(six_times, 0))


rank_function = Quantity("rank", "rank of a matrix", value=Lambda((M,), counted(M)))
rank = rank_function.symbol


def derive_product() -> Iterator[Step]:
    """The columns of a product are combinations of those of the first factor, its rows of those of the second."""
    yield Step(Min(rank(D * C), rank(C), evaluate=False), because="the rows of DC are combinations of the rows of C")
    yield Step(
        Min(rank(C), rank(D), evaluate=False),
        because="the columns of DC are combinations of the columns of D",
        relation="<=",
    )


product_rank = Formula(
    title="The rank of a product is at most that of each factor",
    kind=Kind.BOUND,
    statement=at_most(rank(D * C), Min(rank(C), rank(D), evaluate=False)),
    quantities=(decoder, encoder, rank_function),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{rank}(DC) \leq \min\{\operatorname{rank}(C), \operatorname{rank}(D)\}"),
        Notation(
            r"\operatorname{rank}(AB) \leq \min(\operatorname{rank}(A), \operatorname{rank}(B))",
            letters=(("A", "D"), ("B", "C")),
        ),
    ),
    words=("rank", "product", "linear autoencoder"),
    derivation=derive_product,
    source=Source(horn, "section 0.4.5"),
)


def derive_bottleneck() -> Iterator[Step]:
    """The rank of the decoder is at most the number of its columns."""
    yield Step(rank(D), because="a product has at most the rank of its first factor", relation="<=")
    yield Step(m, because="the decoder has m columns", relation="<=")


bottleneck_rank = Formula(
    title="The outputs of a linear autoencoder have at most the rank of its code",
    kind=Kind.BOUND,
    statement=at_most(rank(D * C * X), m),
    quantities=(decoder, encoder, inputs, rank_function),
    assumptions=(),
    notations=(
        Notation(r"\operatorname{rank}(DCX) \leq m"),
        Notation(r"\operatorname{rank}(W_2 W_1 X) \leq k", letters=(("W_2", "D"), ("W_1", "C"), ("k", "m"))),
    ),
    words=("rank", "bottleneck", "linear autoencoder", "code"),
    derivation=derive_bottleneck,
    source=Source(horn, "section 0.4.5"),
)

TOPIC = Topic("Rank of a matrix", formulas=(product_rank, bottleneck_rank))

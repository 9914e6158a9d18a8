"""Graph convolutional networks: degrees, the normalised adjacency matrix, and a layer that mixes neighbours.

A is the symmetric adjacency matrix of a graph with weights at least 0. Self-loops give Ã = A + I with the degrees
d̃_i = 1 + Σ_j a_ij, and Q = D̃^(-1/2) Ã D̃^(-1/2) mixes the columns of the features X, one column for each node.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Identity, KroneckerDelta, MatMul, Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, column, diagonal_matrix, dot, entrywise, equal, relu, row, vector_sum
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
    free_index,
)

kipf = "Kipf and Welling 2017, Semi-supervised classification with graph convolutional networks"
weighted = Domain("symmetric with entries at least 0", low=Fraction(0), structure="symmetric")

nodes = Size("n", "nodes", largest=4)
features = Size("d", "features of a node", largest=3)
outputs = Size("m", "features of a node after the layer", largest=5)
n, d, m = nodes.symbol, features.symbol, outputs.symbol
adjacency = Quantity("A", "adjacency matrix", shape=(nodes, nodes), domain=weighted)
A = adjacency.symbol
looped = Quantity("A_tilde", "adjacency matrix with self-loops", shape=(nodes, nodes), value=A + Identity(n))
A_tilde = looped.symbol
degrees = Quantity("d_tilde", "degrees with self-loops", shape=(nodes,), value=A_tilde * OneMatrix(n, 1))
d_tilde = degrees.symbol
inverse_roots = Quantity(
    "S",
    "diagonal matrix of the reciprocal roots of the degrees",
    shape=(nodes, nodes),
    value=diagonal_matrix(entrywise(lambda u: 1 / sqrt(u), d_tilde)),
)
S = inverse_roots.symbol
mixing = Quantity("Q", "normalised adjacency matrix", shape=(nodes, nodes), value=S * A_tilde * S)
Q = mixing.symbol
first, second, feature = free_index("i", nodes), free_index("j", nodes), free_index("f", features)
i, j, f = first.symbol, second.symbol, feature.symbol
k = bound_index("k")
graph = (adjacency, looped, degrees)
normalised = (*graph, inverse_roots, mixing)


def derive_degree() -> Iterator[Step]:
    """A row sum."""
    yield Step(Sum(at(A, i, k) + KroneckerDelta(i, k), (k, 1, n)), because="the degree is the sum of a row of A + I")
    yield Step(1 + Sum(at(A, i, k), (k, 1, n)), because="the identity adds 1 to each row")


degree = Formula(
    title="Degree of a node with its self-loop",
    kind=Kind.DEFINITION,
    statement=equal(at(d_tilde, i), 1 + Sum(at(A, i, k), (k, 1, n))),
    quantities=(*graph, first),
    assumptions=(),
    notations=(
        Notation(r"\tilde{d}_i = 1 + \sum_j a_{ij}", (("a", "A"),)),
        Notation(r"d_i = 1 + \sum_{j=1}^n A_{ij}", (("d", "d_tilde"),)),
    ),
    words=("graph", "degree", "self-loop", "gcn"),
    derivation=derive_degree,
    source=Source(kipf, "section 2, equation 2"),
)


def derive_entry() -> Iterator[Step]:
    """Diagonal factors scale rows and columns."""
    yield Step(at(S, i, i) * at(A_tilde, i, j) * at(S, j, j), because="diagonal factors scale row i and column j")
    yield Step(
        (at(A, i, j) + KroneckerDelta(i, j)) / sqrt(at(d_tilde, i) * at(d_tilde, j)), because="entries of the factors"
    )


entry = Formula(
    title="Entry of the normalised adjacency matrix",
    kind=Kind.IDENTITY,
    statement=equal(at(Q, i, j), (at(A, i, j) + KroneckerDelta(i, j)) / sqrt(at(d_tilde, i) * at(d_tilde, j))),
    quantities=(*normalised, first, second),
    assumptions=(),
    notations=(
        Notation(
            r"q_{ij} = \frac{a_{ij} + \delta_{ij}}{\sqrt{\tilde{d}_i \tilde{d}_j}}", (("q", "Q"), ("a", "A"))
        ),
        Notation(r"Q_{ij} = \frac{\tilde{A}_{ij}}{\sqrt{\tilde{d}_i} \sqrt{\tilde{d}_j}}"),
    ),
    words=("graph", "gcn", "normalised adjacency", "degree"),
    derivation=derive_entry,
    source=Source(kipf, "section 2, equation 2"),
    survivors=(("the subscripts of Q", "Q is symmetric because A is"),),
)



def derive_normalisation() -> Iterator[Step]:
    """The definition, with the self-loops and the degrees written out."""
    root = diagonal_matrix(entrywise(lambda u: 1 / sqrt(u), d_tilde))
    yield Step(MatMul(S, A_tilde, S), because="definition")
    yield Step(MatMul(root, A_tilde, root), because="the diagonal matrix of the reciprocal roots")


normalisation = Formula(
    title="Normalised adjacency matrix",
    kind=Kind.DEFINITION,
    statement=equal(
        Q,
        MatMul(
            diagonal_matrix(entrywise(lambda u: 1 / sqrt(u), d_tilde)),
            A_tilde,
            diagonal_matrix(entrywise(lambda u: 1 / sqrt(u), d_tilde)),
        ),
    ),
    quantities=normalised,
    assumptions=(),
    notations=(
        Notation(r"Q = \operatorname{diag}(\tilde{d}^{-1/2}) \tilde{A} \operatorname{diag}(\tilde{d}^{-1/2})"),
        Notation(
            r"\hat{A} = \operatorname{diag}(d^{-1/2}) (A + I) \operatorname{diag}(d^{-1/2})",
            (("A_hat", "Q"), ("d", "d_tilde")),
        ),
    ),
    words=("graph", "gcn", "normalised adjacency", "renormalization trick"),
    derivation=derive_normalisation,
    source=Source(kipf, "section 2.2"),
)

matrix = Quantity("Q", "matrix that mixes the nodes", shape=(nodes, nodes))
signals = Quantity("X", "features, one column for each node", shape=(features, nodes))
mixer, X = matrix.symbol, signals.symbol


def derive_mixed_entry() -> Iterator[Step]:
    """An entry of a product."""
    yield Step(dot(row(X, f), column(mixer, j)), because="row f of X times column j of Q")
    yield Step(Sum(at(X, f, k) * at(mixer, k, j), (k, 1, n)), because="write the inner product out")


mixed_entry = Formula(
    title="Entry of the mixed features",
    kind=Kind.IDENTITY,
    statement=equal(at(X * mixer, f, j), Sum(at(X, f, k) * at(mixer, k, j), (k, 1, n))),
    quantities=(signals, matrix, feature, second),
    assumptions=(),
    notations=(
        Notation(
            r"(X Q)_{ij} = \sum_{k=1}^n x_{ik} q_{kj}",
            (("i", "f"), ("x", "X"), ("q", "Q"), ("X", "X"), ("Q", "Q")),
        ),
        Notation(r"(X Q)_{ij} = \sum_{k} X_{ik} Q_{kj}", (("i", "f"),)),
    ),
    words=("graph", "gcn", "mixing", "neighborhood"),
    derivation=derive_mixed_entry,
    source=Source(kipf, "section 2"),
)


def derive_mixed_column() -> Iterator[Step]:
    """A product with a column combines columns."""
    yield Step(X * column(mixer, j), because="a column of a product")
    yield Step(
        vector_sum(at(mixer, k, j) * column(X, k), k, 1, n), because="a product with a vector combines the columns"
    )


mixed_column = Formula(
    title="Mixed features of one node",
    kind=Kind.IDENTITY,
    statement=equal(column(X * mixer, j), vector_sum(at(mixer, k, j) * column(X, k), k, 1, n)),
    quantities=(signals, matrix, second),
    assumptions=(),
    notations=(
        Notation(
            r"(X Q)_{\bullet j} = \sum_{k=1}^n q_{kj} x_{\bullet k}",
            (("x", "X"), ("q", "Q"), ("X", "X"), ("Q", "Q")),
        ),
        Notation(r"(X Q)_{\bullet j} = \sum_k Q_{kj} X_{\bullet k}"),
    ),
    words=("graph", "gcn", "mixing", "neighborhood"),
    derivation=derive_mixed_column,
    source=Source(kipf, "section 2"),
)

weights = Quantity("W", "weights of the layer", shape=(outputs, features))
W = weights.symbol
hidden = Quantity("Y", "features after the layer", shape=(outputs, nodes))


def derive_layer() -> Iterator[Step]:
    """The definition."""
    mixed = MatMul(X, mixer, evaluate=False)
    yield Step(
        entrywise(relu, MatMul(W, mixed, evaluate=False)), because="mix the nodes, then the same dense layer for each"
    )
    yield Step(entrywise(relu, MatMul(W, X, mixer)), because="products are associative")


layer = Formula(
    title="Layer of a graph convolutional network",
    kind=Kind.DEFINITION,
    statement=equal(hidden.symbol, entrywise(relu, MatMul(W, X, mixer))),
    quantities=(hidden, weights, signals, matrix),
    assumptions=(),
    notations=(
        Notation(r"\mathbf{X}^{l+1} = \sigma(\mathbf{W} \mathbf{X} \mathbf{Q})", (("sigma", "relu"),)),
        Notation(r"Y = \operatorname{ReLU}(W X Q)"),
    ),
    words=("graph", "gcn", "layer"),
    derivation=derive_layer,
    source=Source(kipf, "section 2, equation 2"),
)

TOPIC = Topic(
    "Graph convolutional networks", formulas=(degree, normalisation, entry, mixed_entry, mixed_column, layer)
)

"""Polynomial filters of a graph: filters that commute with its matrix, and the filter of first order.

A = U diag(lambda) U' is a symmetric matrix with distinct eigenvalues. A matrix commutes with A exactly if it has the
same eigenvectors; it is then the polynomial of A that takes the eigenvalues of A to its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Inverse, MatAdd, MatMul, Ne, Transpose

from derivations.graph_filters import B, T, connections, d, plain_degrees, plain_root, plain_roots
from derivations.graph_networks import kipf, n
from derivations.operators import at, diagonal_matrix, equal, tabulated
from derivations.vocabulary import ORTHOGONAL, Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index

sandryhaila = "Sandryhaila and Moura 2013, Discrete signal processing on graphs"
nodes = Size("n", "nodes", smallest=3, largest=3)
N = nodes.symbol
square = (nodes, nodes)
vectors = Quantity("U", "eigenvectors of A, the columns", shape=square, domain=ORTHOGONAL)
values = Quantity("lambda", "eigenvalues of A", shape=(nodes,))
responses = Quantity("h", "eigenvalues of the filter", shape=(nodes,))
U, lam, h = vectors.symbol, values.symbol, responses.symbol
graph = Quantity("A", "matrix of the graph", shape=square, value=U * diagonal_matrix(lam) * Transpose(U))
filter_ = Quantity("H", "a filter with the same eigenvectors", square, value=U * diagonal_matrix(h) * Transpose(U))
A, H = graph.symbol, filter_.symbol
i, j = bound_index("i j")
powers = Quantity("V", "powers of the eigenvalues", square, value=tabulated(at(lam, i) ** (j - 1), i, N, j, N))
V = powers.symbol
coefficients = Quantity(
    "theta", "coefficients of the polynomial", shape=(nodes,), value=Inverse(V) * h, origins=(0,)
)
theta = coefficients.symbol
distinct = tuple(Ne(at(lam, a), at(lam, b)) for a, b in ((1, 2), (1, 3), (2, 3)))
polynomial = MatAdd(at(theta, 0) * Identity(N), at(theta, 1) * A, at(theta, 2) * A**2)


def derive_interpolation() -> Iterator[Step]:
    """The interpolating polynomial, on the eigenvalues."""
    on_values = MatAdd(
        at(theta, 0) * Identity(N), at(theta, 1) * diagonal_matrix(lam), at(theta, 2) * diagonal_matrix(lam) ** 2
    )
    yield Step(
        U * diagonal_matrix(V * theta) * Transpose(U), because="the polynomial takes the eigenvalues of A to those of H"
    )
    yield Step(U * on_values * Transpose(U), because="row by row: theta_0 + theta_1 lambda_i + theta_2 lambda_i^2")
    yield Step(polynomial, because="a power of A has the powers of its eigenvalues; U'U = I")


interpolation = Formula(
    title="A filter that commutes with A, whose eigenvalues differ, is a polynomial of A",
    kind=Kind.IDENTITY,
    statement=equal(H, polynomial),
    quantities=(filter_, graph, coefficients, powers, vectors, values, responses),
    assumptions=distinct,
    notations=(
        Notation(r"H = \theta_0 I + \theta_1 A + \theta_2 A^2"),
        Notation(r"H = c_0 I + c_1 S + c_2 S^2", (("c", "theta"), ("S", "A"))),
    ),
    words=("graph", "shift-invariant", "filter", "polynomial", "commute"),
    derivation=derive_interpolation,
    source=Source(sandryhaila, "theorem 1"),
)

kept = Quantity("theta_0", "weight of the node itself")
mixed = Quantity("theta_1", "weight of the neighbours")
theta_0, theta_1 = kept.symbol, mixed.symbol
first = Quantity("H", "filter of first order", plain_roots.shape, value=theta_0 * Identity(n) + theta_1 * T * B * T)
G = first.symbol


def derive_first_order() -> Iterator[Step]:
    """The roots of the degrees are an eigenvector of the normalised matrix."""
    yield Step(
        MatAdd(theta_0 * plain_root, theta_1 * MatMul(T, d), evaluate=False),
        because="D^(-1/2) and D^(1/2) cancel, and the row sums of A are the degrees",
    )
    yield Step((theta_0 + theta_1) * plain_root, because="a degree over its root is its root")


first_order_response = Formula(
    title="The filter of first order has the eigenvalue theta_0 + theta_1",
    kind=Kind.IDENTITY,
    statement=equal(MatMul(G, plain_root), (theta_0 + theta_1) * plain_root),
    quantities=(first, connections, plain_degrees, plain_roots, kept, mixed),
    assumptions=(),
    notations=(
        Notation(r"H \sqrt{d} = (\theta_0 + \theta_1) \sqrt{d}"),
        Notation(
            r"(\theta_0 I + \theta_1 \operatorname{diag}(d^{-1/2}) A \operatorname{diag}(d^{-1/2})) \sqrt{d} "
            r"= (\theta_0 + \theta_1) \sqrt{d}"
        ),
    ),
    words=("graph", "gcn", "first-order filter", "eigenvalue"),
    derivation=derive_first_order,
    source=Source(kipf, "section 2.2"),
)

TOPIC = Topic("Polynomial filters of a graph", formulas=(interpolation, first_order_response))

"""The spectrum of a graph and its filters: eigenvectors of the normalised adjacency matrix, and polynomials of A.

Q = D̃^(-1/2) (A + I) D̃^(-1/2) has the eigenvector D̃^(1/2) 1 with the eigenvalue 1, and no eigenvalue of larger size;
without self-loops I + D^(-1/2) A D^(-1/2) reaches 2. A filter that is a polynomial of A commutes with A.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sympy import Eq, Identity, Integer, MatAdd, MatMul, Mod, Or, Rational, Sum, sqrt
from sympy.matrices.expressions.special import OneMatrix

from derivations.graph_networks import (
    A_tilde,
    Q,
    S,
    d_tilde,
    kipf,
    n,
    nodes,
    normalised,
)
from derivations.operators import (
    at,
    at_most,
    diagonal_matrix,
    dot,
    entrywise,
    equal,
    indicator,
    spectral_norm,
    tabulated,
)
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

chung = "Chung, Spectral Graph Theory"
k, r = bound_index("k r")
root = entrywise(sqrt, d_tilde)
flat = OneMatrix(n, 1)


def derive_eigenvector() -> Iterator[Step]:
    """The root of the degrees meets its reciprocal."""
    yield Step(MatMul(S, A_tilde, flat), because="D̃^(-1/2) and D̃^(1/2) cancel")
    yield Step(MatMul(S, d_tilde), because="the row sums of A + I are the degrees")
    yield Step(root, because="a degree over its root is its root")


eigenvector = Formula(
    title="The roots of the degrees are an eigenvector of the normalised adjacency matrix, with eigenvalue 1",
    kind=Kind.IDENTITY,
    statement=equal(MatMul(Q, root), root),
    quantities=normalised,
    assumptions=(),
    notations=(
        Notation(r"Q \sqrt{\tilde{d}} = \sqrt{\tilde{d}}"),
        Notation(r"Q \tilde{d}^{1/2} = \tilde{d}^{1/2}"),
    ),
    words=("graph", "gcn", "eigenvector", "eigenvalue", "spectrum"),
    derivation=derive_eigenvector,
    source=Source(chung, "section 1.2"),
    survivors=(("the factor Q is dropped", "this is the statement itself: Q leaves the vector as it is"),),
)

signal = Quantity("x", "a number for each node", shape=(nodes,))
x = signal.symbol
difference = at(x, k) / sqrt(at(d_tilde, k)) - at(x, r) / sqrt(at(d_tilde, r))
dirichlet = Rational(1, 2) * Sum(at(A_tilde, k, r) * difference**2, (k, 1, n), (r, 1, n))


def derive_dirichlet() -> Iterator[Step]:
    """Expand the square backwards."""
    yield Step(dot(x, x) - dot(S * x, A_tilde * (S * x)), because="Q = S Ã S, and S is symmetric")
    yield Step(dirichlet, because="complete the square: each row and column of Ã sums to a degree")


dirichlet_form = Formula(
    title="Quadratic form of the normalised Laplacian: differences along the edges",
    kind=Kind.IDENTITY,
    statement=equal(dot(x, (Identity(n) - Q) * x), dirichlet),
    quantities=(*normalised, signal),
    assumptions=(),
    notations=(
        Notation(
            r"x^\top (I - Q) x = \frac{1}{2} \sum_{i=1}^n \sum_{j=1}^n \tilde{a}_{ij} "
            r"\left(\frac{x_i}{\sqrt{\tilde{d}_i}} - \frac{x_j}{\sqrt{\tilde{d}_j}}\right)^2",
            (("a_tilde", "A_tilde"),),
        ),
        Notation(
            r"x^T x - x^T Q x = \frac{1}{2} \sum_{i,j=1}^n \tilde{A}_{ij} "
            r"\left(\frac{x_i}{\sqrt{d_i}} - \frac{x_j}{\sqrt{d_j}}\right)^2",
            (("d", "d_tilde"),),
        ),
    ),
    words=("graph", "laplacian", "quadratic form", "smoothness"),
    derivation=derive_dirichlet,
    source=Source(chung, "section 1.2"),
    survivors=(("the subscripts of A_tilde", "the adjacency matrix is symmetric"),),
)


def derive_spectral_bound() -> Iterator[Step]:
    """A product is at most the mean of the squares."""
    scaled = S * x
    yield Step(
        Sum(at(A_tilde, k, r) * at(scaled, k) * at(scaled, r), (k, 1, n), (r, 1, n)), because="write the products out"
    )
    yield Step(
        Sum(at(A_tilde, k, r) * (at(scaled, k) ** 2 + at(scaled, r) ** 2) / 2, (k, 1, n), (r, 1, n)),
        because="a product is at most the mean of the squares, and the weights are at least 0",
        relation="<=",
    )
    yield Step(dot(x, x), because="each row and each column of Ã sums to a degree")


spectral_bound = Formula(
    title="No eigenvalue of the normalised adjacency matrix is above 1",
    kind=Kind.BOUND,
    statement=at_most(dot(x, Q * x), dot(x, x)),
    quantities=(*normalised, signal),
    assumptions=(),
    notations=(
        Notation(r"x^\top Q x \leq x^\top x"),
        Notation(r"x^\top Q x \leq \|x\|^2"),
    ),
    words=("graph", "gcn", "eigenvalue", "spectrum"),
    derivation=derive_spectral_bound,
    source=Source(chung, "section 1.2"),
)


def derive_largest() -> Iterator[Step]:
    """Attained, and never exceeded."""
    yield Step(dot(root, Q * root) / dot(root, root), because="no value is larger than at the roots of the degrees")
    yield Step(Integer(1), because="they are an eigenvector with eigenvalue 1")


largest_eigenvalue = Formula(
    title="The spectral norm of the normalised adjacency matrix is 1",
    kind=Kind.IDENTITY,
    statement=equal(spectral_norm(Q), Integer(1)),
    quantities=normalised,
    assumptions=(),
    notations=(
        Notation(r"\|Q\|_2 = 1"),
        Notation(r"\|\hat{A}\|_2 = 1", (("A_hat", "Q"),)),
    ),
    words=("graph", "gcn", "largest eigenvalue", "spectral norm"),
    derivation=derive_largest,
    source=Source(kipf, "section 2.2"),
)

linked = Domain("symmetric with positive entries", low=Fraction(0), strict=True, structure="symmetric")
connections = Quantity("A", "adjacency matrix", shape=(nodes, nodes), domain=linked)
B = connections.symbol
plain_degrees = Quantity("d", "degrees", shape=(nodes,), value=B * flat)
d = plain_degrees.symbol
plain_roots = Quantity(
    "S",
    "diagonal matrix of the reciprocal roots of the degrees",
    shape=(nodes, nodes),
    value=diagonal_matrix(entrywise(lambda s: 1 / sqrt(s), d)),
)
T = plain_roots.symbol
plain_root = entrywise(sqrt, d)


def derive_first_order() -> Iterator[Step]:
    """The roots of the degrees again."""
    yield Step(plain_root + MatMul(T, B, flat), because="D^(-1/2) and D^(1/2) cancel")
    yield Step(MatAdd(plain_root, MatMul(T, d), evaluate=False), because="the row sums of A are the degrees")
    yield Step(2 * plain_root, because="a degree over its root is its root")


first_order_filter = Formula(
    title="The first-order filter without renormalisation reaches the eigenvalue 2",
    kind=Kind.IDENTITY,
    statement=equal((Identity(n) + MatMul(T, B, T)) * plain_root, 2 * plain_root),
    quantities=(connections, plain_degrees, plain_roots),
    assumptions=(),
    notations=(
        Notation(
            r"(I + \operatorname{diag}(d^{-1/2}) A \operatorname{diag}(d^{-1/2})) \sqrt{d} = 2 \sqrt{d}"
        ),
        Notation(r"(I + S A S) d^{1/2} = 2 d^{1/2}"),
    ),
    words=("graph", "gcn", "first-order filter", "eigenvalue", "renormalization trick"),
    derivation=derive_first_order,
    source=Source(kipf, "section 2.2"),
)

square = Quantity("A", "a square matrix", shape=(nodes, nodes))
C = square.symbol
coefficients = tuple(Quantity(f"theta_{power}", f"coefficient of the power {power}") for power in range(3))
theta_0, theta_1, theta_2 = (q.symbol for q in coefficients)
polynomial = theta_0 * Identity(n) + theta_1 * C + theta_2 * C**2
filter_ = Quantity("H", "a polynomial of A", shape=(nodes, nodes), value=polynomial)
H = filter_.symbol


def derive_commutes() -> Iterator[Step]:
    """Multiply out."""
    yield Step(theta_0 * C + theta_1 * C**2 + theta_2 * C**3, because="multiply each power by A, from the right")
    yield Step(MatMul(C, H, evaluate=False), because="or from the left")


polynomial_filter = Formula(
    title="A filter that is a polynomial of A commutes with A",
    kind=Kind.IDENTITY,
    statement=equal(MatMul(H, C, evaluate=False), MatMul(C, H, evaluate=False)),
    quantities=(filter_, square, *coefficients),
    assumptions=(),
    notations=(
        Notation(r"H A = A H"),
        Notation(
            r"(\theta_0 I + \theta_1 A + \theta_2 A^2) A = A (\theta_0 I + \theta_1 A + \theta_2 A^2)"
        ),
    ),
    words=("graph", "shift-invariant", "filter", "polynomial"),
    derivation=derive_commutes,
    source=Source("Sandryhaila and Moura 2013, Discrete signal processing on graphs", "theorem 1"),
    survivors=(
        ("the factors of H*A swap", "this is the right side"),
        ("the factors of A*H swap", "this is the left side"),
    ),
)

ring = Size("n", "nodes of the ring", smallest=3, largest=6)
N = ring.symbol
u, v = bound_index("u v")
neighbours = Or(Eq(Mod(u - v, N, evaluate=False), 1), Eq(Mod(v - u, N, evaluate=False), 1))
links = Quantity(
    "A", "adjacency matrix of a ring", (ring, ring), value=tabulated(indicator(neighbours), u, N, v, N)
)
E = links.symbol
ring_degrees = (E + Identity(N)) * OneMatrix(N, 1)
ring_scale = diagonal_matrix(entrywise(lambda s: 1 / sqrt(s), ring_degrees))
ring_mixing = Quantity(
    "Q", "normalised adjacency matrix", (ring, ring), value=MatMul(ring_scale, E + Identity(N), ring_scale)
)
waves = Quantity("x", "a number for each node", shape=(ring,))
place = free_index("i", ring)
around = waves.symbol
mixed = ring_mixing.symbol * around


def derive_ring() -> Iterator[Step]:
    """Each node has itself and two neighbours."""
    third = Rational(1, 3)
    yield Step(third * at((E + Identity(N)) * around, place.symbol), because="each degree is 3, with the self-loop")
    yield Step(
        third * (at(around, before) + at(around, place.symbol) + at(around, after)),
        because="a row has three ones: the node and its two neighbours",
    )


before = Mod(place.symbol - 2, N, evaluate=False) + 1
after = Mod(place.symbol, N, evaluate=False) + 1

moving_average = Formula(
    title="On a ring the normalised adjacency matrix is a convolution with a window of three",
    kind=Kind.IDENTITY,
    statement=equal(
        at(mixed, place.symbol), Rational(1, 3) * (at(around, before) + at(around, place.symbol) + at(around, after))
    ),
    quantities=(links, ring_mixing, waves, place),
    assumptions=(),
    notations=(
        Notation(r"(Q x)_i = \frac{1}{3} \left(x_{(i - 2) \bmod n + 1} + x_i + x_{i \bmod n + 1}\right)"),
        Notation(r"[Q x]_i = \frac{x_{((i - 2) \bmod n) + 1} + x_i + x_{(i \bmod n) + 1}}{3}"),
    ),
    words=("graph", "ring", "cyclic chain", "toeplitz", "convolution"),
    derivation=derive_ring,
    source=Source("Sandryhaila and Moura 2013, Discrete signal processing on graphs", "section II"),
)

TOPIC = Topic(
    "Graph spectra and filters",
    formulas=(
        eigenvector,
        dirichlet_form,
        spectral_bound,
        largest_eigenvalue,
        first_order_filter,
        polynomial_filter,
        moving_average,
    ),
)

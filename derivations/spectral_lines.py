"""Eigenvectors one at a time: what matrices made of a symmetric one do to them, whitening, gradient descent along them.

The symmetric matrix A has the eigenvalues lambda_i with orthonormal eigenvectors, the rows q_i of an orthogonal matrix.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Identity, Inverse, Lambda, Sum, Symbol, Transpose, sqrt

from derivations.operators import at, diagonal_matrix, dot, entrywise, evaluated, row, tabulated
from derivations.stanzas import identity, written
from derivations.vocabulary import ORTHOGONAL, POSITIVE, Quantity, Size, Source, Topic, bound_index, free_index

golub = "Golub and Van Loan, Matrix Computations"
strang = "Strang, Introduction to Linear Algebra"
bishop = "Bishop, Pattern Recognition and Machine Learning"
goh = Source("Goh 2017, Why Momentum Really Works", "section on gradient descent")
rows = Size("n", "rows", largest=3)
n = rows.symbol
m = bound_index("m")
index = free_index("i", rows)
i = index.symbol
values = Quantity("e", "eigenvalues", shape=(rows,))
positive = Quantity("e", "positive eigenvalues", shape=(rows,), domain=POSITIVE)
vectors = Quantity("q", "orthonormal eigenvectors, one in each row", shape=(rows, rows), domain=ORTHOGONAL)
lam, q = values.symbol, vectors.symbol
made = Transpose(q) * diagonal_matrix(lam) * q
symmetric = Quantity("A", "a symmetric matrix", shape=(rows, rows), value=made)
A = symmetric.symbol
spectrum = (symmetric, values, vectors)
q_i, lam_i = row(q, i), at(lam, i)
words = ("eigenvalue", "eigenvector", "eigendecomposition", "spectral")
names = (("lambda", "e"),)
pca = (("lambda", "e"), ("u", "q"), ("S", "A"))
others = (("lambda", "e"), ("v", "q"), ("Sigma", "A"))
pair = identity(
    "An eigenvector and its eigenvalue",
    A * q_i,
    ((lam_i * q_i, "the other eigenvectors are orthogonal to it"),),
    (*spectrum, index),
    written(r"A q_i = \lambda_i q_i", letters=names)
    + written(r"S u_i = \lambda_i u_i", letters=pca)
    + written(r"\Sigma v_i = \lambda_i v_i", letters=others),
    words,
    Source(strang, "section 6.1"),
)
form_of_pair = identity(
    "The quadratic form of an eigenvector is its eigenvalue",
    dot(q_i, A * q_i),
    ((lam_i * dot(q_i, q_i), "A stretches it by its eigenvalue"), (lam_i, "its length is 1")),
    (*spectrum, index),
    written(r"q_i^\top A q_i = \lambda_i", letters=names)
    + written(r"u_i^\top S u_i = \lambda_i", letters=pca)
    + written(r"v_i^\top \Sigma v_i = \lambda_i", letters=others),
    ("principal component", "rayleigh", *words),
    Source(bishop, "equation 12.6"),
)
point = Quantity("x", "a vector", shape=(rows,))
x = point.symbol
form = identity(
    "A quadratic form by the components along the eigenvectors",
    dot(x, A * x),
    (
        (dot(q * x, diagonal_matrix(lam) * (q * x)), "A is q' diag(lambda) q"),
        (Sum(at(lam, m) * dot(row(q, m), x) ** 2, (m, 1, n)), "a diagonal matrix weighs the squares"),
    ),
    (*spectrum, point),
    written(
        r"x^\top A x = \sum_{i=1}^n \lambda_i (q_i^\top x)^2",
        r"x^T A x = \sum_i \lambda_i \langle q_i, x \rangle^2",
        letters=names,
    )
    + written(r"x^\top S x = \sum_{i=1}^d \lambda_i (u_i^\top x)^2", letters=(*pca, ("d", "n"))),
    ("quadratic form", "rayleigh", *words),
    Source(golub, "section 8.1"),
)
shift = Quantity("c", "a number")
shifted = identity(
    "Adding a multiple of the identity shifts all eigenvalues",
    (A + shift.symbol * Identity(n)) * q_i,
    ((A * q_i + shift.symbol * q_i, "multiply out"), ((lam_i + shift.symbol) * q_i, "A stretches it")),
    (*spectrum, shift, index),
    written(
        r"(A + c I) q_i = (\lambda_i + c) q_i",
        r"A q_i + c q_i = (\lambda_i + c) q_i",
        letters=names,
    )
    + written(r"(S + \alpha I) u_i = (\lambda_i + \alpha) u_i", letters=(*pca, ("alpha", "c"))),
    ("shift", "weight decay", "ridge", "damping", *words),
    Source(strang, "section 6.1"),
)
squared = identity(
    "The square of a matrix has the squared eigenvalues",
    A * A * q_i,
    ((lam_i * (A * q_i), "A stretches the eigenvector"), (lam_i**2 * q_i, "and does so again")),
    (*spectrum, index),
    written(r"A^2 q_i = \lambda_i^2 q_i", r"A (A q_i) = \lambda_i^2 q_i", letters=names)
    + written(r"A^2 v_i = \lambda_i^2 v_i", letters=(("lambda", "e"), ("v", "q"))),
    words,
    Source(strang, "section 6.1"),
)
regular = (symmetric, positive, vectors)
inverted = identity(
    "The inverse of a matrix has the inverse eigenvalues",
    Inverse(A) * q_i,
    ((q_i / lam_i, "divide A q_i = lambda_i q_i by lambda_i, and multiply by the inverse of A"),),
    (*regular, index),
    written(r"A^{-1} q_i = \frac{1}{\lambda_i} q_i", r"A^{-1} q_i = \lambda_i^{-1} q_i", letters=names)
    + written(r"A^{-1} v_i = \frac{1}{\lambda_i} v_i", letters=(("lambda", "e"), ("v", "q"))),
    words,
    Source(strang, "section 6.1"),
)
steps = Size("k", "factors", largest=3)
k = steps.symbol
diagonal = Quantity("Lambda", "eigenvalues on the diagonal", (rows, rows), value=diagonal_matrix(lam))
plain_basis = Quantity("Q", "eigenvectors, one in each column", shape=(rows, rows), domain=ORTHOGONAL)
Q, L = plain_basis.symbol, diagonal.symbol
by_columns = Quantity("A", "a symmetric matrix", (rows, rows), value=Q * diagonal_matrix(lam) * Transpose(Q))
columns = (by_columns, diagonal, values, plain_basis)
power = identity(
    "Power of a symmetric matrix",
    A**k,
    ((Q * L**k * Transpose(Q), "the inner Q'Q cancel"),),
    columns,
    written(r"A^k = Q \Lambda^k Q^\top", r"A^k = Q \Lambda^k Q^T")
    + written(r"A^k = U \Lambda^k U^\top", letters=(("U", "Q"),)),
    ("power", *words),
    Source(strang, "section 6.2"),
    other_sizes=(steps,),
)
diagonalised = identity(
    "The eigenvectors make a symmetric matrix diagonal",
    Transpose(Q) * A * Q,
    ((L, "Q'Q is the identity on both sides"),),
    columns,
    written(r"Q^\top A Q = \Lambda", r"Q^T A Q = \Lambda")
    + written(r"U^\top S U = \Lambda", letters=(("U", "Q"), ("S", "A"))),
    ("diagonal", "covariance", *words),
    Source(strang, "section 6.4"),
)
roots = diagonal_matrix(entrywise(lambda value: 1 / sqrt(value), lam))
regular_columns = (by_columns, diagonal, positive, plain_basis)
whitener = Quantity("W", "a whitening matrix", (rows, rows), value=roots * Transpose(Q))
W = whitener.symbol
whitening = (whitener, *regular_columns)
whitening_words = ("whiten", "sphering", "decorrelat", "mahalanobis", "zca")
covariance_letters = (("Sigma", "A"),)
whitened = replace(
    identity(
        "Covariance of whitened data",
        W * A * Transpose(W),
        (
            (roots * L * roots, "the eigenvectors make the covariance diagonal"),
            (Identity(n), "eigenvalues meet their roots"),
        ),
        whitening,
        written(r"W \Sigma W^\top = I", r"W \Sigma W^T = I_d", letters=covariance_letters)
        + written(r"W S W^\top = I", letters=(("S", "A"),)),
        whitening_words,
        Source(bishop, "equation 12.25"),
    ),
    survivors=(("the factors of W*A*Wᵀ swap", "W'W is the inverse covariance, which meets the covariance"),),
)
whitening_square = identity(
    "A whitening matrix, squared, is the inverse covariance",
    Transpose(W) * W,
    ((Q * Inverse(L) * Transpose(Q), "the roots multiply"), (Inverse(A), "invert the eigendecomposition")),
    whitening,
    written(r"W^\top W = \Sigma^{-1}", r"W^T W = \Sigma^{-1}", letters=covariance_letters)
    + written(r"W^\top W = S^{-1}", letters=(("S", "A"),)),
    whitening_words,
    Source("Kessy, Lewin and Strimmer 2018, Optimal Whitening and Decorrelation", "equation 3"),
)
goal = Quantity("x_star", "the minimiser", shape=(rows,))
start = Quantity("x_b", "the first iterate", shape=(rows,))
rate = Quantity("eta", "step size", domain=POSITIVE)
x_star, eta = goal.symbol, rate.symbol
after = Symbol("k", integer=True)
factors = diagonal_matrix(tabulated((1 - eta * at(lam, m)) ** after, m, n))
walk = Quantity(
    "x",
    "the iterate after k steps of gradient descent",
    shape=(rows,),
    value=Lambda((after,), x_star + Transpose(q) * factors * q * (start.symbol - x_star)),
)
run = (walk, start, goal, rate, *spectrum)
away, first = (evaluated(walk.symbol(count), n, 1) - x_star for count in (k, 0))
descent_words = ("gradient descent", "eigenbasis", "eigenvector", "eigenvalue", "quadratic", "convergence")
along = identity(
    "Gradient descent on a quadratic: the error along an eigenvector",
    dot(q_i, away),
    (((1 - eta * lam_i) ** k * dot(q_i, first), "each step shrinks it by 1 less the step size times the eigenvalue"),),
    (*run, index),
    written(
        r"q_i^\top (x_k - x^*) = (1 - \eta \lambda_i)^k q_i^\top (x_0 - x^*)",
        r"\langle q_i, x_k - x^* \rangle = (1 - \eta \lambda_i)^k \langle q_i, x_0 - x^* \rangle",
        letters=names,
    )
    + written(
        r"u_i^\top (x_k - x^*) = (1 - \eta \lambda_i)^k u_i^\top (x_0 - x^*)",
        r"(x_k - x^*)^\top u_i = (1 - \eta \lambda_i)^k (x_0 - x^*)^\top u_i",
        letters=(*names, ("u", "q")),
    ),
    descent_words,
    goh,
    other_sizes=(steps,),
)
objective_gap = identity(
    "Gradient descent on a quadratic: what is left of the gap, by eigenvalues",
    dot(away, A * away) / 2,
    (
        (Sum(at(lam, m) * dot(row(q, m), away) ** 2, (m, 1, n)) / 2, "the quadratic form by components"),
        (
            Sum(at(lam, m) * (1 - eta * at(lam, m)) ** (2 * k) * dot(row(q, m), first) ** 2, (m, 1, n)) / 2,
            "the error along each eigenvector",
        ),
    ),
    run,
    written(
        r"\frac{1}{2} (x_k - x^*)^\top A (x_k - x^*) = \frac{1}{2} \sum_{i=1}^n \lambda_i (1 - \eta \lambda_i)^{2k} "
        r"(q_i^\top (x_0 - x^*))^2",
        letters=names,
    )
    + written(
        r"\frac{1}{2} (x_k - x^*)^\top A (x_k - x^*) = \frac{1}{2} \sum_i \lambda_i (1 - \eta \lambda_i)^{2k} "
        r"[u_i^\top (x_0 - x^*)]^2",
        letters=(*names, ("u", "q")),
    ),
    descent_words,
    goh,
    other_sizes=(steps,),
)

TOPIC = Topic(
    "Eigenvectors one at a time",
    formulas=(
        pair,
        form_of_pair,
        form,
        shifted,
        squared,
        inverted,
        power,
        diagonalised,
        whitened,
        whitening_square,
        along,
        objective_gap,
    ),
)

"""Projections, reflections, the centring matrix, and the four conditions of Penrose.

Q has orthonormal columns where a formula says so; A has independent columns, so that its pseudo-inverse is a formula.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Determinant, Identity, Inverse, MatMul, Rational, Transpose
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import dot, norm, row, vector_sum
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    UNIT_VECTOR,
    Formula,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
)

golub = "Golub and Van Loan, Matrix Computations"
deisenroth = "Deisenroth, Faisal and Ong, Mathematics for Machine Learning"
strang = "Strang, Introduction to Linear Algebra"
rows = Size("n", "rows", largest=3)
tall_rows = Size("m", "rows of the tall matrix", smallest=2, largest=4)
ranks = Size("r", "columns", largest=2)
n, m, r = rows.symbol, tall_rows.symbol, ranks.symbol
i = bound_index("i")
basis = Quantity("Q", "a matrix with orthonormal columns", shape=(tall_rows, ranks))
point = Quantity("x", "a vector", shape=(tall_rows,))
image = Quantity("x_hat", "the projection of x", shape=(tall_rows,))
Q, x = basis.symbol, point.symbol
words = ("projection", "projector", "orthonormal", "subspace", "orthogonal complement")

orthonormal_projection = rule(
    "Projection onto the span of orthonormal columns",
    image,
    Q * Transpose(Q) * x,
    (basis, point),
    (
        *written(r"\hat{x} = Q Q^\top x"),
        *written(r"\hat{x} = U U^T x", r"\pi(x) = U U^\top x", letters=(("U", "Q"), ("pi", "x_hat"))),
    ),
    words,
    "the coordinates in the basis, taken back",
    Source(deisenroth, "equation 3.61"),
)
directions = Quantity("u", "orthonormal vectors, one in each row", shape=(ranks, tall_rows))
E = directions.symbol
basis_expansion = rule(
    "Projection onto orthonormal vectors as a sum of components",
    image,
    vector_sum(dot(row(E, i), x) * row(E, i), i, 1, r),
    (directions, point),
    written(
        r"\hat{x} = \sum_{i=1}^r (u_i^\top x) u_i",
        r"\hat{x} = \sum_{i=1}^{r} \langle x, u_i \rangle u_i",
        r"\hat{x} = \sum_i u_i u_i^\top x",
    ),
    (*words, "basis", "component", "pca"),
    "each component along its own direction",
    Source(deisenroth, "section 3.8.2"),
)



def explained(formula: Formula, *survivors: tuple[str, str]) -> Formula:
    """The formula with the mutants that are true as well, and why."""
    return replace(formula, survivors=survivors)


direction = Quantity("u", "a vector of length 1", shape=(rows,), domain=UNIT_VECTOR)
reflection = Quantity("H", "the reflection", shape=(rows, rows))
u = direction.symbol
unit_reflector = rule(
    "Householder reflection along a vector of length 1",
    reflection,
    Identity(n) - 2 * u * Transpose(u),
    (direction,),
    written(r"H = I - 2 u u^\top", r"H_u = I_n - 2 u u^T"),
    ("householder", "reflection", "reflector"),
    "take the component along u away twice",
    Source(golub, "section 5.1.2"),
)
turned = Quantity("H", "the reflection", shape=(rows, rows), value=Identity(n) - 2 * u * Transpose(u))
H = turned.symbol
reflector_orthogonal = explained(
    identity(
        "A reflection is orthogonal",
        Transpose(H) * H,
        (
            (Identity(n) - 4 * u * Transpose(u) + 4 * u * Transpose(u) * u * Transpose(u), "multiply out"),
            (Identity(n), "u has length 1"),
        ),
        (turned, direction),
        written(r"H^\top H = I", r"H^T H = I_n"),
        ("householder", "reflection", "reflector"),
        Source(golub, "section 5.1.2"),
    ),
    ("the factors of Hᵀ*H swap", "a reflection is symmetric"),
    ("the transpose of H is dropped", "a reflection is symmetric"),
)

middle = Quantity("C", "the centring matrix", shape=(rows, rows))
centring_value = Identity(n) - OneMatrix(n, n) / n
centring = explained(
    rule(
        "Centring matrix",
        middle,
        centring_value,
        (),
        written(
            r"H = I - \frac{1}{n} \mathbf{1} \mathbf{1}^\top",
            r"H = I_n - \frac{1}{n} \mathbf{1}_n \mathbf{1}_n^T",
            r"H = I - \frac{\mathbf{1} \mathbf{1}^\top}{n}",
            letters=(("H", "C"),),
        ),
        ("centering", "centring", "centered", "centred", "kernel pca", "double centering"),
        "take the mean away from each entry",
        Source("Schölkopf and Smola, Learning with Kernels", "section 14.2"),
        other_sizes=(rows,),
    ),
    ("the factor ones(n)*ones(n)ᵀ is dropped", "a number that is taken from a matrix is taken from every entry"),
)
centred = Quantity("H", "the centring matrix", shape=(rows, rows), value=centring_value)
centring_idempotent = explained(
    identity(
        "The centring matrix is a projection",
        centred.symbol * centred.symbol,
        (
            (Identity(n) - 2 / n * OneMatrix(n, n) + OneMatrix(n, n) * OneMatrix(n, n) / n**2, "multiply out"),
            (centred.symbol, "the square of the matrix of ones is n times itself"),
        ),
        (centred,),
        written(r"H H = H", r"H^2 = H"),
        ("centering", "centring", "centered", "centred"),
        Source("Schölkopf and Smola, Learning with Kernels", "section 14.2"),
    ),
    ("the exponent 2 becomes 3 in H^2", "all powers of a projection are the projection"),
    ("the exponent 2 becomes 1 in H^2", "all powers of a projection are the projection"),
)

tall = Quantity("A", "a matrix with independent columns", shape=(tall_rows, ranks))
A = tall.symbol
gram = Transpose(A) * A
pseudo = Quantity("A_plus", "its pseudo-inverse", shape=(ranks, tall_rows), value=Inverse(gram) * Transpose(A))
Ap = pseudo.symbol
penrose_words = ("pseudo-inverse", "pseudoinverse", "moore-penrose", "penrose", "generalized inverse")
plus = (("A^plus", "A_plus"), ("A^dagger", "A_plus"), ("X^dagger", "A_plus"), ("X", "A"))


def of_full_rank(formula: Formula) -> Formula:
    """The formula where the inner products of the columns are far from singular."""
    return replace(formula, assumptions=(Determinant(gram) > Rational(1, 100),))


def penrose(title: str, left: Any, right: Any, reason: str, between: Any, spelled: str, place: str) -> Formula:
    """One of the four conditions; `spelled` has + for the mark of the pseudo-inverse."""
    return of_full_rank(
        identity(
            title,
            left,
            ((between, "the pseudo-inverse of independent columns"), (right, reason)),
            (pseudo, tall),
            written(spelled, spelled.replace("^+", r"^\dagger"), letters=plus[:2]),
            penrose_words,
            Source(golub, place),
        )
    )


fifth = "section 5.5.2"
penrose_outer = explained(
    penrose(
        "First condition of Penrose: A A+ A = A",
        A * Ap * A,
        A,
        "an inverse cancels",
        MatMul(MatMul(A, Inverse(gram), Transpose(A), evaluate=False), A, evaluate=False),
        r"A A^+ A = A",
        fifth,
    ),
    ("the factor A*A_plus is dropped", "what is dropped acts as the identity: that is what is stated"),
)
penrose_inner = explained(
    penrose(
        "Second condition of Penrose: A+ A A+ = A+",
        Ap * A * Ap,
        Ap,
        "an inverse cancels",
        MatMul(Inverse(gram), MatMul(Transpose(A), A, evaluate=False), Ap, evaluate=False),
        r"A^+ A A^+ = A^+",
        fifth,
    ),
    ("the factor A_plus*A is dropped", "what is dropped acts as the identity: that is what is stated"),
)
penrose_columns = explained(
    penrose(
        "Third condition of Penrose: A A+ is symmetric",
        Transpose(A * Ap),
        A * Ap,
        "the matrix of inner products is symmetric",
        A * Transpose(Inverse(gram)) * Transpose(A),
        r"(A A^+)^\top = A A^+",
        fifth,
    ),
    ("the transpose of A*A_plus is dropped", "that the product is symmetric is what is stated"),
)
penrose_rows = explained(
    penrose(
        "Fourth condition of Penrose: A+ A is symmetric",
        Transpose(Ap * A),
        Ap * A,
        "the product with an inverse is the identity on both sides",
        Identity(r),
        r"(A^+ A)^\top = A^+ A",
        fifth,
    ),
    ("the transpose of A_plus*A is dropped", "that the product is symmetric is what is stated"),
)
projected = Quantity("P", "the projector", shape=(tall_rows, tall_rows), value=A * Inverse(gram) * Transpose(A))
P = projected.symbol
pythagoras = of_full_rank(
    identity(
        "Squared length of a vector and of its projection (Pythagoras)",
        norm(x) ** 2,
        (
            (norm(P * x) ** 2 + 2 * dot(P * x, x - P * x) + norm(x - P * x) ** 2, "x is Px plus the rest"),
            (norm(P * x) ** 2 + norm(x - P * x) ** 2, "the rest is orthogonal to the subspace"),
        ),
        (projected, tall, point),
        written(
            r"\|x\|^2 = \|P x\|^2 + \|x - P x\|^2",
            r"\|x\|_2^2 = \|P x\|_2^2 + \|(I - P) x\|_2^2",
            r"\|x\|^2 = \|P x\|^2 + \|(I - P) x\|^2",
        ),
        ("pythagoras", *words),
        Source(strang, "section 4.1"),
    )
)

TOPIC = Topic(
    "Projections and reflections",
    formulas=(
        orthonormal_projection,
        basis_expansion,
        unit_reflector,
        reflector_orthogonal,
        centring,
        centring_idempotent,
        penrose_outer,
        penrose_inner,
        penrose_columns,
        penrose_rows,
        pythagoras,
    ),
)

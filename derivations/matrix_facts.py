"""Facts of a mathematics refresher: spectral sums and bounds, projection, chain rule, log-sum-exp as a function.

Q is orthogonal, Lambda diagonal with the eigenvalues of the symmetric matrix S = Q Lambda Q'.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Lambda, MatrixSymbol, Sum, exp, log

from derivations.operators import (
    at,
    at_most,
    column,
    diagonal_matrix,
    dot,
    equal,
    gradient,
    hessian,
    jacobian,
    largest_over,
    logsumexp,
    norm,
    smallest_over,
    softmax,
    vector_sum,
)
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import (
    ORTHOGONAL,
    Formula,
    Kind,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

horn = "Horn and Johnson, Matrix Analysis"
boyd = "Boyd and Vandenberghe, Convex Optimization"
strang = "Strang, Introduction to Linear Algebra"
entries = Size("n", "entries", largest=3)
outputs = Size("m", "outputs", largest=2)
n = entries.symbol
i = bound_index("i")
basis = Quantity("Q", "orthonormal eigenvectors, one in each column", (entries, entries), ORTHOGONAL)
roots = Quantity("lambda_", "eigenvalues", shape=(entries,))
Q, lam = basis.symbol, roots.symbol
diagonal = Quantity("Lambda", "the eigenvalues on the diagonal", (entries, entries), value=diagonal_matrix(lam))
vectors = Quantity("q", "the eigenvectors, one in each row", (entries, entries), value=Q.T)
symmetric = Quantity("S", "a symmetric matrix", (entries, entries), value=Q * diagonal_matrix(lam) * Q.T)
point = Quantity("x", "a vector", shape=(entries,))
x, S = point.symbol, symmetric.symbol
spectral_words = ("spectral", "eigenvalue", "eigen", "symmetric", "rayleigh", "svd")
spectral = (basis, roots)
expansion = identity(
    "A spectral decomposition as a sum over the eigenvectors",
    Q * diagonal.symbol * Q.T,
    ((vector_sum(at(lam, i) * (column(Q, i) * column(Q, i).T), i, 1, n), "a diagonal matrix scales the columns"),),
    (*spectral, diagonal, vectors),
    (
        *written(r"Q \Lambda Q^\top = \sum_{i=1}^n \lambda_i q_i q_i^\top",
                 letters=(("lambda", "lambda_"),)),
        *written(r"U \Lambda U^\top = \sum_i \lambda_i u_i u_i^\top",
                 letters=(("lambda", "lambda_"), ("u", "q"), ("U", "Q"))),
    ),
    spectral_words,
    Source(horn, "theorem 2.5.6"),
)
largest = Quantity("l_max", "the largest eigenvalue", value=largest_over(at(lam, i), i, 1, n))
smallest = Quantity("l_min", "the smallest eigenvalue", value=smallest_over(at(lam, i), i, 1, n))
least = (("lambda_min", "l_min"),)
most = (("lambda_max", "l_max"),)
EVEN = (("the lower bound 1 becomes 0", "a position that is counted twice does not change a maximum"),)


def derive_upper() -> Iterator[Step]:
    """In the basis of the eigenvectors."""
    squares = at(Q.T * x, i) ** 2
    yield Step(Sum(at(lam, i) * squares, (i, 1, n)), because="coordinates along the eigenvectors")
    yield Step(largest.symbol * Sum(squares, (i, 1, n)), because="no eigenvalue is larger", relation="<=")
    yield Step(largest.symbol * norm(x) ** 2, because="an orthogonal map keeps lengths")


upper = Formula(
    title="A quadratic form is at most the largest eigenvalue times the squared length",
    kind=Kind.BOUND,
    statement=at_most(dot(x, S * x), largest.symbol * norm(x) ** 2),
    quantities=(*spectral, symmetric, point, largest),
    assumptions=(),
    notations=(*written(r"x^\top S x \leq \lambda_{\max} \|x\|^2", letters=most),
               *written(r"x^\top A x \leq \lambda_{\max} \|x\|_2^2", letters=(*most, ("A", "S"))),
               *written(r"x^\top A x \leq \lambda_{\max} x^\top x", letters=(*most, ("A", "S")))),
    words=spectral_words,
    derivation=derive_upper,
    source=Source(horn, "theorem 4.2.2"),
)  # fmt: skip


def derive_lower() -> Iterator[Step]:
    """In the basis of the eigenvectors."""
    squares = at(Q.T * x, i) ** 2
    yield Step(smallest.symbol * Sum(squares, (i, 1, n)), because="an orthogonal map keeps lengths")
    yield Step(Sum(at(lam, i) * squares, (i, 1, n)), because="no eigenvalue is smaller", relation="<=")
    yield Step(dot(x, S * x), because="coordinates along the eigenvectors")


lower = Formula(
    title="A quadratic form is at least the smallest eigenvalue times the squared length",
    kind=Kind.BOUND,
    statement=at_most(smallest.symbol * norm(x) ** 2, dot(x, S * x)),
    quantities=(*spectral, symmetric, point, smallest),
    assumptions=(),
    notations=(*written(r"\lambda_{\min} \|x\|^2 \leq x^\top S x", letters=least),
               *written(r"\lambda_{\min} \|x\|_2^2 \leq x^\top A x", letters=(*least, ("A", "S"))),
               *written(r"\lambda_{\min} x^\top x \leq x^\top A x", letters=(*least, ("A", "S")))),
    words=spectral_words,
    derivation=derive_lower,
    source=Source(horn, "theorem 4.2.2"),
)  # fmt: skip

direction = Quantity("u", "a direction", shape=(entries,))
u = direction.symbol
projection = rule(
    "Projection of a vector onto a direction",
    Quantity("p", "the projection", shape=(entries,)),
    dot(u, x) / dot(u, u) * u,
    (point, direction),
    (
        *written(r"\operatorname{proj}_u(x) = \frac{u^\top x}{u^\top u} u"),
        *written(r"p = \frac{x^\top u}{\|u\|^2} u"),
    ),
    ("projection", "line", "gram-schmidt"),
    "the multiple of u that leaves a rest orthogonal to u",
    Source(strang, "section 4.2"),
)

scalar = Quantity("phi", "a function", arguments=((outputs,),))
matrix = Quantity("A", "a matrix", shape=(outputs, entries))
offset = Quantity("b", "an offset", shape=(outputs,))
A, b = matrix.symbol, offset.symbol
V = MatrixSymbol("V", n, 1)
composite = Quantity("h", "a function of an affine map", value=Lambda((V,), scalar.symbol(A * V + b)))
h = composite.symbol
place: Any = A * x + b
middle = Quantity("z", "the value of the affine map", shape=(outputs,), value=place)
z = middle.symbol
chain_words = ("chain rule", "affine", "composition", "gradient", "hessian", "matrix calculus")
affine = (composite, scalar, matrix, offset, point)


def derive_affine() -> Iterator[Step]:
    """The Jacobian of the affine map is its matrix."""
    yield Step(jacobian(place, x).T * gradient(scalar.symbol(z), z), because="chain rule")
    yield Step(A.T * gradient(scalar.symbol(z), z), because="the Jacobian of the affine map is its matrix")


affine_gradient = Formula(
    title="Gradient of a function of an affine map",
    kind=Kind.GRADIENT,
    statement=equal(gradient(h(x), x), A.T * gradient(scalar.symbol(z), z)),
    quantities=(*affine, middle),
    assumptions=(),
    notations=(
        *written(r"\nabla h(x) = A^\top \nabla \phi(z)"),
        *written(r"\nabla h(x) = A^\top \nabla \phi(A x + b)"),
    ),
    words=chain_words,
    derivation=derive_affine,
    source=Source(boyd, "section A.4.2"),
)


def derive_affine_hessian() -> Iterator[Step]:
    """Differentiate the gradient once more."""
    yield Step(A.T * hessian(scalar.symbol(z), z) * A, because="chain rule for the gradient")


affine_hessian = Formula(
    title="Hessian of a function of an affine map",
    kind=Kind.GRADIENT,
    statement=equal(hessian(h(x), x), A.T * hessian(scalar.symbol(z), z) * A),
    quantities=(*affine, middle),
    assumptions=(),
    notations=(
        *written(r"\nabla^2 h(x) = A^\top \nabla^2 \phi(z) A"),
        *written(r"\nabla^2 h(x) = A^\top \nabla^2 \phi(A x + b) A"),
    ),
    words=chain_words,
    derivation=derive_affine_hessian,
    source=Source(boyd, "section A.4.4"),
)

sum_exp = Quantity("lse", "the log-sum-exp", value=Lambda((V,), logsumexp(V)))
lse = sum_exp.symbol
shares = Quantity("p", "the softmax", shape=(entries,), value=softmax(x))
p = shares.symbol
lse_words = ("log-sum-exp", "logsumexp", "lse", "softmax")


def derive_lse() -> Iterator[Step]:
    """The inner derivative of the logarithm."""
    yield Step(softmax(x), because="each exponential over their sum")
    yield Step(p, because="the softmax")


lse_gradient = Formula(
    title="The gradient of the log-sum-exp, as a function, is the softmax",
    kind=Kind.GRADIENT,
    statement=equal(gradient(lse(x), x), p),
    quantities=(sum_exp, shares, point),
    assumptions=(),
    notations=written(r"\nabla \operatorname{lse}(x) = p", r"\nabla \operatorname{lse}(x) = \operatorname{softmax}(x)"),
    words=lse_words,
    derivation=derive_lse,
    source=Source(boyd, "section 3.1.5"),
)


def derive_lse_hessian() -> Iterator[Step]:
    """The Jacobian of the softmax."""
    yield Step(jacobian(softmax(x), x), because="the gradient is the softmax")
    yield Step(diagonal_matrix(p) - p * p.T, because="the Jacobian of the softmax")


lse_hessian = Formula(
    title="Hessian of the log-sum-exp, as a function",
    kind=Kind.GRADIENT,
    statement=equal(hessian(lse(x), x), diagonal_matrix(p) - p * p.T),
    quantities=(sum_exp, shares, point),
    assumptions=(),
    notations=written(r"\nabla^2 \operatorname{lse}(x) = \operatorname{diag}(p) - p p^\top",
                      r"\nabla^2 \operatorname{lse}(x) = \operatorname{diag}(p) - p p^T"),
    words=lse_words,
    derivation=derive_lse_hessian,
    source=Source(boyd, "section 3.1.5"),
)  # fmt: skip


def derive_lse_upper() -> Iterator[Step]:
    """All n terms are at most the largest."""
    yield Step(largest_over(at(x, i), i, 1, n) + log(n), because="no exponential is larger", relation="<=")


lse_upper = Formula(
    title="The log-sum-exp, as a function, is at most the maximum plus log n",
    kind=Kind.BOUND,
    statement=at_most(lse(x), largest_over(at(x, i), i, 1, n) + log(n)),
    quantities=(sum_exp, point),
    assumptions=(),
    notations=written(r"\operatorname{lse}(x) \leq \max_i x_i + \log n", r"\mathrm{lse}(x) \leq \max_{i} x_i + \ln n"),
    words=lse_words,
    derivation=derive_lse_upper,
    source=Source(boyd, "section 3.1.5"),
    survivors=EVEN,
)
lse_value = rule(
    "Log-sum-exp of a vector",
    Quantity("L", "the log-sum-exp"),
    log(Sum(exp(at(x, i)), (i, 1, n))),
    (point,),
    written(r"\operatorname{lse}(x) = \log \sum_{i=1}^n e^{x_i}", r"\operatorname{LSE}(x) = \ln \sum_i \exp(x_i)"),
    lse_words,
    "the logarithm of the sum of the exponentials",
    Source(boyd, "section 3.1.5"),
)

TOPIC = Topic(
    "Facts of a mathematics refresher",
    formulas=(
        expansion,
        upper,
        lower,
        projection,
        affine_gradient,
        affine_hessian,
        lse_value,
        lse_gradient,
        lse_hessian,
        lse_upper,
    ),
)

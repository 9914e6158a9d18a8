"""Spectral norms: the linear approximation of a map, its largest stretch, and the power method that finds it.

A = U diag(s) V has the singular values s and the right singular vectors v_1, …, v_n, the rows of V.
"""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Identity, Transpose

from derivations.operators import (
    at,
    at_most,
    diagonal_matrix,
    dot,
    equal,
    evaluated,
    gradient,
    jacobian,
    largest_over,
    norm,
    row,
    slope,
    spectral_norm,
)
from derivations.vocabulary import (
    NONNEGATIVE,
    ORTHOGONAL,
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

golub = "Golub and Van Loan, Matrix Computations"
roth = "Roth, Kilcher and Hofmann 2020, Adversarial Training is a Form of Data-dependent Operator Norm Regularization"
goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"

inputs = Size("n", "inputs", largest=3)
outputs = Size("k", "outputs", largest=3)
n, k = inputs.symbol, outputs.symbol
place = Quantity("x", "the input", shape=(inputs,))
change = Quantity("v", "a change of the input", shape=(inputs,))
network = Quantity("f", "a smooth map", shape=(outputs,), arguments=((inputs,),))
time = Quantity("t", "how much of the change is made")
output = free_index("i", outputs)
x, v, f, t, i = place.symbol, change.symbol, network.symbol, time.symbol, output.symbol
local = Quantity("J", "Jacobian of the map", (outputs, inputs), value=jacobian(evaluated(f(x), k, 1), x))
J = local.symbol


def derive_linearisation() -> Iterator[Step]:
    """The chain rule along a line."""
    yield Step(dot(gradient(at(f(x), i), x), v), because="chain rule: x + t v moves with the velocity v")
    yield Step(at(J * v, i), because="the gradient of an output is a row of the Jacobian")


linearisation = Formula(
    title="Linear approximation: to first order a map changes by its Jacobian times the change of its input",
    kind=Kind.GRADIENT,
    statement=equal(slope(at(f(x + t * v), i), t, 0), at(J * v, i)),
    quantities=(local, network, place, change, time, output),
    assumptions=(),
    notations=(
        Notation(r"\left.\frac{\partial}{\partial t} f(x + t v)_i\right|_{t=0} = (J v)_i"),
        Notation(
            r"\left.\frac{d}{dt} f_i(x + t \Delta)\right|_{t=0} = [J_f \Delta]_i", (("Delta", "v"), ("J_f", "J"))
        ),
    ),
    words=("linearization", "taylor", "jacobian", "first order", "directional derivative"),
    derivation=derive_linearisation,
    source=Source(goodfellow, "section 4.3"),
)


def derive_local_stretch() -> Iterator[Step]:
    """The spectral norm bounds the stretch."""
    yield Step(norm(J * (v / norm(v))), because="a norm is homogeneous: shorten the change to length 1 first")
    yield Step(spectral_norm(J), because="no unit vector is stretched by more than the spectral norm", relation="<=")


local_stretch = Formula(
    title="To first order a map changes by at most the spectral norm of its Jacobian for each unit of change",
    kind=Kind.BOUND,
    statement=at_most(norm(J * v) / norm(v), spectral_norm(J)),
    quantities=(local, network, place, change),
    assumptions=(norm(v) > 0,),
    notations=(
        Notation(r"\frac{\|J v\|_2}{\|v\|_2} \leq \|J\|_2"),
        Notation(r"\frac{\|J_f \Delta\|}{\|\Delta\|} \leq \|J_f\|_2", (("Delta", "v"), ("J_f", "J"))),
    ),
    words=("spectral norm", "lipschitz", "jacobian", "robustness", "operator norm"),
    derivation=derive_local_stretch,
    source=Source(roth, "section 2"),
)

singular = Quantity("s", "singular values", shape=(inputs,), domain=NONNEGATIVE)
left_vectors = Quantity("U", "left singular vectors, the columns", shape=(inputs, inputs), domain=ORTHOGONAL)
right_vectors = Quantity("V", "right singular vectors, the rows", shape=(inputs, inputs), domain=ORTHOGONAL)
s, U, V = singular.symbol, left_vectors.symbol, right_vectors.symbol
matrix = Quantity("A", "a matrix", shape=(inputs, inputs), value=U * diagonal_matrix(s) * V)
A = matrix.symbol
decomposed = (matrix, singular, left_vectors, right_vectors)
j = bound_index("j")
rows = (("v", "V"),)
no_zero = "there is no singular vector 0: it adds nothing to the largest"


def derive_attained() -> Iterator[Step]:
    """A singular vector is stretched by its singular value."""
    yield Step(
        largest_over(norm(U * (at(s, j) * row(Identity(n), j))), j, 1, n), because="V v_j is the j-th unit vector"
    )
    yield Step(largest_over(at(s, j), j, 1, n), because="U keeps lengths")
    yield Step(spectral_norm(A), because="the spectral norm is the largest singular value")


attained = Formula(
    title="The spectral norm is the largest stretch of a unit vector, and a singular vector attains it",
    kind=Kind.IDENTITY,
    statement=equal(largest_over(norm(A * row(V, j)), j, 1, n), spectral_norm(A)),
    quantities=decomposed,
    assumptions=(),
    notations=(
        Notation(r"\max_{1 \leq j \leq n} \|A v_j\| = \|A\|_2", rows),
        Notation(r"\max_j \|A v_j\|_2 = \|A\|_2", rows),
    ),
    words=("spectral norm", "singular value", "operator norm"),
    derivation=derive_attained,
    source=Source(golub, "section 2.4"),
    survivors=(("the lower bound 1 becomes 0", no_zero),),
)

iterations = Size("k", "iterations", largest=3)
K = iterations.symbol
start = Quantity("x", "where the iteration starts", shape=(inputs,))
direction = free_index("i", inputs)
x_0, d = start.symbol, direction.symbol


def derive_power() -> Iterator[Step]:
    """The squared singular values are the eigenvalues of A'A."""
    squared = diagonal_matrix(s) * diagonal_matrix(s)
    yield Step(dot(row(V, d), (Transpose(V) * squared * V) ** K * x_0), because="A'A = V' diag(s)^2 V: U cancels")
    yield Step(
        at(s, d) ** (2 * K) * dot(row(V, d), x_0), because="the inner V V' cancel; the component along v_i is left"
    )


power_method = Formula(
    title="Power method: k steps multiply the component along a singular vector by the 2k-th power of its value",
    kind=Kind.IDENTITY,
    statement=equal(dot(row(V, d), (Transpose(A) * A) ** K * x_0), at(s, d) ** (2 * K) * dot(row(V, d), x_0)),
    quantities=(*decomposed, start, direction),
    other_sizes=(iterations,),
    assumptions=(),
    notations=(
        Notation(r"v_i^\top (A^\top A)^k x = s_i^{2k} v_i^\top x", rows),
        Notation(r"\langle v_i, (A^T A)^k u_0 \rangle = \sigma_i^{2k} \langle v_i, u_0 \rangle",
                 (*rows, ("u_0", "x"), ("sigma", "s"))),
    ),
    words=("power method", "power iteration", "singular value", "spectral norm"),
    derivation=derive_power,
    source=Source(golub, "section 7.3.1"),
)  # fmt: skip

general = Quantity("A", "a matrix", shape=(outputs, inputs))
B = general.symbol
once, twice = B * x_0, Transpose(B) * (B * x_0)


def derive_estimate() -> Iterator[Step]:
    """The Cauchy-Schwarz inequality, twice."""
    yield Step(
        norm(x_0) * norm(twice) ** 2 / norm(once),
        because="|A x|^2 = x' (A'A x) <= |x| |A'A x|",
        relation="<=",
    )
    yield Step(
        norm(B * twice) * norm(x_0), because="|A'A x|^2 = (A x)' (A A'A x) <= |A x| |A A'A x|", relation="<="
    )


power_estimate = Formula(
    title="A step of the power method never lowers its estimate of the spectral norm",
    kind=Kind.BOUND,
    statement=at_most(norm(once) * norm(twice), norm(B * twice) * norm(x_0)),
    quantities=(general, start),
    assumptions=(),
    notations=(
        Notation(r"\|A x\| \|A^\top A x\| \leq \|A A^\top A x\| \|x\|"),
        Notation(r"\|J v\|_2 \, \|J^T J v\|_2 \leq \|J J^T J v\|_2 \, \|v\|_2", (("J", "A"), ("v", "x"))),
    ),
    words=("power method", "power iteration", "spectral norm", "estimate"),
    derivation=derive_estimate,
    source=Source(golub, "section 7.3.1"),
)

TOPIC = Topic(
    "Spectral norms", formulas=(linearisation, local_stretch, attained, power_method, power_estimate)
)

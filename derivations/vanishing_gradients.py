"""Vanishing gradients: products of Jacobians through time, and the norms that bound them.

The network is h_t = tanh(W h_{t-1} + c_t), where c_t is what input and bias add in step t; the loss is a function of
the last state h_3. The slopes of tanh lie in (0, 1], so that each step back in time multiplies the gradient by at most
the largest singular value of W.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Lambda, MatMul, MatrixSymbol, Piecewise, tanh

from derivations.operators import (
    at,
    at_most,
    diagonal_matrix,
    entrywise,
    equal,
    gradient,
    hadamard,
    norm,
    partial,
    row,
    spectral_norm,
)
from derivations.recurrent_networks import drives, reached, recurrent, units
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index

pascanu = "Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent neural networks"
golub = "Golub and Van Loan, Matrix Computations"

rows = Size("p", "rows of A", largest=3)
inner = Size("q", "columns of A", largest=3)
columns = Size("r", "columns of B", largest=3)
left = Quantity("A", "a matrix", shape=(rows, inner))
right = Quantity("B", "a matrix", shape=(inner, columns))
vector = Quantity("x", "a vector", shape=(inner,))
A, B, x = left.symbol, right.symbol, vector.symbol


def derive_stretch() -> Iterator[Step]:
    """The largest singular value is the largest stretch."""
    yield Step(spectral_norm(A) * norm(x), because="no unit vector is stretched by more", relation="<=")


stretch = Formula(
    title="The spectral norm bounds how much a matrix stretches a vector",
    kind=Kind.BOUND,
    statement=at_most(norm(A * x), spectral_norm(A) * norm(x)),
    quantities=(left, vector),
    assumptions=(),
    notations=(
        Notation(r"\|A x\| \leq \|A\|_2 \|x\|"),
        Notation(r"\|W x\|_2 \leq \|W\|_2 \cdot \|x\|_2", (("W", "A"),)),
    ),
    words=("spectral norm", "singular value", "operator norm"),
    derivation=derive_stretch,
    source=Source(golub, "section 2.3"),
)


def derive_submultiplicative() -> Iterator[Step]:
    """Apply the bound on the stretch twice."""
    yield Step(
        spectral_norm(A) * spectral_norm(B),
        because="at any unit vector v the norm of A B v is at most that of A times that of B v",
        relation="<=",
    )


submultiplicative = Formula(
    title="The spectral norm of a product",
    kind=Kind.BOUND,
    statement=at_most(spectral_norm(A * B), spectral_norm(A) * spectral_norm(B)),
    quantities=(left, right),
    assumptions=(),
    notations=(
        Notation(r"\|A B\|_2 \leq \|A\|_2 \|B\|_2"),
        Notation(r"\|\mathbf{A} \mathbf{B}\|_2 \leq \|\mathbf{A}\|_2 \cdot \|\mathbf{B}\|_2"),
        Notation(r"\|U V\|_2 \leq \|U\|_2 \|V\|_2", (("U", "A"), ("V", "B"))),
    ),
    words=("spectral norm", "submultiplicative", "operator norm"),
    derivation=derive_submultiplicative,
    source=Source(golub, "section 2.3.1"),
)

W, c = recurrent.symbol, drives.symbol
n = units.symbol
h_1 = reached.symbol
second = Quantity("h_2", "state after the second step", shape=(units,), value=entrywise(tanh, W * h_1 + row(c, 2)))
h_2 = second.symbol
third = Quantity("h_3", "state after the third step", shape=(units,), value=entrywise(tanh, W * h_2 + row(c, 3)))
h_3 = third.symbol
objective = Quantity("loss", "objective as a function of the last state", arguments=((units,),))
risk = Quantity("L", "loss", value=objective.symbol(h_3))
L = risk.symbol


def slopes_of(activation: Any) -> Any:
    """The slopes of tanh, from its values."""
    return entrywise(lambda u: 1 - u**2, activation)


first_slopes = Quantity("S_2", "slopes of the second step", (units, units), value=diagonal_matrix(slopes_of(h_2)))
last_slopes = Quantity("S_3", "slopes of the third step", (units, units), value=diagonal_matrix(slopes_of(h_3)))
S_2, S_3 = first_slopes.symbol, last_slopes.symbol
a, v = bound_index("a"), MatrixSymbol("v", n, 1)
states = Quantity("h", "state after a step", (units,), value=Lambda((a,), Piecewise((h_2, Eq(a, 2)), (h_3, True))))
slopes = Quantity(
    "S", "slopes of tanh where its value is v", (units, units), value=Lambda((v,), diagonal_matrix(slopes_of(v)))
)
chain = (recurrent, drives, reached, second, third, objective, risk, first_slopes, last_slopes)


def derive_one_step_back() -> Iterator[Step]:
    """Transpose the Jacobian of one step."""
    back = hadamard(slopes_of(h_2), gradient(L, h_2))
    yield Step(W.T * back, because="chain rule: the loss depends on h_1 through the second step only")
    yield Step(W.T * S_2 * gradient(L, h_2), because="a diagonal matrix multiplies entry by entry")


one_step_back = Formula(
    title="The gradient one step back in time",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, h_1), MatMul(W.T, S_2, gradient(L, h_2))),
    quantities=chain,
    assumptions=(),
    notations=(
        Notation(r"\nabla_{h_1} L = W^\top S_2 \nabla_{h_2} L"),
        Notation(r"\nabla_{h_1} L = W^\top \operatorname{diag}(1 - h_2^2) \nabla_{h_2} L"),
        Notation(r"\nabla_{h_1} L = W^\top ((1 - h_2 \odot h_2) \odot \nabla_{h_2} L)"),
    ),
    words=("backpropagation through time", "recurrent", "gradient"),
    derivation=derive_one_step_back,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "section 10.2.2, equation 10.21"),
)


def derive_gradient_product() -> Iterator[Step]:
    """One step back, twice."""
    yield Step(MatMul(W.T, S_2, gradient(L, h_2)), because="one step back")
    yield Step(MatMul(W.T, S_2, W.T, S_3, gradient(L, h_3)), because="and one more")


gradient_product = Formula(
    title="The gradient several steps back in time",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, h_1), MatMul(W.T, S_2, W.T, S_3, gradient(L, h_3))),
    quantities=(*chain, states, slopes),
    assumptions=(),
    notations=(
        Notation(r"\nabla_{h_1} L = W^\top S_2 W^\top S_3 \nabla_{h_3} L"),
        Notation(r"\nabla_{h_1} L = \left[ \prod_{j=2}^{3} W^\top S(h_j) \right] \nabla_{h_3} L"),
    ),
    words=("backpropagation through time", "recurrent", "product", "vanishing gradient"),
    derivation=derive_gradient_product,
    source=Source(pascanu, "section 2, equation 5"),
)


def derive_gradient_bound() -> Iterator[Step]:
    """Bound the factors one by one."""
    outer, weight = gradient(L, h_3), spectral_norm(W)
    yield Step(norm(MatMul(W.T, S_2, W.T, S_3, outer)), because="the gradient several steps back in time")
    yield Step(
        weight * spectral_norm(S_2) * weight * spectral_norm(S_3) * norm(outer),
        because="the spectral norm is submultiplicative, and a transpose has the same",
        relation="<=",
    )
    yield Step(weight**2 * norm(outer), because="the slopes of tanh are at most 1", relation="<=")


gradient_bound = Formula(
    title="Bound on a gradient two steps back in time",
    kind=Kind.BOUND,
    statement=at_most(norm(gradient(L, h_1)), spectral_norm(W) ** 2 * norm(gradient(L, h_3))),
    quantities=chain,
    assumptions=(),
    notations=(
        Notation(r"\|\nabla_{h_1} L\| \leq \|W\|_2^2 \|\nabla_{h_3} L\|"),
        Notation(r"\|\nabla_{h_1} L\|_2 \leq \|W\|_2^{3-1} \cdot \|\nabla_{h_3} L\|_2"),
    ),
    words=("vanishing gradient", "exploding gradient", "spectral norm", "recurrent"),
    derivation=derive_gradient_bound,
    source=Source(pascanu, "section 2.1, equation 7"),
)

moments = Size("T", "steps", smallest=2, largest=2)
weight = Quantity("w", "weight from state to state")
inputs = Quantity("x", "inputs", shape=(moments,))
start = Quantity("h_0", "state before the first step")
w, given, z_0 = weight.symbol, inputs.symbol, start.symbol
one = Quantity("h_1", "state after the first step", value=tanh(w * z_0 + at(given, 1)))
z_1 = one.symbol
two = Quantity("h_2", "state after the second step", value=tanh(w * z_1 + at(given, 2)))
z_2 = two.symbol
activations = tuple(
    Quantity(f"a_{step}", f"preactivation of step {step}", value=w * before + at(given, step))
    for step, before in ((1, z_0), (2, z_1))
)


def derive_one_unit() -> Iterator[Step]:
    """The weight acts in both steps."""
    yield Step(
        (1 - z_2**2) * (z_1 + w * partial(z_1, w)), because="product rule in the second step: the weight acts there too"
    )
    yield Step((1 - z_2**2) * (z_1 + w * (1 - z_1**2) * z_0), because="the same for the first step, from a fixed start")


one_unit = Formula(
    title="Backpropagation through two steps of one unit",
    kind=Kind.GRADIENT,
    statement=equal(partial(z_2, w), (1 - z_2**2) * (z_1 + w * (1 - z_1**2) * z_0)),
    quantities=(weight, inputs, start, one, two, *activations),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial h_2}{\partial w} = (1 - h_2^2) \left(h_1 + w (1 - h_1^2) h_0\right)"),
        Notation(
            r"\frac{d h_2}{d w} = \sigma'(a_2) h_1 + \sigma'(a_2) w \sigma'(a_1) h_0",
            (("sigma", "tanh"),),
        ),
    ),
    words=("backpropagation through time", "recurrent", "scalar"),
    derivation=derive_one_unit,
    source=Source("Goodfellow, Bengio and Courville, Deep Learning", "section 10.2.2"),
)

TOPIC = Topic(
    "Gradients through time",
    formulas=(stretch, submultiplicative, one_step_back, gradient_product, gradient_bound, one_unit),
)

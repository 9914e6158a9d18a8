"""How far a network moves its outputs: adversarial training as operator norm regularisation, loose and tight bounds.

Adversarial training on a map that is linear around the input looks for the perturbation of given length that moves the
output most: its steps are those of the power method, and what it reaches is the spectral norm of the Jacobian.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Abs, Lambda, MatMul, MatrixSymbol, Transpose

from derivations.operators import dot, equal, evaluated, gradient, largest_over, norm, row, spectral_norm
from derivations.spectral_norms import (
    A,
    B,
    K,
    V,
    decomposed,
    general,
    golub,
    goodfellow,
    inputs,
    iterations,
    j,
    n,
    no_zero,
    outputs,
    roth,
    rows,
    start,
    x_0,
)
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
)

budget = Quantity("epsilon", "length of the perturbation", domain=POSITIVE)
moved = Quantity("r", "the perturbation", shape=(inputs,))
epsilon, r = budget.symbol, moved.symbol
change_of_outputs = Quantity("L", "half the squared change of the outputs", value=norm(B * r) ** 2 / 2)
L = change_of_outputs.symbol


def derive_ascent() -> Iterator[Step]:
    """Twice one half."""
    outcome = Transpose(B) * (B * r)
    yield Step(epsilon / norm(outcome) * gradient(L, r), because="the gradient of half a squared length is A'A r")
    yield Step(epsilon / norm(outcome) * outcome, because="not only its norm, also its direction")


ascent_is_power_method = Formula(
    title="Steepest ascent on the change of linear outputs within a ball is a step of the power method",
    kind=Kind.IDENTITY,
    statement=equal(
        epsilon / norm(gradient(L, r)) * gradient(L, r),
        epsilon / norm(Transpose(B) * (B * r)) * (Transpose(B) * (B * r)),
    ),
    quantities=(change_of_outputs, general, moved, budget),
    assumptions=(norm(B * r) > 0,),
    notations=(
        Notation(r"\epsilon \frac{\nabla_r L}{\|\nabla_r L\|} = \epsilon \frac{A^\top A r}{\|A^\top A r\|}"),
        Notation(
            r"\frac{\epsilon \nabla_r L}{\|\nabla_r L\|_2} = \frac{\epsilon J^T J r}{\|J^T J r\|_2}", (("J", "A"),)
        ),
    ),
    words=("adversarial training", "operator norm", "power method", "projected gradient ascent"),
    derivation=derive_ascent,
    source=Source(roth, "section 3, theorem 1, for p = q = 2"),
)

offset = Quantity("c", "outputs at 0", shape=(inputs,))
c = offset.symbol
u = MatrixSymbol("u", n, 1)
affine = Quantity("f", "a map that is linear around the input", value=Lambda((u,), A * u + c))
F = affine.symbol


def logits(where: Any) -> Any:
    """The outputs there, as a vector."""
    return evaluated(F(where), n, 1)


def derive_adversarial() -> Iterator[Step]:
    """The outputs change by A r."""
    yield Step(largest_over(norm(A * (epsilon * row(V, j))), j, 1, n), because="the map is linear: it changes by A r")
    yield Step(epsilon * spectral_norm(A), because="a singular vector attains the largest stretch")


adversarial_change = Formula(
    title="The largest change of linear outputs under perturbations of length epsilon: epsilon times the spectral norm",
    kind=Kind.IDENTITY,
    statement=equal(
        largest_over(norm(logits(x_0 + epsilon * row(V, j)) - logits(x_0)), j, 1, n), epsilon * spectral_norm(A)
    ),
    quantities=(affine, *decomposed, offset, start, budget),
    assumptions=(),
    notations=(
        Notation(r"\max_{1 \leq j \leq n} \|f(x + \epsilon v_j) - f(x)\|_2 = \epsilon \|A\|_2", rows),
        Notation(
            r"\max_j \|f(x + \epsilon v_j) - f(x)\| = \epsilon \|J\|_2", (*rows, ("J", "A"))
        ),
    ),
    words=("adversarial training", "operator norm", "regularization", "spectral norm"),
    derivation=derive_adversarial,
    source=Source(roth, "section 3, theorem 1, for p = q = 2"),
    survivors=(
        ("the lower bound 1 becomes 0", no_zero),
        ("the summand epsilon*V[j, :] changes its sign", "a linear map changes as far in the opposite direction"),
    ),
)

middle = Size("m", "hidden units", largest=3)
p, q, g, h = (
    Quantity(name, meaning, shape=(size,))
    for name, meaning, size in (
        ("p", "outgoing weights", outputs),
        ("q", "what the second layer reads", middle),
        ("g", "what the first layer writes", middle),
        ("h", "incoming weights", inputs),
    )
)
second_layer = Quantity("W_2", "weights of the second layer", (outputs, middle), value=p.symbol * q.symbol.T)
first_layer = Quantity("W_1", "weights of the first layer", (middle, inputs), value=g.symbol * h.symbol.T)
W_2, W_1 = second_layer.symbol, first_layer.symbol


def derive_loose() -> Iterator[Step]:
    """The inner product of the inner vectors comes out."""
    yield Step(
        Abs(dot(q.symbol, g.symbol)) * spectral_norm(p.symbol * h.symbol.T),
        because="the inner vectors meet in an inner product",
    )
    yield Step(
        Abs(dot(q.symbol, g.symbol)) * norm(p.symbol) * norm(h.symbol),
        because="a matrix of rank one has one singular value: the product of the lengths",
    )


loose_product = Formula(
    title="Two layers of rank one: their product vanishes where they do not meet, whatever their norms",
    kind=Kind.IDENTITY,
    statement=equal(
        spectral_norm(MatMul(W_2, W_1, evaluate=False)),
        Abs(dot(q.symbol, g.symbol)) * norm(p.symbol) * norm(h.symbol),
    ),
    quantities=(second_layer, first_layer, p, q, g, h),
    assumptions=(),
    notations=(
        Notation(r"\|W_2 W_1\|_2 = |q^\top g| \, \|p\| \, \|h\|"),
        Notation(r"\|p q^T g h^T\|_2 = |\langle q, g \rangle| \|p\|_2 \|h\|_2"),
    ),
    words=("spectral norm", "product", "loose", "layers", "rank one"),
    derivation=derive_loose,
    source=Source(golub, "section 2.3"),
    survivors=(("spectral_norm becomes norm2", "a matrix of rank one has the same Frobenius norm"),),
)

scale = Quantity("c", "scale of the weights", domain=POSITIVE)
rotation = Quantity("Q", "an orthogonal matrix", shape=(inputs, inputs), domain=ORTHOGONAL)
factor = scale.symbol
recurrent = Quantity("W", "weights", shape=(inputs, inputs), value=factor * rotation.symbol)
W = recurrent.symbol


def derive_explosion() -> Iterator[Step]:
    """Each step multiplies the length by c."""
    yield Step(norm(factor**K * (Transpose(rotation.symbol) ** K * r)), because="the scale comes out of the power")
    yield Step(factor**K * norm(r), because="orthogonal matrices keep lengths")


explosion = Formula(
    title="Through k linear steps with weights c Q, Q orthogonal, a gradient grows like the k-th power of c",
    kind=Kind.IDENTITY,
    statement=equal(norm(Transpose(W) ** K * r), factor**K * norm(r)),
    quantities=(recurrent, scale, rotation, moved),
    other_sizes=(iterations,),
    assumptions=(),
    notations=(
        Notation(r"\|(W^\top)^k r\| = c^k \|r\|"),
        Notation(r"\|(W^T)^{k} \delta\|_2 = c^k \|\delta\|_2", (("delta", "r"),)),
    ),
    words=("exploding gradient", "vanishing gradient", "orthogonal", "recurrent"),
    derivation=derive_explosion,
    source=Source(goodfellow, "section 10.7"),
    survivors=(("the transpose of W is dropped", "the transpose of an orthogonal matrix keeps lengths as well"),),
)

TOPIC = Topic(
    "How far a network moves its outputs",
    formulas=(adversarial_change, ascent_is_power_method, loose_product, explosion),
)

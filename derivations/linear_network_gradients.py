"""Linear layers on a data set, examples as columns or as rows: gradients of the squared error by whole matrices.

Columns: predictions W X or W_2 W_1 X for the targets Y; rows: predictions X W. The residual E is prediction
less target.
"""

from __future__ import annotations

from typing import Any

from sympy import Rational, Transpose

from derivations.operators import gradient, norm
from derivations.stanzas import identity
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Topic

cookbook = Source("Petersen and Pedersen, The Matrix Cookbook", "section 2.5, derivatives of traces and norms")
saxe = Source("Saxe, McClelland and Ganguli 2014, Exact Solutions to the Nonlinear Dynamics of Learning", "section 1")
arora = Source("Arora, Cohen and Hazan 2018, On the Optimization of Deep Networks", "theorem 1")
half = Rational(1, 2)
examples = Size("n", "examples", largest=4)
features = Size("d", "inputs", largest=4)
units = Size("m", "hidden units", largest=3)
outputs = Size("k", "outputs", largest=3)
n = examples.symbol
inputs = Quantity("X", "inputs, a column for each example", shape=(features, examples))
targets = Quantity("Y", "targets, a column for each example", shape=(outputs, examples))
weights = Quantity("W", "weights", shape=(outputs, features))
first = Quantity("W_1", "weights of the first layer", shape=(units, features))
second = Quantity("W_2", "weights of the second layer", shape=(outputs, units))
X, Y, W, W_1, W_2 = (q.symbol for q in (inputs, targets, weights, first, second))
words = ("linear network", "linear layer", "linear regression", "gradient", "frobenius", "squared error")
LOSSES = (("L", ()), (r"\ell", (("l", "L"),)), ("J", (("J", "L"),)), (r"\mathcal{L}", (("calL", "L"),)))


def of_loss(by: str, *rights: str, letters: tuple[tuple[str, str], ...] = ()) -> tuple[Notation, ...]:
    """A gradient of the loss as a fraction and with a nabla, the loss in its usual letters."""
    return tuple(
        Notation(f"{start} = {right}", (*named, *letters))
        for head, named in LOSSES
        for start in (rf"\nabla_{{{by}}} {head}", rf"\frac{{\partial {head}}}{{\partial {by}}}")
        for right in rights
    )


def descended(
    title: str,
    left: Any,
    steps: tuple[tuple[Any, str], ...],
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    source: Source,
    more: tuple[str, ...] = (),
) -> Formula:
    """A gradient, with the steps of its derivation."""
    return identity(title, left, steps, quantities, notations, (*words, *more), source, Kind.GRADIENT)


def loss(factor: Any, difference: Any) -> Quantity:
    """The factor times the squared norm of a difference."""
    return Quantity("L", "squared error", value=factor * norm(difference) ** 2)


residual = Quantity("E", "residual: prediction less target", shape=(outputs, examples), value=W_2 * W_1 * X - Y)
E = residual.symbol
deep = ("deep linear", "two-layer", "two layers", "gradient flow")
two = (inputs, targets, first, second, residual)
total = loss(half, W_2 * W_1 * X - Y)
L = total.symbol
first_half = descended(
    "Gradient of half the squared error of a two-layer linear network by the first layer, on a data set",
    gradient(L, W_1),
    (
        (Transpose(W_2) * (W_2 * W_1 * X - Y) * Transpose(X), "the residual is linear in W_1"),
        (Transpose(W_2) * E * Transpose(X), "the residual by its name"),
    ),
    (*two, total),
    of_loss("W_1", r"W_2^\top E X^\top", r"W_2^\top (W_2 W_1 X - Y) X^\top"),
    saxe,
    deep,
)
second_half = descended(
    "Gradient of half the squared error of a two-layer linear network by the second layer, on a data set",
    gradient(L, W_2),
    (
        ((W_2 * W_1 * X - Y) * Transpose(X) * Transpose(W_1), "the residual is linear in W_2"),
        (E * Transpose(X) * Transpose(W_1), "the residual by its name"),
    ),
    (*two, total),
    of_loss(
        "W_2",
        r"E X^\top W_1^\top",
        r"(W_2 W_1 X - Y) X^\top W_1^\top",
        r"(W_2 W_1 X - Y) (W_1 X)^\top",
    ),
    saxe,
    deep,
)
balance = descended(
    "Two-layer linear networks stay balanced: both gradients agree, seen from the hidden layer",
    Transpose(W_2) * gradient(L, W_2),
    (
        (Transpose(W_2) * E * Transpose(X) * Transpose(W_1), "the gradient by the second layer"),
        (gradient(L, W_1) * Transpose(W_1), "the gradient by the first layer"),
    ),
    (*two, total),
    tuple(
        Notation(rf"W_2^\top (\nabla_{{W_2}} {head}) = (\nabla_{{W_1}} {head}) W_1^\top", named)
        for head, named in LOSSES
    )
    + tuple(
        Notation(
            rf"W_2^\top \frac{{\partial {head}}}{{\partial W_2}} = \frac{{\partial {head}}}{{\partial W_1}} W_1^\top",
            named,
        )
        for head, named in LOSSES
    ),
    arora,
    (*deep, "balanced", "conserved"),
)

single = Quantity("E", "residual: prediction less target", shape=(outputs, examples), value=W * X - Y)
one = (inputs, targets, weights, single)


def layer_gradient(factor: Any, scale: Any, name: str, spelled: str) -> Formula:
    """The gradient by the weights of one linear layer, examples in columns."""
    error = loss(factor, W * X - Y)
    return descended(
        f"Gradient of {name} by the weights of a linear layer, examples in columns",
        gradient(error.symbol, W),
        (
            (scale * single.symbol * Transpose(X), "the residual is linear in the weights"),
            (scale * (W * X - Y) * Transpose(X), "the residual written out"),
        ),
        (*one, error),
        of_loss("W", spelled + r"(W X - Y) X^\top", spelled + r"E X^\top"),
        cookbook,
    )  # fmt: skip


layer_half = layer_gradient(half, 1, "half the squared error", "")
layer_total = layer_gradient(1, 2, "the squared error", "2 ")
layer_mean = layer_gradient(half / n, 1 / n, "half the mean squared error", r"\frac{1}{n} ")
layer_double = layer_gradient(1 / n, 2 / n, "the mean squared error", r"\frac{2}{n} ")

listed = Quantity("X", "inputs, a row for each example", shape=(examples, features))
wanted = Quantity("Y", "targets, a row for each example", shape=(examples, outputs))
mixing = Quantity("W", "weights, a column for each output", shape=(features, outputs))
A, B, M = listed.symbol, wanted.symbol, mixing.symbol
listed_residual = Quantity("E", "residual: prediction less target", shape=(examples, outputs), value=A * M - B)


def row_gradient(factor: Any, scale: Any, name: str, spelled: str) -> Formula:
    """The gradient by the weights of one linear layer, examples in rows."""
    error = loss(factor, A * M - B)
    return descended(
        f"Gradient of {name} by the weights of a linear layer, examples in rows",
        gradient(error.symbol, M),
        (
            (scale * Transpose(A) * listed_residual.symbol, "the residual is linear in the weights"),
            (scale * Transpose(A) * (A * M - B), "the residual written out"),
        ),
        (listed, wanted, mixing, listed_residual, error),
        of_loss("W", spelled + r"X^\top (X W - Y)", spelled + r"X^\top E"),
        cookbook,
        ("multi-output", "multivariate"),
    )  # fmt: skip


row_half = row_gradient(half, 1, "half the squared error", "")
row_total = row_gradient(1, 2, "the squared error", "2 ")
row_mean = row_gradient(half / n, 1 / n, "half the mean squared error", r"\frac{1}{n} ")
row_double = row_gradient(1 / n, 2 / n, "the mean squared error", r"\frac{2}{n} ")

TOPIC = Topic(
    "Gradients of linear layers on a data set",
    formulas=(
        first_half,
        second_half,
        balance,
        layer_half,
        layer_total,
        layer_mean,
        layer_double,
        row_half,
        row_total,
        row_mean,
        row_double,
    ),
)

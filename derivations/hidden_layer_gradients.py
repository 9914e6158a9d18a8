"""Gradients of a network with one hidden layer by hand, for one example: h = φ(z), z = W x + b.

With one output f = v·h + c and half the squared error, δ = f - y is the residual; the gradients of f itself are those
with δ = 1.
"""

from __future__ import annotations

from typing import Any

from sympy import Rational, Transpose

from derivations.operators import (
    at,
    dot,
    entrywise,
    entrywise_slope,
    gradient,
    hadamard,
    partial,
    row,
)
from derivations.stanzas import identity
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Topic, free_index

goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 6.5.4, algorithm 6.4")
half = Rational(1, 2)
features = Size("d", "inputs", largest=3)
units = Size("m", "hidden units", largest=3)
inputs = Quantity("x", "inputs", shape=(features,))
weights = Quantity("W", "weights of the hidden layer", shape=(units, features))
biases = Quantity("b", "biases of the hidden layer", shape=(units,))
outer = Quantity("v", "weights of the output", shape=(units,))
offset = Quantity("c", "bias of the output")
target = Quantity("y", "target")
function = Quantity("phi", "activation function", arguments=((),))
x, W, b, v, c, y, phi = (q.symbol for q in (inputs, weights, biases, outer, offset, target, function))
score = Quantity("z", "pre-activations", shape=(units,), value=W * x + b)
z = score.symbol
hidden = Quantity("h", "hidden activations", shape=(units,), value=entrywise(phi, z))
h = hidden.symbol
output = Quantity("f", "output of the network", value=dot(v, h) + c)
f = output.symbol
residual = Quantity("delta", "residual", value=f - y)
delta = residual.symbol
loss = Quantity("L", "half the squared error", value=half * (f - y) ** 2)
L = loss.symbol
network = (weights, inputs, biases, outer, offset, function, score, hidden, output)
squared = (*network, target, residual, loss)
slopes = entrywise_slope(phi, z)
i, j = free_index("i", units), free_index("j", features)
words = ("backprop", "backward", "gradient", "chain rule", "hidden layer", "one-hidden-layer", "shallow")


def found(
    title: str,
    left: Any,
    steps: tuple[tuple[Any, str], ...],
    quantities: tuple[Quantity, ...],
    notations: tuple[Notation, ...],
    more: tuple[str, ...] = (),
    source: Source = goodfellow,
) -> Formula:
    """A gradient, with the steps of its derivation."""
    return identity(title, left, steps, quantities, notations, (*words, *more), source, Kind.GRADIENT)


def spelled(left: tuple[str, str], *rights: str, letters: tuple[tuple[str, str], ...] = ()) -> tuple[Notation, ...]:
    """A gradient as a fraction and with a nabla, of L, l, J, or of what `left` names, by its second entry."""
    of, by = left
    heads = [(of, ())] if of != "L" else [("L", ()), (r"\ell", (("l", "L"),)), ("J", (("J", "L"),)),
                                          (r"\mathcal{L}", (("calL", "L"),))]  # fmt: skip
    return tuple(
        Notation(f"{start} = {right}", (*named, *letters))
        for head, named in heads
        for start in (rf"\frac{{\partial {head}}}{{\partial {by}}}", rf"\nabla_{{{by}}} {head}")
        for right in rights
    )


outer_gradient = found(
    "Gradient of half the squared error by the output weights",
    gradient(L, v),
    ((delta * gradient(f, v), "chain rule through the output"), (delta * h, "the output is linear in v")),
    squared,
    (
        *spelled(("L", "v"), r"\delta h", r"(f - y) h", r"(f(x) - y) h"),
        *spelled(("L", "a"), r"(f - y) h", r"(f(x) - y) \sigma(z)", letters=(("a", "v"), ("sigma", "phi"))),
        *spelled(("L", "v"), r"(\hat{y} - y) h", letters=(("y_hat", "f"),)),
    ),
)
offset_gradient = found(
    "Derivative of half the squared error by the output bias",
    partial(L, c),
    ((delta * partial(f, c), "chain rule through the output"), (delta, "the output grows like its bias")),
    squared,
    (
        *spelled(("L", "c"), r"\delta", r"f - y", r"f(x) - y"),
        *spelled(("L", "c"), r"\hat{y} - y", letters=(("y_hat", "f"),)),
    ),
)
back = delta * hadamard(v, slopes)
bias_gradient = found(
    "Gradient of half the squared error by the hidden biases, one output",
    gradient(L, b),
    ((delta * gradient(f, b), "chain rule through the output"), (back, "unit by unit: v_i times its slope")),
    squared,
    (
        *spelled(("L", "b"), r"\delta (v \odot \phi'(z))", r"(f - y) (v \odot \phi'(z))", r"\delta v \odot \phi'(z)",
                 r"(f(x) - y) v \odot \phi'(z)"),
        *spelled(("L", "b"), r"(\hat{y} - y) (v \odot \phi'(z))", r"(\hat{y} - y) v \odot \phi'(z)",
                 letters=(("y_hat", "f"),)),
    ),
)  # fmt: skip
weight_gradient = found(
    "Gradient of half the squared error by the hidden weights, one output",
    gradient(L, W),
    (
        (gradient(L, z) * Transpose(x), "the pre-activations are linear in W"),
        (back * Transpose(x), "unit by unit: v_i times its slope"),
    ),
    squared,
    (
        *spelled(("L", "W"), r"\delta (v \odot \phi'(z)) x^\top", r"(f - y) (v \odot \phi'(z)) x^\top",
                 r"(f(x) - y) (v \odot \phi'(z)) x^\top", r"((f - y) v \odot \phi'(z)) x^\top"),
        *spelled(("L", "W"), r"(\hat{y} - y) (v \odot \phi'(z)) x^\top", letters=(("y_hat", "f"),)),
    ),
)  # fmt: skip
input_gradient = found(
    "Gradient of half the squared error by the input, one hidden layer",
    gradient(L, x),
    (
        (Transpose(W) * gradient(L, z), "the pre-activations are linear in x"),
        (delta * Transpose(W) * hadamard(v, slopes), "unit by unit: v_i times its slope"),
    ),
    squared,
    (
        *spelled(("L", "x"), r"\delta W^\top (v \odot \phi'(z))", r"(f - y) W^\top (v \odot \phi'(z))",
                 r"(f(x) - y) W^\top (v \odot \phi'(z))"),
        *spelled(("L", "x"), r"(\hat{y} - y) W^\top (v \odot \phi'(z))", letters=(("y_hat", "f"),)),
    ),
)  # fmt: skip
output_weights = found(
    "Gradient of a network with one hidden layer by its output weights",
    gradient(f, v),
    ((gradient(dot(v, h), v), "the bias does not depend on v"), (h, "a linear function")),
    network,
    spelled(("f", "v"), r"h", r"\phi(W x + b)", r"\phi(z)"),
    ("network", "tangent kernel"),
)
hidden_weights = found(
    "Gradient of a network with one hidden layer by its hidden weights",
    gradient(f, W),
    (
        (gradient(f, z) * Transpose(x), "the pre-activations are linear in W"),
        (hadamard(v, slopes) * Transpose(x), "unit by unit: v_i times its slope"),
    ),
    network,
    (
        *spelled(("f", "W"), r"(v \odot \phi'(z)) x^\top", r"(v \odot \phi'(W x + b)) x^\top"),
        *spelled(("f", "W"), r"(a \odot \sigma'(z)) x^\top", letters=(("a", "v"), ("sigma", "phi"))),
    ),
    ("network", "tangent kernel"),
)
hidden_entry = found(
    "Derivative of a network with one hidden layer by one hidden weight",
    at(gradient(f, W), i.symbol, j.symbol),
    (
        (at(v, i.symbol) * at(slopes, i.symbol) * at(x, j.symbol), "the weight acts through unit i alone"),
    ),
    (*network, i, j),
    (
        Notation(r"\frac{\partial f}{\partial W_{ij}} = v_i \phi'(z_i) x_j"),
        Notation(r"\frac{\partial f}{\partial w_{ij}} = a_i \sigma'(z_i) x_j",
                 letters=(("w", "W"), ("a", "v"), ("sigma", "phi"))),
    ),
    ("network", "tangent kernel"),
)  # fmt: skip
unit_gradient = found(
    "Gradient of a network with one hidden layer by the weights of one unit",
    row(gradient(f, W), i.symbol),
    (
        (at(v, i.symbol) * at(slopes, i.symbol) * x, "the weights act through unit i alone"),
    ),
    (*network, i),
    (
        Notation(r"\nabla_{w_i} f = v_i \phi'(z_i) x", letters=(("w", "W"),)),
        Notation(r"\frac{\partial f}{\partial w_i} = a_i \sigma'(z_i) x",
                 letters=(("w", "W"), ("a", "v"), ("sigma", "phi"))),
        Notation(r"\nabla_{w_r} f = a_r \sigma'(z_r) x",
                 letters=(("w", "W"), ("a", "v"), ("sigma", "phi"), ("r", "i"))),
    ),
    ("network", "tangent kernel"),
)  # fmt: skip
input_map = found(
    "Gradient of a network with one hidden layer by its input",
    gradient(f, x),
    (
        (Transpose(W) * gradient(f, z), "the pre-activations are linear in x"),
        (Transpose(W) * hadamard(v, slopes), "unit by unit: v_i times its slope"),
    ),
    network,
    (
        *spelled(("f", "x"), r"W^\top (v \odot \phi'(z))", r"W^\top (v \odot \phi'(W x + b))"),
        *spelled(("f", "x"), r"W^\top \operatorname{diag}(\phi'(z)) v"),
    ),
    ("network", "saliency"),
)

TOPIC = Topic(
    "Gradients of a network with one hidden layer",
    formulas=(
        outer_gradient,
        offset_gradient,
        bias_gradient,
        weight_gradient,
        input_gradient,
        output_weights,
        hidden_weights,
        hidden_entry,
        unit_gradient,
        input_map,
    ),
)

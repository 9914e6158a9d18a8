"""Backward pass of a batch through rectified units and through layers with an L2 penalty, examples as rows.

A layer is Y = X W + 1 b^T, the biases b added to each row; H = max(0, A) are rectified units. The loss is any function
of the outputs; the penalty is lambda or lambda / 2 times the squared weights. What rectified units pass on holds where
no pre-activation is zero. Slopes have names of their own, `dW`, or are written out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Integer, Ne, Product, Rational, Transpose
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import at, dot, entrywise, gradient, hadamard, relu, step
from derivations.stanzas import identity, rule, written
from derivations.vocabulary import POSITIVE, Formula, Kind, Notation, Quantity, Size, Source, Topic, bound_index

cs231n = "Stanford CS231n, course notes"
backward = Source(cs231n, "Putting it together: Minimal Neural Network Case Study")
words = ("two-layer", "two layer", "hidden layer", "backward", "backprop", "upstream", "relu", "minibatch")
examples = Size("N", "examples", smallest=3, largest=4)
features = Size("D", "features", largest=2)
units = Size("M", "units", largest=2)
N, M = examples.symbol, units.symbol
inputs = Quantity("X", "inputs, a row for each example", shape=(examples, features))
weights = Quantity("W", "weights, a column for each unit", shape=(features, units))
biases = Quantity("b", "biases", shape=(units,))
strength = Quantity("mu", "strength of the penalty", domain=POSITIVE)
X, W, mu = inputs.symbol, weights.symbol, strength.symbol
outputs = Quantity("Y", "outputs", shape=(examples, units), value=X * W + OneMatrix(N, 1) * biases.symbol.T)
Y = outputs.symbol
loss = Quantity("loss", "loss as a function of all outputs", arguments=((examples, units),))
i, j = bound_index("i j")
LAYERS = (
    ("X", "W", "Y"),
    ("H", "W_2", "S"),
    ("X", "W_1", "A"),
)


def renamed(names: tuple[str, str, str]) -> tuple[tuple[str, str], ...]:
    """What the letters of a layer stand for."""
    return tuple((mine, meant) for mine, meant in zip(names, ("X", "W", "Y"), strict=True) if mine != meant)


def penalised(factor: Any, sign: str, how: str) -> Formula:
    """The gradient by the weights, `factor` times lambda times the squared weights in the loss."""
    total = Quantity("L", "loss with the penalty", value=loss.symbol(Y) + factor * mu * dot(W, W))
    L = total.symbol
    return identity(
        f"Gradient by the weights of a layer, examples as rows, with {how} in the loss",
        gradient(L, W),
        (
            (X.T * gradient(L, Y) + factor * mu * gradient(dot(W, W), W), "chain rule; the loss depends on W twice"),
            (X.T * gradient(L, Y) + 2 * factor * mu * W, "the gradient of the squared weights is twice the weights"),
        ),
        (inputs, weights, biases, loss, outputs, strength, total),
        tuple(
            Notation(latex, (("lambda", "mu"), *renamed(names)))
            for names in LAYERS
            for a, w, y in (names,)
            for latex in (
                rf"\frac{{\partial L}}{{\partial {w}}} = {a}^\top \frac{{\partial L}}{{\partial {y}}} + {sign} {w}",
                rf"\nabla_{{{w}}} L = {a}^\top \nabla_{{{y}}} L + {sign} {w}",
            )
        ),
        (*words, "regulari", "penalty", "weight decay"),
        backward,
        Kind.GRADIENT,
    )


whole_penalty = penalised(Integer(1), r"2 \lambda", "lambda times the squared weights")
half_penalty = penalised(Rational(1, 2), r"\lambda", "lambda / 2 times the squared weights")
total_loss = Quantity("L", "loss", value=loss.symbol(Y))
row_bias = identity(
    "Gradient by the biases of a layer, examples as rows: the rows of the slopes, added up",
    gradient(total_loss.symbol, biases.symbol),
    ((gradient(total_loss.symbol, Y).T * OneMatrix(N, 1), "every row of the outputs contains the biases once"),),
    (inputs, weights, biases, loss, outputs, total_loss),
    (
        Notation(r"\frac{\partial L}{\partial b} = \left(\frac{\partial L}{\partial Y}\right)^\top \mathbf{1}"),
        Notation(r"\nabla_b L = (\nabla_Y L)^T \mathbf{1}"),
    ),
    (*words, "bias"),
    backward,
    Kind.GRADIENT,
)
errors = Quantity("G", "slopes of the loss by the outputs", shape=(examples, units))
linear_loss = Quantity("L", "loss", value=dot(errors.symbol, Y))
named_bias = identity(
    "Gradient by the biases of a layer, examples as rows, with the slopes as a letter",
    gradient(linear_loss.symbol, biases.symbol),
    ((errors.symbol.T * OneMatrix(N, 1), "every row of the outputs contains the biases once"),),
    (inputs, weights, biases, errors, outputs, linear_loss),
    (
        Notation(r"\frac{\partial L}{\partial b} = G^\top \mathbf{1}"),
        Notation(r"\nabla_b L = G^T \mathbf{1}"),
        Notation(r"\frac{\partial L}{\partial b} = \sum_{i=1}^N G_i"),
    ),
    (*words, "bias"),
    backward,
    Kind.GRADIENT,
)
before = Quantity("A", "pre-activations", shape=(examples, units))
A = before.symbol
after = Quantity("H", "rectified units", shape=(examples, units), value=entrywise(relu, A))
H = after.symbol
of_units = Quantity("L", "loss", value=loss.symbol(H))
off_kink = Ne(Product(at(A, i, j), (j, 1, M), (i, 1, N)), 0)
mask = entrywise(step, A)
rectified = replace(
    identity(
        "Gradient through rectified units: slopes pass where the pre-activation is positive",
        gradient(of_units.symbol, A),
        ((hadamard(gradient(of_units.symbol, H), mask), "max(0, a) has slope 1 for positive a, and else 0"),),
        (before, after, loss, of_units),
        (
            *written(
                r"\frac{\partial L}{\partial A} = \frac{\partial L}{\partial H} \odot \mathbb{1}[A > 0]",
                r"\nabla_A L = \nabla_H L \odot \mathbb{1}[A > 0]",
                r"\frac{\partial L}{\partial A} = \mathbb{1}[A > 0] \odot \frac{\partial L}{\partial H}",
            ),
            Notation(
                r"\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial A} \odot \mathbb{1}[Z > 0]",
                (("Z", "A"), ("A", "H")),
            ),
        ),
        words,
        backward,
        Kind.GRADIENT,
    ),
    assumptions=(off_kink,),
)
upstream = Quantity("dH", "slopes by the units", shape=(examples, units))
units_given = Quantity("H", "rectified units", shape=(examples, units))
masked = hadamard(upstream.symbol, entrywise(step, units_given.symbol))
slope_weights = Quantity("dW", "slopes by the weights", shape=(features, units))
slope_inputs = Quantity("dX", "slopes by the inputs", shape=(examples, features))
given = (upstream, units_given)
MASKS = (r"dH \odot \mathbb{1}[H > 0]", r"\mathbb{1}[H > 0] \odot dH")
named_weights = rule(
    "Slopes by the weights of a layer of rectified units, by name",
    slope_weights,
    Transpose(X) * masked,
    (inputs, *given),
    tuple(Notation(rf"{left} = X^\top ({latex})", ((left, "dW"),)) for left in ("dW_1", "dW") for latex in MASKS),
    words,
    "the inputs times the slopes that the units pass on",
    backward,
)
named_inputs = rule(
    "Slopes by the inputs of a layer of rectified units, by name",
    slope_inputs,
    masked * Transpose(W),
    (weights, *given),
    tuple(Notation(rf"dX = ({latex}) {w}^\top", ((w, "W"),)) for w in ("W_1", "W") for latex in MASKS),
    words,
    "the slopes that the units pass on, times the weights",
    backward,
)
probabilities = Quantity("P", "predicted probabilities", shape=(examples, units))
targets = Quantity("T", "targets, one-hot rows", shape=(examples, units))
mean_slopes = Transpose(X) * (probabilities.symbol - targets.symbol) / N
softmax_words = ("softmax", "regulari", "one-hot", "data loss", "penalty")


def named_softmax(factor: Any, sign: str, how: str) -> Formula:
    """Slopes by the weights of softmax regression, `factor` times lambda times the weights added."""
    return rule(
        f"Slopes by the weights of softmax regression, by name, with {how} in the loss",
        slope_weights,
        mean_slopes + factor * mu * W,
        (inputs, probabilities, targets, weights, strength),
        tuple(
            Notation(latex, (("lambda", "mu"), ("Y", "T")))
            for latex in (
                rf"dW = \frac{{1}}{{N}} X^\top (P - Y) + {sign} W",
                rf"dW = \frac{{X^\top (P - Y)}}{{N}} + {sign} W",
            )
        ),
        softmax_words,
        "the mean over the examples, and the gradient of the penalty",
        Source(cs231n, "Linear classification: Support Vector Machine, Softmax"),
    )


whole_softmax = named_softmax(Integer(2), r"2 \lambda", "lambda times the squared weights")
half_softmax = named_softmax(Integer(1), r"\lambda", "lambda / 2 times the squared weights")

TOPIC = Topic(
    "Batches through rectified units",
    formulas=(
        whole_penalty,
        half_penalty,
        row_bias,
        named_bias,
        rectified,
        named_weights,
        named_inputs,
        whole_softmax,
        half_softmax,
    ),
)

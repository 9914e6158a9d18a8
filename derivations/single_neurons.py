"""One neuron and small networks by hand: outputs, errors, and their derivatives, the way exercises ask for them.

o = sigma(w'x + b) is the output, t the target, E = (t - o)^2 / 2 the error of one example.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Rational, Sum, Transpose, tanh

from derivations.operators import at, dot, equal, gradient, norm, partial, sigmoid
from derivations.stanzas import rule, written
from derivations.vocabulary import (
    POSITIVE,
    UNIT,
    Formula,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Step,
    Topic,
    bound_index,
)

mitchell = "Mitchell, Machine Learning"
rumelhart = "Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors"
half = Rational(1, 2)
features = Size("d", "inputs", largest=4)
weights = Quantity("w", "the weights", shape=(features,))
inputs = Quantity("x", "the inputs", shape=(features,))
offset = Quantity("b", "the offset")
target = Quantity("t", "the target")
w, x, b, t = (q.symbol for q in (weights, inputs, offset, target))
words = ("neuron", "sigmoid unit", "delta rule", "backprop", "squared error", "gradient", "perceptron", "unit")
score = dot(w, x) + b
logistic_output = Quantity("o", "output of the neuron", value=sigmoid(score))
hyperbolic_output = Quantity("o", "output of the neuron", value=tanh(score))


def error_of(output: Quantity) -> Quantity:
    """Half the squared error of the output."""
    return Quantity("E", "half the squared error", value=half * (t - output.symbol) ** 2)


def slope(
    title: str,
    output: Quantity,
    by: Any,
    right: Any,
    spelled: tuple[Notation, ...],
    place_in_source: str,
) -> Formula:
    """A derivative of the error by a weight, an offset or the weights."""
    error = error_of(output)
    o = output.symbol

    def derive() -> Iterator[Step]:
        if by is w:
            yield Step((o - t) * gradient(o, w), because="chain rule through the output")
        else:
            yield Step((o - t) * partial(o, by), because="chain rule through the output")
        yield Step(right, because="the slope of the activation function, by its value")

    return Formula(
        title=title,
        kind=Kind.GRADIENT,
        statement=equal(gradient(error.symbol, w) if by is w else partial(error.symbol, by), right),
        quantities=(error, output, weights, inputs, offset, target),
        assumptions=(),
        notations=spelled,
        words=words,
        derivation=derive,
        source=Source(mitchell, place_in_source),
    )


def by_offset_spelled(factor: str) -> tuple[Notation, ...]:
    """The derivative by the offset, `factor` after the error."""
    return written(rf"\frac{{\partial E}}{{\partial b}} = (o - t) {factor}", rf"\frac{{dE}}{{db}} = (o - t) {factor}")


def by_weights_spelled(factor: str) -> tuple[Notation, ...]:
    """The gradient by the weights, `factor` after the error."""
    return written(
        rf"\nabla_w E = (o - t) {factor} x",
        rf"\frac{{\partial E}}{{\partial w}} = (o - t) {factor} x",
    )


o = logistic_output.symbol
logistic_offset = slope(
    "Derivative of the squared error of a logistic neuron by its offset",
    logistic_output,
    b,
    (o - t) * o * (1 - o),
    by_offset_spelled("o (1 - o)"),
    "section 4.5.3",
)
logistic_weights = slope(
    "Gradient of the squared error of a logistic neuron by its weights",
    logistic_output,
    w,
    (o - t) * o * (1 - o) * x,
    by_weights_spelled("o (1 - o)"),
    "section 4.5.3",
)
h = hyperbolic_output.symbol
hyperbolic_offset = slope(
    "Derivative of the squared error of a tanh neuron by its offset",
    hyperbolic_output,
    b,
    (h - t) * (1 - h**2),
    by_offset_spelled("(1 - o^2)"),
    "section 4.5.3",
)
hyperbolic_weights = slope(
    "Gradient of the squared error of a tanh neuron by its weights",
    hyperbolic_output,
    w,
    (h - t) * (1 - h**2) * x,
    by_weights_spelled("(1 - o^2)"),
    "section 4.5.3",
)
free_output = Quantity("o", "output of the unit", domain=UNIT)
out = free_output.symbol
delta = Quantity("delta", "error term of the unit")
output_delta = rule(
    "Error term of a logistic output unit",
    delta,
    out * (1 - out) * (t - out),
    (free_output, target),
    (
        *written(r"\delta = o (1 - o)(t - o)"),
        *written(
            r"\delta_k = o_k (1 - o_k)(t_k - o_k)", letters=(("delta_k", "delta"), ("o_k", "o"), ("t_k", "t"))
        ),
        *written(r"\delta = (t - o) o (1 - o)"),
    ),
    ("output unit", *words),
    "minus the derivative of the error by the score",
    Source(mitchell, "equation T4.3"),
)
followers = Size("m", "units of the next layer", largest=4)
outgoing = Quantity("w", "weights to the next layer", shape=(followers,))
errors = Quantity("e", "error terms of the next layer", shape=(followers,))
k = bound_index("k")
hidden_delta = rule(
    "Error term of a logistic hidden unit",
    delta,
    out * (1 - out) * Sum(at(outgoing.symbol, k) * at(errors.symbol, k), (k, 1, followers.symbol)),
    (free_output, outgoing, errors),
    written(
        r"\delta = o (1 - o) \sum_k w_k e_k",
        r"\delta = o (1 - o) \sum_{k=1}^m w_k e_k",
    ),
    ("hidden unit", "hidden layer", *words),
    "the error terms of the next layer come back along the weights",
    Source(mitchell, "equation T4.4"),
)
rate = Quantity("eta", "learning rate", domain=POSITIVE)
change = Quantity("c", "change of the weights", shape=(features,))
delta_rule = rule(
    "Delta rule of a linear unit: change of the weights",
    change,
    rate.symbol * (t - out) * x,
    (rate, target, Quantity("o", "output of the unit"), inputs),
    written(r"\Delta w = \eta (t - o) x", r"\Delta w = \eta \, x (t - o)"),
    ("delta rule", "widrow", "adaline", *words),
    "against the gradient of half the squared error",
    Source(mitchell, "equation 4.10"),
)

rows = Size("n", "outputs", largest=3)
matrix = Quantity("W", "the weights", shape=(rows, features))
goals = Quantity("t", "the targets", shape=(rows,))
W, T = matrix.symbol, goals.symbol
residual = Quantity("e", "outputs less targets", shape=(rows,), value=W * x - T)
layer_loss = Quantity("L", "half the squared length of the error", value=half * norm(W * x - T) ** 2)


def derive_layer_weights() -> Iterator[Step]:
    """Chain rule with the residual."""
    yield Step(W * x * Transpose(x) - T * Transpose(x), because="the quadratic and the linear part")
    yield Step((W * x - T) * Transpose(x), because="factor")


layer_weights = Formula(
    title="Gradient of half the squared error of a linear layer by its weights",
    kind=Kind.GRADIENT,
    statement=equal(gradient(layer_loss.symbol, W), (W * x - T) * Transpose(x)),
    quantities=(layer_loss, residual, matrix, inputs, goals),
    assumptions=(),
    notations=(
        *written(r"\frac{\partial L}{\partial W} = (W x - t) x^\top", r"\nabla_W L = (W x - t) x^\top"),
        *written(r"\frac{\partial L}{\partial W} = (W x - y) x^\top", letters=(("y", "t"),)),
    ),
    words=("linear layer", "linear model", "jacobian", *words),
    derivation=derive_layer_weights,
    source=Source(rumelhart, "equation 6"),
)


def derive_layer_inputs() -> Iterator[Step]:
    """Chain rule with the residual."""
    yield Step(Transpose(W) * W * x - Transpose(W) * T, because="the quadratic and the linear part")
    yield Step(Transpose(W) * (W * x - T), because="factor")


layer_inputs = Formula(
    title="Gradient of half the squared error of a linear layer by its inputs",
    kind=Kind.GRADIENT,
    statement=equal(gradient(layer_loss.symbol, x), Transpose(W) * (W * x - T)),
    quantities=(layer_loss, residual, matrix, inputs, goals),
    assumptions=(),
    notations=(
        *written(r"\frac{\partial L}{\partial x} = W^\top (W x - t)", r"\nabla_x L = W^\top (W x - t)"),
        *written(r"\frac{\partial L}{\partial x} = W^\top (W x - y)", letters=(("y", "t"),)),
    ),
    words=("linear layer", "linear model", "jacobian", *words),
    derivation=derive_layer_inputs,
    source=Source(rumelhart, "equation 7"),
)

TOPIC = Topic(
    "Neurons by hand",
    formulas=(
        logistic_offset,
        logistic_weights,
        hyperbolic_offset,
        hyperbolic_weights,
        output_delta,
        hidden_delta,
        delta_rule,
        layer_weights,
        layer_inputs,
    ),
)

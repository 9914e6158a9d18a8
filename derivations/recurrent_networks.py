"""Recurrent networks: the state update, its unrolling, and backpropagation through three steps of time.

The state h_t = tanh(W h_{t-1} + U x_t + b) starts at h_0. Formulas about derivatives name the states h_1, h_2, h_3 one
by one, so that a derivative by a state passes through all later ones. What holds for three steps holds for any number,
by splitting off one step at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Integer, Lambda, MatMul, Piecewise, tanh

from derivations.operators import (
    diagonal_matrix,
    entrywise,
    equal,
    evaluated,
    gradient,
    hadamard,
    jacobian,
    row,
    vector_sum,
)
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Step, Topic, bound_index, free_index

goodfellow = "Goodfellow, Bengio and Courville, Deep Learning"
steps = Size("T", "steps", smallest=3, largest=3)
units = Size("n", "units of the state", largest=2)
features = Size("m", "features of an input", largest=4)
T, n, m = steps.symbol, units.symbol, features.symbol

start = Quantity("h_0", "state before the first step", shape=(units,))
sequence = Quantity("x", "inputs, one row for each step", shape=(steps, features))
recurrent = Quantity("W", "weights from state to state", shape=(units, units))
feedforward = Quantity("U", "weights from input to state", shape=(units, features))
bias = Quantity("b", "bias", shape=(units,))
moment = free_index("t", steps)
h_0, x, W, U, b, t = (q.symbol for q in (start, sequence, recurrent, feedforward, bias, moment))
a, s = bound_index("a s")


def preactivation(state: Any, step: Any) -> Any:
    """What the nonlinearity is applied to in a step."""
    return W * state + U * row(x, step) + b


def states_of(first: Any, second: Any, third: Any) -> Quantity:
    """The states as a function of time."""
    value = Piecewise((h_0, Eq(a, 0)), (first, Eq(a, 1)), (second, Eq(a, 2)), (third, True), evaluate=False)
    return Quantity("h", "state after a step", shape=(units,), value=Lambda((a,), value))


first_value = entrywise(tanh, preactivation(h_0, 1))
second_value = entrywise(tanh, preactivation(first_value, 2))
third_value = entrywise(tanh, preactivation(second_value, 3))
unrolled = states_of(first_value, second_value, third_value)
network = (start, sequence, recurrent, feedforward, bias)


def state(moment: Any) -> Any:
    """The state after that step, as a vector."""
    return evaluated(unrolled.symbol(moment), n, 1)


def derive_update() -> Iterator[Step]:
    """The definition."""
    yield Step(entrywise(tanh, preactivation(state(t - 1), t)), because="each step applies the same layer to the state")


update = Formula(
    title="State update of a recurrent network",
    kind=Kind.ALGORITHM,
    statement=equal(state(t), entrywise(tanh, preactivation(state(t - 1), t))),
    quantities=(*network, unrolled, moment),
    assumptions=(),
    notations=(
        Notation(r"h_t = \tanh(W h_{t-1} + U x_t + b)"),
        Notation(
            r"\mathbf{h}^t = \sigma(\mathbf{W} \mathbf{h}^{t-1} + \mathbf{U} \mathbf{x}^t + b)", (("sigma", "tanh"),)
        ),
        Notation(
            r"h_t = \tanh(W_{hh} h_{t-1} + W_{xh} x_t + b_h)", (("W_hh", "W"), ("W_xh", "U"), ("b_h", "b"))
        ),
    ),
    words=("recurrent", "hidden state", "rnn"),
    derivation=derive_update,
    source=Source(goodfellow, "section 10.2, equations 10.8 and 10.9"),
)


def derive_two_steps() -> Iterator[Step]:
    """Put the first state into the second."""
    yield Step(entrywise(tanh, preactivation(state(Integer(1)), Integer(2))), because="the update of the second step")
    yield Step(second_value, because="the update of the first step")


two_steps = Formula(
    title="A recurrent network unrolled over two steps",
    kind=Kind.ALGORITHM,
    statement=equal(state(Integer(2)), second_value),
    quantities=(*network, unrolled),
    assumptions=(),
    notations=(
        Notation(r"h_2 = \tanh(W \tanh(W h_0 + U x_1 + b) + U x_2 + b)"),
        Notation(
            r"h_2 = \sigma(W_h \sigma(W_h h_0 + W_x x_1 + b) + W_x x_2 + b)",
            (("sigma", "tanh"), ("W_h", "W"), ("W_x", "U")),
        ),
    ),
    words=("recurrent", "unrolled", "rnn"),
    derivation=derive_two_steps,
    source=Source(goodfellow, "section 10.1, equations 10.2 and 10.3"),
)

h_1 = Quantity("h_1", "state after the first step", shape=(units,), value=first_value)
h_2 = Quantity(
    "h_2", "state after the second step", shape=(units,), value=entrywise(tanh, preactivation(h_1.symbol, 2))
)
h_3 = Quantity("h_3", "state after the third step", shape=(units,), value=entrywise(tanh, preactivation(h_2.symbol, 3)))
named = (h_1, h_2, h_3)
reached = Quantity("h_1", "state after the first step", shape=(units,))
layers = (recurrent, feedforward, bias, sequence, reached)


def slopes_at(activation: Any) -> Any:
    """The diagonal matrix of the slopes of tanh, from its values."""
    return diagonal_matrix(entrywise(lambda u: 1 - u**2, activation))


S_1, S_2, S_3 = (slopes_at(h.symbol) for h in named)


def derive_transition() -> Iterator[Step]:
    """Chain rule through the preactivation."""
    yield Step(
        slopes_at(entrywise(tanh, preactivation(h_1.symbol, 2))) * W, because="the slope of tanh at a is 1 - tanh(a)^2"
    )
    yield Step(S_2 * W, because="tanh of the preactivation is the state")


transition = Formula(
    title="Jacobian of one step of a recurrent network",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(h_2.symbol, h_1.symbol), S_2 * W),
    quantities=(*layers, h_2),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial h_2}{\partial h_1} = \operatorname{diag}(1 - h_2^2) W"),
        Notation(
            r"\frac{\partial h_2}{\partial h_1} = \operatorname{diag}(\sigma'(W h_1 + U x_2 + b)) W",
            (("sigma", "tanh"),),
        ),
        Notation(r"\frac{\partial h_t}{\partial h_1} = \operatorname{diag}(1 - h_t \odot h_t) W", (("h_t", "h_2"),)),
        Notation(
            r"\frac{\partial h_t}{\partial h_{t-1}} = \operatorname{diag}(1 - h_t \odot h_t) W_{hh}",
            (("h_t", "h_2"), ("h_t-1", "h_1"), ("W_hh", "W")),
        ),
        Notation(
            r"\frac{\partial h_t}{\partial h_{t-1}} = \operatorname{diag}(1 - h_t^2) W_h",
            (("h_t", "h_2"), ("h_t-1", "h_1"), ("W_h", "W")),
        ),
    ),
    words=("recurrent", "jacobian", "rnn", "backpropagation through time"),
    derivation=derive_transition,
    source=Source(goodfellow, "section 10.2.2, equation 10.21"),
)


drives = Quantity("c", "what input and bias add in each step", shape=(steps, units))
c = drives.symbol
driven_2 = Quantity("h_2", "state after the second step", (units,), value=entrywise(tanh, W * h_1.symbol + row(c, 2)))
driven_3 = Quantity("h_3", "state after the third step", (units,), value=entrywise(tanh, W * h_2.symbol + row(c, 3)))


def derive_product() -> Iterator[Step]:
    """The chain rule, one step at a time."""
    yield Step(jacobian(h_3.symbol, h_2.symbol) * jacobian(h_2.symbol, h_1.symbol), because="chain rule")
    yield Step(MatMul(S_3, W, S_2, W), because="the Jacobian of one step, twice")


product_of_jacobians = Formula(
    title="Jacobian of two steps of a recurrent network",
    kind=Kind.GRADIENT,
    statement=equal(jacobian(h_3.symbol, h_1.symbol), MatMul(S_3, W, S_2, W)),
    quantities=(recurrent, drives, reached, driven_2, driven_3),
    assumptions=(),
    notations=(
        Notation(
            r"\frac{\partial h_3}{\partial h_1} = "
            r"\operatorname{diag}(1 - h_3^2) W \operatorname{diag}(1 - h_2^2) W"
        ),
        Notation(
            r"\frac{\partial h_3}{\partial h_1} = \frac{\partial h_3}{\partial h_2} \frac{\partial h_2}{\partial h_1}"
        ),
    ),
    words=("recurrent", "jacobian", "product", "backpropagation through time"),
    derivation=derive_product,
    source=Source("Pascanu, Mikolov and Bengio 2013, On the difficulty of training recurrent neural networks", "eq. 5"),
)

objective = Quantity("loss", "objective as a function of the states", arguments=((units,), (units,), (units,)))
loss = Quantity("L", "loss", value=objective.symbol(h_1.symbol, h_2.symbol, h_3.symbol))
L = loss.symbol
unrolled_named = states_of(h_1.symbol, h_2.symbol, h_3.symbol)
delta_1, delta_2, delta_3 = (hadamard(entrywise(lambda u: 1 - u**2, h.symbol), gradient(L, h.symbol)) for h in named)
error = Quantity(
    "delta",
    "derivative of the loss by the preactivation of a step",
    shape=(units,),
    value=Lambda((a,), Piecewise((delta_1, Eq(a, 1)), (delta_2, Eq(a, 2)), (delta_3, True), evaluate=False)),
)
trained = (*network, *named, objective, loss)


def error_at(moment: Any) -> Any:
    """The derivative of the loss by the preactivation of that step."""
    return evaluated(error.symbol(moment), n, 1)


def named_state(moment: Any) -> Any:
    """The state after that step, through which derivatives pass."""
    return evaluated(unrolled_named.symbol(moment), n, 1)


def derive_recurrent_gradient() -> Iterator[Step]:
    """The weights act once in each step."""
    yield Step(
        delta_1 * h_0.T + delta_2 * h_1.symbol.T + delta_3 * h_2.symbol.T,
        because="the weights act in three steps: the error of each times the state that came in",
    )
    yield Step(vector_sum(error_at(s) * named_state(s - 1).T, s, 1, T), because="write it as a sum over time")


recurrent_gradient = Formula(
    title="Backpropagation through time: gradient by the recurrent weights",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, W), vector_sum(error_at(s) * named_state(s - 1).T, s, 1, T)),
    quantities=(*trained, unrolled_named, error),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial W} = \sum_{t=1}^T \delta_t h_{t-1}^\top"),
        Notation(
            r"\nabla_W L = \operatorname{diag}(1 - h_1^2) (\nabla_{h_1} L) h_0^\top + \operatorname{diag}(1 - h_2^2) "
            r"(\nabla_{h_2} L) h_1^\top + \operatorname{diag}(1 - h_3^2) (\nabla_{h_3} L) h_2^\top"
        ),
    ),
    words=("backpropagation through time", "bptt", "recurrent"),
    derivation=derive_recurrent_gradient,
    source=Source(goodfellow, "section 10.2.2, equation 10.26"),
)


def derive_input_gradient() -> Iterator[Step]:
    """The weights act once in each step."""
    yield Step(
        delta_1 * row(x, 1).T + delta_2 * row(x, 2).T + delta_3 * row(x, 3).T,
        because="the weights act in three steps: the error of each times its input",
    )
    yield Step(vector_sum(error_at(s) * row(x, s).T, s, 1, T), because="write it as a sum over time")


input_gradient = Formula(
    title="Backpropagation through time: gradient by the input weights",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, U), vector_sum(error_at(s) * row(x, s).T, s, 1, T)),
    quantities=(*trained, error),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial U} = \sum_{t=1}^T \delta_t x_t^\top"),
        Notation(r"\nabla_{W_x} L = \sum_{t=1}^T \delta^t {\mathbf{x}^t}^\top", (("W_x", "U"),)),
    ),
    words=("backpropagation through time", "bptt", "recurrent"),
    derivation=derive_input_gradient,
    source=Source(goodfellow, "section 10.2.2, equation 10.28"),
)


def derive_bias_gradient() -> Iterator[Step]:
    """The bias acts once in each step."""
    yield Step(delta_1 + delta_2 + delta_3, because="the bias is added in three steps")
    yield Step(vector_sum(error_at(s), s, 1, T), because="write it as a sum over time")


bias_gradient = Formula(
    title="Backpropagation through time: gradient by the bias",
    kind=Kind.GRADIENT,
    statement=equal(gradient(L, b), vector_sum(error_at(s), s, 1, T)),
    quantities=(*trained, error),
    assumptions=(),
    notations=(
        Notation(r"\frac{\partial L}{\partial b} = \sum_{t=1}^T \delta_t"),
        Notation(r"\nabla_b L = \sum_{t=1}^T \delta^t"),
    ),
    words=("backpropagation through time", "bptt", "bias"),
    derivation=derive_bias_gradient,
    source=Source(goodfellow, "section 10.2.2, equation 10.24"),
)


TOPIC = Topic(
    "Recurrent networks",
    formulas=(
        update,
        two_steps,
        transition,
        product_of_jacobians,
        recurrent_gradient,
        input_gradient,
        bias_gradient,
    ),
)

"""Models of sequences: the factorisation of their probability, and recurrent networks of two layers.

P(a, b, c) is the probability of the outputs a, b, c, given all inputs. Positive numbers w_{abc}, divided by their sum,
are any such probabilities. In the deep network, the first layer reads the inputs, the second the states of the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Eq, Lambda, Piecewise, Sum, tanh

from derivations.operators import at, entrywise, equal, evaluated, row
from derivations.vocabulary import (
    POSITIVE,
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

bishop = "Bishop, Pattern Recognition and Machine Learning"
sutskever = "Sutskever, Vinyals and Le 2014, Sequence to Sequence Learning with Neural Networks"
graves = "Graves, Mohamed and Hinton 2013, Speech recognition with deep recurrent neural networks"

firsts = Size("l", "values of the first output", largest=2)
seconds = Size("m", "values of the second output", largest=3)
thirds = Size("n", "values of the third output", largest=4)
weights = Quantity("w", "weight of each sequence of outputs", shape=(firsts, seconds, thirds), domain=POSITIVE)
w = weights.symbol
a, b, c, r, s, t = bound_index("a b c r s t")
over_a, over_b, over_c = (r, 1, firsts.symbol), (s, 1, seconds.symbol), (t, 1, thirds.symbol)
everything = Sum(at(w, r, s, t), over_a, over_b, over_c)
from_a = Sum(at(w, a, s, t), over_b, over_c)
from_b = Sum(at(w, a, b, t), over_c)
joint = Quantity(
    "P", "probability of three outputs, given the inputs", value=Lambda((a, b, c), at(w, a, b, c) / everything)
)
first = Quantity("p", "probability of the first output", value=Lambda((a,), from_a / everything))
second = Quantity("q", "probability of the second output, given the first", value=Lambda((a, b), from_b / from_a))
third = Quantity(
    "r", "probability of the third output, given the first two", value=Lambda((a, b, c), at(w, a, b, c) / from_b)
)
i, j, k = free_index("i", firsts), free_index("j", seconds), free_index("k", thirds)
P, p, q, given = joint.symbol, first.symbol, second.symbol, third.symbol


def derive_chain() -> Iterator[Step]:
    """Split one output off at a time."""
    pair = Lambda((a, b), from_b / everything)(i.symbol, j.symbol)
    yield Step(pair * given(i.symbol, j.symbol, k.symbol), because="definition of a conditional probability")
    yield Step(
        p(i.symbol) * q(i.symbol, j.symbol) * given(i.symbol, j.symbol, k.symbol),
        because="the same for the first two outputs",
    )


chain_rule = Formula(
    title="Factorisation of the probability of a sequence: each output given those before it",
    kind=Kind.IDENTITY,
    statement=equal(
        P(i.symbol, j.symbol, k.symbol),
        p(i.symbol) * q(i.symbol, j.symbol) * given(i.symbol, j.symbol, k.symbol),
    ),
    quantities=(joint, first, second, third, weights, i, j, k),
    assumptions=(),
    notations=(
        Notation(r"P(i, j, k) = p(i) q(i, j) r(i, j, k)"),
        Notation(r"P_{ijk} = p_i \cdot q_{ij} \cdot r_{ijk}"),
    ),
    words=("chain rule", "factorization", "autoregressive", "seq2seq", "sequence"),
    derivation=derive_chain,
    source=Source(sutskever, "section 2, equation 1"),
)

steps = Size("T", "steps", smallest=2, largest=2)
units = Size("n", "units of a layer", largest=2)
features = Size("m", "features of an input", largest=3)
inputs = Quantity("x", "inputs, one row for each step", shape=(steps, features))
starts = tuple(Quantity(f"h_{layer}0", f"first state of layer {layer}", shape=(units,)) for layer in (1, 2))
recurrent = tuple(Quantity(f"W_{layer}", f"weights of states, layer {layer}", (units, units)) for layer in (1, 2))
lower_weights = Quantity("U_1", "weights from input to the first layer", shape=(units, features))
upper_weights = Quantity("U_2", "weights from the first to the second layer", shape=(units, units))
biases = tuple(Quantity(f"b_{layer}", f"bias of layer {layer}", shape=(units,)) for layer in (1, 2))
x, U_1, U_2 = inputs.symbol, lower_weights.symbol, upper_weights.symbol
(h_10, h_20), (W_1, W_2), (b_1, b_2) = (tuple(v.symbol for v in pair) for pair in (starts, recurrent, biases))


def lower(state: Any, step: Any) -> Any:
    """The next state of the first layer."""
    return entrywise(tanh, W_1 * state + U_1 * row(x, step) + b_1)


def upper(state: Any, below: Any) -> Any:
    """The next state of the second layer."""
    return entrywise(tanh, W_2 * state + U_2 * below + b_2)


h_11 = lower(h_10, 1)
h_12 = lower(h_11, 2)
h_21 = upper(h_20, h_11)
h_22 = upper(h_21, h_12)


def layer_states(name: str, *states: Any) -> Quantity:
    """The states of a layer as a function of time."""
    cases = [(state, Eq(a, moment)) for moment, state in enumerate(states[:-1])]
    chosen = Piecewise(*cases, (states[-1], True), evaluate=False)
    return Quantity(name, "state of a layer after a step", shape=(units,), value=Lambda((a,), chosen))


lower_states, upper_states = layer_states("g", h_10, h_11, h_12), layer_states("h", h_20, h_21, h_22)
moment = free_index("t", steps)
now = moment.symbol
network = (lower_states, upper_states, inputs, *starts, *recurrent, lower_weights, upper_weights, *biases, moment)


def state_of(layer: Quantity, when: Any) -> Any:
    """The state of a layer after that step, as a vector."""
    return evaluated(layer.symbol(when), units.symbol, 1)


def derive_lower() -> Iterator[Step]:
    """The definition."""
    yield Step(lower(state_of(lower_states, now - 1), now), because="the first layer runs on the inputs")


first_layer = Formula(
    title="Deep recurrent network: the first layer reads its own last state and the input",
    kind=Kind.ALGORITHM,
    statement=equal(state_of(lower_states, now), lower(state_of(lower_states, now - 1), now)),
    quantities=network,
    assumptions=(),
    notations=(
        Notation(r"g_t = \tanh(W_1 g_{t-1} + U_1 x_t + b_1)"),
        Notation(r"g^t = \sigma(W_1 g^{t-1} + U_1 x^t + b_1)", (("sigma", "tanh"),)),
    ),
    words=("deep", "recurrent", "stacked", "first layer"),
    derivation=derive_lower,
    source=Source(graves, "section 2, equation 11"),
)


def derive_upper() -> Iterator[Step]:
    """The definition."""
    yield Step(
        upper(state_of(upper_states, now - 1), state_of(lower_states, now)),
        because="the second layer runs on the states of the first",
    )


upper_layer = Formula(
    title="Deep recurrent network: an upper layer reads its own last state and the state of the layer below",
    kind=Kind.ALGORITHM,
    statement=equal(
        state_of(upper_states, now), upper(state_of(upper_states, now - 1), state_of(lower_states, now))
    ),
    quantities=network,
    assumptions=(),
    notations=(
        Notation(r"h_t = \tanh(W_2 h_{t-1} + U_2 g_t + b_2)"),
        Notation(r"h^t = \sigma(W_2 h^{t-1} + U_2 g^t + b_2)", (("sigma", "tanh"),)),
    ),
    words=("deep", "recurrent", "stacked", "upper layer", "hierarchical"),
    derivation=derive_upper,
    source=Source(graves, "section 2, equation 11"),
)

TOPIC = Topic("Models of sequences", formulas=(chain_rule, first_layer, upper_layer))

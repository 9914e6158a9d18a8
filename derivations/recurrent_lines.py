"""Recurrent units as libraries write them, with two biases, and gradients of a sequence as sums over its steps.

The loss is any function of what all steps compute, one row for each step; states come from outside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Transpose, tanh

from derivations.operators import (
    at,
    entrywise,
    evaluated,
    gradient,
    jacobian,
    partial,
    row,
    sigmoid,
    tabulated,
    vector_sum,
)
from derivations.stanzas import identity, rule
from derivations.vocabulary import Formula, Kind, Notation, Quantity, Size, Source, Topic, bound_index

pytorch = Source("PyTorch documentation", "torch.nn.LSTM, torch.nn.GRU and torch.nn.RNN")
goodfellow = Source("Goodfellow, Bengio and Courville, Deep Learning", "section 10.2.2, equations 10.22 to 10.28")
zhang = Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "section 9.7.2")
units, features = Size("n", "units", largest=3), Size("d", "inputs", largest=2)
n = units.symbol
entering = Quantity("W", "weights of the input", shape=(units, features))
recurrent = Quantity("U", "weights of the state", shape=(units, units))
one_bias, other_bias = Quantity("b", "bias of the input", (units,)), Quantity("c", "bias of the state", (units,))
item, before = Quantity("x", "input", (features,)), Quantity("h", "state before", (units,))
W, U, b, c, x, h = (quantity.symbol for quantity in (entering, recurrent, one_bias, other_bias, item, before))
words = ("lstm", "gru", "rnn", "recurrent", "gate", "pytorch")


def library(title: str, squash: Callable[[Any], Any], spelled: str, *names: tuple[str, str, str]) -> Formula:
    """A layer with one bias for the input and one for the state; `names` are result, its key and its label."""
    notations = []
    for result, key, label in names:
        first, last = rf"W_{{i{label}}} x_t + b_{{i{label}}}", rf"W_{{h{label}}} h_{{t-1}} + b_{{h{label}}}"
        letters = ((f"{key}_t", "s"), (f"W_i{label}", "W"), (f"W_h{label}", "U"), (f"b_i{label}", "b"),
                   (f"b_h{label}", "c"), ("x_t", "x"), ("h_t-1", "h"))  # fmt: skip
        notations += [
            Notation(f"{result}_t = {spelled}({one} + {two})", letters) for one, two in ((first, last), (last, first))
        ]
    return rule(
        title,
        Quantity("s", "result", shape=(units,)),
        entrywise(squash, W * x + b + U * h + c),
        (entering, recurrent, one_bias, other_bias, item, before),
        tuple(notations),
        words,
        "affine maps of input and state, each with its bias, squashed",
        pytorch,
    )


library_gate = library(
    "Gate with two biases, as in libraries", sigmoid, r"\sigma",
    *((letter, letter, letter) for letter in "ifozr"),
)  # fmt: skip
library_candidate = library(
    "Candidate or state with two biases, as in libraries", tanh, r"\tanh", ("g", "g", "g"), ("h", "h", "h"),
    (r"\tilde{c}", "c_tilde", "c"),
)  # fmt: skip

steps, outputs = Size("T", "steps", largest=3), Size("q", "outputs", largest=2)
T, q = steps.symbol, outputs.symbol
s = bound_index("s")
seen = Quantity("h", "states, a row for each step", shape=(steps, units))
top = Quantity("V", "weights of the output", shape=(outputs, units))
offset = Quantity("c", "bias of the output", shape=(outputs,))
V, e = top.symbol, offset.symbol
out = Quantity(
    "o", "outputs, a row for each step", shape=(steps, outputs),
    value=tabulated(at(V * row(seen.symbol, s) + e, bound_index("r")), s, T, bound_index("r"), q),
)  # fmt: skip
o = out.symbol
loss_of = Quantity("loss", "loss as a function of all outputs", arguments=((steps, outputs),))
loss = Quantity("L", "loss", value=loss_of.symbol(o))
L = loss.symbol
time_words = ("through time", "bptt", "recurrent", "rnn", "unrolled")
TIMES = (("o^{(t)}", "h^{(t)}"), ("o_t", "h_t"))


def by_output(index: Any) -> Any:
    """The gradient by the output of a step."""
    return evaluated(at(partial(L, o), index), q, 1)


def summed(left: Any, by: str, right: Any, because: str, title: str, *forms: tuple[str, str]) -> Formula:
    """A gradient as a sum over the steps; `forms` are spellings of weights with their keys."""
    notations = []
    for weight, key in forms:
        letters = ((key, by),) if key != by else ()
        tail = " <h>^\\top" if by == "V" else ""
        for out_t, h_t in TIMES:
            state = h_t.replace("^{(t)}", "^{(t) \\top}") if by == "V" and "(" in h_t else h_t
            end = tail.replace("<h>^\\top", state if "(" in h_t else f"{h_t}^\\top")
            notations += [
                Notation(rf"\nabla_{{{weight}}} L = \sum_t (\nabla_{{{out_t}}} L){end}", letters),
                Notation(
                    rf"\frac{{\partial L}}{{\partial {weight}}} = "
                    rf"\sum_{{t=1}}^T \frac{{\partial L}}{{\partial {out_t}}}{end}",
                    letters,
                ),
            ]
    return identity(
        title,
        left,
        ((right, because),),
        (seen, top, offset, out, loss_of, loss),
        tuple(notations),
        time_words,
        goodfellow,
        Kind.GRADIENT,
    )


output_weights = summed(
    gradient(L, V),
    "V",
    vector_sum(by_output(s) * row(seen.symbol, s).T, s, 1, T),
    "every step uses the weights once",
    "Backpropagation through time: output weights, from the gradients by the outputs",
    ("V", "V"),
    ("W_{qh}", "W_qh"),
    ("W_{hy}", "W_hy"),
)
output_bias = summed(
    gradient(L, e),
    "c",
    vector_sum(by_output(s), s, 1, T),
    "every step adds the bias once",
    "Backpropagation through time: output bias, from the gradients by the outputs",
    ("c", "c"),
    ("b_y", "b_y"),
)


last = Quantity("h", "last state", shape=(units,))
last_out = Quantity("o", "last output", shape=(outputs,), value=V * last.symbol + e)
one_loss = Quantity("loss", "loss as a function of an output", arguments=((outputs,),))
last_loss = Quantity("L", "loss", value=one_loss.symbol(last_out.symbol))
LAST = (("_T", "T"), ("^{(T)}", "T"), (r"^{(\tau)}", "tau"))
ENDS = (("V", "V"), ("W_{qh}", "W_qh"), ("W_{hy}", "W_hy"))
last_state = identity(
    "Backpropagation through time starts at the last state",
    gradient(last_loss.symbol, last.symbol),
    (
        (
            Transpose(jacobian(last_out.symbol, last.symbol)) * gradient(last_loss.symbol, last_out.symbol),
            "chain rule: the last state acts through its output alone",
        ),
        (Transpose(V) * gradient(last_loss.symbol, last_out.symbol), "the output is an affine map of the state"),
    ),
    (last, top, offset, last_out, one_loss, last_loss),
    tuple(
        Notation(
            form.replace("V", weight).replace("@", mark),
            ((f"h{mark[0]}{name}", "h"), (f"o{mark[0]}{name}", "o"), (key, "V")),
        )
        for mark, name in LAST
        for weight, key in ENDS
        for form in (
            r"\nabla_{h@} L = V^\top \nabla_{o@} L",
            r"\frac{\partial L}{\partial h@} = V^\top \frac{\partial L}{\partial o@}",
        )
    ),
    time_words,
    goodfellow,
    Kind.GRADIENT,
)  # fmt: skip
transition = Quantity("W", "weights from state to state", shape=(units, units))
given = Quantity("u", "what the input adds to the next state", shape=(units,))
M = transition.symbol
following = Quantity("h_n", "next state", shape=(units,), value=M * last.symbol + given.symbol)
pair_loss = Quantity("loss", "loss by an output and the next state", arguments=((outputs,), (units,)))
pair = Quantity("L", "loss", value=pair_loss.symbol(last_out.symbol, following.symbol))
by_next, by_out = gradient(pair.symbol, following.symbol), gradient(pair.symbol, last_out.symbol)
linear_state = identity(
    "Backpropagation through time in a linear recurrent network",
    gradient(pair.symbol, last.symbol),
    (
        (
            Transpose(jacobian(following.symbol, last.symbol)) * by_next
            + Transpose(jacobian(last_out.symbol, last.symbol)) * by_out,
            "chain rule: through the next state, and through the output",
        ),
        (Transpose(M) * by_next + Transpose(V) * by_out, "both are affine maps"),
    ),
    (last, transition, given, top, offset, last_out, following, pair_loss, pair),
    tuple(
        Notation(
            form,
            (("h_t", "h"), ("h_t+1", "h_n"), ("o_t", "o"), ("W_hh", "W"), ("W_qh", "V"), ("W_hy", "V")),
        )
        for form in (
            r"\frac{\partial L}{\partial h_t} = W_{hh}^\top \frac{\partial L}{\partial h_{t+1}} "
            r"+ W_{qh}^\top \frac{\partial L}{\partial o_t}",
            r"\frac{\partial L}{\partial h_t} = W_{hy}^\top \frac{\partial L}{\partial o_t} "
            r"+ W_{hh}^\top \frac{\partial L}{\partial h_{t+1}}",
            r"\nabla_{h_t} L = W_{hh}^\top \nabla_{h_{t+1}} L + W_{hy}^\top \nabla_{o_t} L",
        )
    ),
    time_words,
    zhang,
    Kind.GRADIENT,
)

TOPIC = Topic(
    "Recurrent units of libraries, gradients of a sequence",
    formulas=(library_gate, library_candidate, output_weights, output_bias, last_state, linear_state),
)

r"""Recurrent units line by line, the step a label of each name: `a^{(t)}` and `c^{(t-1)}`, gates `\Gamma`.

A gate sees the state and the input one above the other, with one matrix of weights. Stars multiply entry by entry.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Lambda, MatrixSymbol, log, tanh
from sympy.matrices.expressions.special import OneMatrix

from derivations.operators import entrywise, evaluated, hadamard, sigmoid, softmax
from derivations.stanzas import rule
from derivations.vocabulary import BIT, UNIT, Formula, Notation, Quantity, Size, Source, Topic

ng = "Ng, Katanforoosh and Bensouda Mourri, Sequence Models, deeplearning.ai"
course = Source(ng, "week 1")
units = Size("n", "units", largest=2)
features = Size("d", "features", largest=3)
outputs = Size("q", "outputs", largest=3)
n, d, q = units.symbol, features.symbol, outputs.symbol
recurrent = Quantity("W", "weights of the state", shape=(units, units))
entering = Quantity("U", "weights of the input", shape=(units, features))
biases = Quantity("b", "biases", shape=(units,))
before = Quantity("h", "state before", shape=(units,))
item = Quantity("x", "input of the step", shape=(features,))
state = Quantity("a", "state", shape=(units,))
function = Quantity("g", "activation function", arguments=((),))
W, U, b, h, x, a, g = (
    quantity.symbol for quantity in (recurrent, entering, biases, before, item, state, function)
)  # fmt: skip
MARKS = (("^{(t)}", "^{(t-1)}"), ("_t", "_{t-1}"))
words = ("recurrent", "rnn", "forward propagation", "sequence model", "language model")


def stepped(latex: str, marks: tuple[tuple[str, str], ...] = MARKS, **letters: str) -> tuple[Notation, ...]:
    """A spelling with `@` for the label of the step and `~` for that of the step before; `letters` names what bears
    them: `a_t` the name with the label, `a_b` with that before, `W_0` a name without one."""
    found = []
    for now, earlier in marks:
        sign = now[0]
        ends = {"t": f"{sign}t", "b": f"{sign}t-1", "0": ""}
        named = tuple((name[:-2] + ends[name[-1]], quantity) for name, quantity in letters.items())
        found.append(Notation(latex.replace("@", now).replace("~", earlier), named))
    return tuple(found)


combined = W * h + U * x + b
pre_activation = rule(
    "Pre-activations of a recurrent network, labelled",
    Quantity("z", "pre-activations", shape=(units,)),
    combined,
    (recurrent, entering, biases, before, item),
    (
        *stepped(r"a = W_x x@ + W_h h~ + b", a_0="z", W_x_0="U", x_t="x", W_h_0="W", h_b="h", b_0="b"),
        *stepped(r"a@ = W_x x@ + W_h h~ + b", a_t="z", W_x_0="U", x_t="x", W_h_0="W", h_b="h", b_0="b"),
        *stepped(r"a@ = b + W h~ + U x@", a_t="z", b_0="b", W_0="W", h_b="h", U_0="U", x_t="x"),
        *stepped(r"z@ = W_{hh} h~ + W_{xh} x@ + b_h",
                 z_t="z", W_hh_0="W", h_b="h", W_xh_0="U", x_t="x", b_h_0="b"),
    ),
    words,
    "an affine map of state and input",
    Source("Goodfellow, Bengio and Courville, Deep Learning", "equation 10.8"),
)  # fmt: skip
plain_state = rule(
    "State of a linear recurrent network, labelled",
    state,
    W * h + U * x,
    (recurrent, entering, before, item),
    (
        *stepped(r"h@ = W_{hx} x@ + W_{hh} h~", h_t="a", W_hx_0="U", x_t="x", W_hh_0="W", h_b="h"),
        *stepped(r"h@ = W_{hh} h~ + W_{xh} x@", h_t="a", W_xh_0="U", x_t="x", W_hh_0="W", h_b="h"),
    ),
    (*words, "backpropagation through time", "bptt"),
    "a linear map of state and input",
    Source("Zhang, Lipton, Li and Smola, Dive into Deep Learning", "equation 9.7.10"),
)
any_state = rule(
    "State of a recurrent network with any activation function",
    state,
    entrywise(g, combined),
    (recurrent, entering, biases, before, item, function),
    (
        *stepped(r"a@ = g(W_{aa} a~ + W_{ax} x@ + b_a)",
                 a_t="a", g_0="g", W_aa_0="W", a_b="h", W_ax_0="U", x_t="x", b_a_0="b"),
        *stepped(r"h@ = \phi(W_{hh} h~ + W_{hx} x@ + b_h)",
                 h_t="a", phi_0="g", W_hh_0="W", h_b="h", W_hx_0="U", x_t="x", b_h_0="b"),
        *stepped(r"h@ = \sigma(W_h h~ + W_e e@ + b_1)",
                 h_t="a", sigma_0="g", W_h_0="W", h_b="h", W_e_0="U", e_t="x", b_1_0="b"),
        *stepped(r"h@ = g(W h~ + U x@ + b)", h_t="a", g_0="g", W_0="W", h_b="h", U_0="U", x_t="x", b_0="b"),
    ),
    words,
    "an affine map of state and input, then the activation function",
    course,
)  # fmt: skip
tanh_state = rule(
    "State of a recurrent network with tanh units, labelled",
    state,
    entrywise(tanh, combined),
    (recurrent, entering, biases, before, item),
    stepped(r"a@ = \tanh(W_{aa} a~ + W_{ax} x@ + b_a)",
            a_t="a", W_aa_0="W", a_b="h", W_ax_0="U", x_t="x", b_a_0="b"),
    words,
    "an affine map of state and input, squashed",
    course,
)  # fmt: skip

top = Quantity("V", "weights of the output layer", shape=(outputs, units))
offset = Quantity("c", "biases of the output layer", shape=(outputs,))
here = Quantity("h", "state of the step", shape=(units,))
answer = Quantity("y", "output", shape=(outputs,))
scored = top.symbol * here.symbol + offset.symbol
read_out = rule(
    "Output of a recurrent network with any activation function, labelled",
    answer,
    entrywise(g, scored),
    (top, offset, here, function),
    (
        *stepped(r"\hat{y}@ = g(W_{ya} a@ + b_y)", y_hat_t="y", g_0="g", W_ya_0="V", a_t="h", b_y_0="c"),
        *stepped(r"o@ = \phi(W_{qh} h@ + b_q)", o_t="y", phi_0="g", W_qh_0="V", h_t="h", b_q_0="c"),
    ),
    words,
    "an affine map of the state, then the activation function",
    course,
)
class_out = rule(
    "Class probabilities of a recurrent network, labelled",
    answer,
    softmax(scored),
    (top, offset, here),
    (
        *stepped(r"\hat{y}@ = \operatorname{softmax}(W_{ya} a@ + b_y)", y_hat_t="y", W_ya_0="V", a_t="h", b_y_0="c"),
        *stepped(r"\hat{y}@ = \operatorname{softmax}(U h@ + b_2)", y_hat_t="y", U_0="V", h_t="h", b_2_0="c"),
        *stepped(r"y@ = \operatorname{softmax}(W_{hy} h@ + b_y)", y_t="y", W_hy_0="V", h_t="h", b_y_0="c"),
    ),
    words,
    "an affine map of the state, then the softmax",
    course,
)
plain_out = rule(
    "Scores of a recurrent network, labelled",
    answer,
    scored,
    (top, offset, here),
    (
        *stepped(r"o@ = W_{qh} h@ + b_q", o_t="y", W_qh_0="V", h_t="h", b_q_0="c"),
        *stepped(r"y@ = W_{hy} h@ + b_y", y_t="y", W_hy_0="V", h_t="h", b_y_0="c"),
        *stepped(r"z@ = W_{ya} a@ + b_y", z_t="y", W_ya_0="V", a_t="h", b_y_0="c"),
    ),
    words,
    "an affine map of the state",
    course,
)
first, second = MatrixSymbol("u", n, 1), MatrixSymbol("v", d, 1)
linear = Quantity(
    "M",
    "weights of state and input, one above the other",
    (units,),
    value=Lambda((first, second), W * first + U * second),
)
gate = Quantity("G", "gate", shape=(units,))
stacked = (linear, recurrent, entering, biases, before, item)
gates = ("gru", "lstm", "gate", "gated recurrent unit", "long short-term memory")


def stacked_gate(title: str, names: str, letters: str, squash: Callable[[Any], Any], spelled: str) -> Formula:
    """A gate (Gamma with one of the names), or a candidate, from state (one of the letters) and input."""
    notations: list[Notation] = []
    for name in names:
        for letter in letters:
            latex = rf"\Gamma_{name} = {spelled}(W_{name} [{letter}~, x@] + b_{name})"
            fixed = {f"Gamma_{name}_0": "G", f"W_{name}_0": "M", f"{letter}_b": "h", "x_t": "x", f"b_{name}_0": "b"}
            notations += stepped(latex, MARKS, **fixed)
    return rule(
        title,
        gate,
        entrywise(squash, evaluated(linear.symbol(h, x), n, 1) + b),
        stacked,
        tuple(notations),
        gates,
        "an affine map of state and input, squashed",
        course,
    )


update = stacked_gate("Gate of a gated recurrent unit or an LSTM, named Gamma", "urfo", "ca", sigmoid, r"\sigma")
candidate = rule(
    "Candidate for the cell, labelled",
    gate,
    entrywise(tanh, evaluated(linear.symbol(h, x), n, 1) + b),
    stacked,
    (
        *stepped(r"\tilde{c}@ = \tanh(W_c [a~, x@] + b_c)", c_tilde_t="G", W_c_0="M", a_b="h", x_t="x", b_c_0="b"),
        *stepped(r"\tilde{c}@ = \tanh(W_c [c~, x@] + b_c)", c_tilde_t="G", W_c_0="M", c_b="h", x_t="x", b_c_0="b"),
    ),
    (*gates, "candidate"),
    "an affine map of state and input, squashed",
    course,
)
reset = Quantity("r", "reset gate", shape=(units,), domain=UNIT)
reset_candidate = rule(
    "Candidate for the cell of a gated recurrent unit, with a reset gate named Gamma",
    gate,
    entrywise(tanh, evaluated(linear.symbol(hadamard(reset.symbol, h), x), n, 1) + b),
    (*stacked, reset),
    stepped(r"\tilde{c}@ = \tanh(W_c [\Gamma_r \odot c~, x@] + b_c)",
            c_tilde_t="G", W_c_0="M", Gamma_r_0="r", c_b="h", x_t="x", b_c_0="b"),
    (*gates, "candidate", "relevance"),
    "an affine map of what the reset gate lets through, and of the input",
    course,
)  # fmt: skip
share = Quantity("u", "update gate", shape=(units,), domain=UNIT)
kept = Quantity("f", "forget gate", shape=(units,), domain=UNIT)
offer = Quantity("k", "candidate", shape=(units,))
cell = Quantity("c", "cell", shape=(units,))
s, f, k = share.symbol, kept.symbol, offer.symbol
gru_cell = rule(
    "Cell of a gated recurrent unit, with an update gate named Gamma",
    cell,
    hadamard(s, k) + hadamard(OneMatrix(n, 1) - s, h),
    (share, offer, before),
    (
        *stepped(r"c@ = \Gamma_u \odot \tilde{c}@ + (1 - \Gamma_u) \odot c~",
                 c_t="c", Gamma_u_0="u", c_tilde_t="k", c_b="h"),
    ),
    gates,
    "the gate says how much of the candidate comes in",
    course,
)  # fmt: skip
lstm_cell = rule(
    "Cell of an LSTM, with gates named Gamma",
    cell,
    hadamard(s, k) + hadamard(f, h),
    (share, kept, offer, before),
    (
        *stepped(r"c@ = \Gamma_u \odot \tilde{c}@ + \Gamma_f \odot c~",
                 c_t="c", Gamma_u_0="u", Gamma_f_0="f", c_tilde_t="k", c_b="h"),
        *stepped(r"c@ = \Gamma_i \odot \tilde{c}@ + \Gamma_f \odot c~",
                 c_t="c", Gamma_i_0="u", Gamma_f_0="f", c_tilde_t="k", c_b="h"),
        *stepped(r"c@ = \Gamma_f \odot c~ + \Gamma_u \odot \tilde{c}@",
                 c_t="c", Gamma_u_0="u", Gamma_f_0="f", c_tilde_t="k", c_b="h"),
    ),
    gates,
    "one gate lets the candidate in, the other keeps the old cell",
    course,
)  # fmt: skip
inside = Quantity("c", "cell", shape=(units,))
shown = rule(
    "State of an LSTM, with an output gate named Gamma",
    state,
    hadamard(share.symbol, entrywise(tanh, inside.symbol)),
    (share, inside),
    stepped(r"a@ = \Gamma_o \odot \tanh(c@)", a_t="a", Gamma_o_0="u", c_t="c"),
    gates,
    "the gate says how much of the cell is shown",
    course,
)
chance = Quantity("p", "probability", domain=UNIT)
label = Quantity("y", "label", domain=BIT)
step_loss = rule(
    "Log-loss of one step of a sequence",
    Quantity("L", "loss of the step"),
    -label.symbol * log(chance.symbol) - (1 - label.symbol) * log(1 - chance.symbol),
    (chance, label),
    (
        *stepped(r"L@ = -y@ \log \hat{y}@ - (1 - y@) \log(1 - \hat{y}@)", L_t="L", y_t="y", y_hat_t="p"),
        *stepped(r"\mathcal{L}@(\hat{y}@, y@) = -y@ \log \hat{y}@ - (1 - y@) \log(1 - \hat{y}@)",
                 calL_t="L", y_t="y", y_hat_t="p"),
    ),
    words,
    "the logarithm of the probability of the label that came",
    course,
)  # fmt: skip

TOPIC = Topic(
    "Recurrent units with labelled steps",
    formulas=(
        pre_activation,
        plain_state,
        any_state,
        tanh_state,
        read_out,
        class_out,
        plain_out,
        update,
        candidate,
        reset_candidate,
        gru_cell,
        lstm_cell,
        shown,
        step_loss,
    ),
)

"""The last layer with its label: costs, what they send back, and the classifier with one logistic output line by line.

A label is part of each name, as in `layer_lines`. Costs of one example are named C or L.
"""

from __future__ import annotations

from typing import Any

from sympy import Sum, Transpose, log, tanh

from derivations.operators import at, dot, entrywise, gradient, norm, partial, relu, sigmoid, softmax
from derivations.stanzas import identity, rule
from derivations.vocabulary import (
    SIMPLEX,
    UNIT,
    Kind,
    Notation,
    Quantity,
    Size,
    Source,
    Topic,
    bound_index,
    free_index,
)

nielsen = Source("Nielsen, Neural Networks and Deep Learning", "chapter 3, the cross-entropy and the softmax")
quadratic = Source("Nielsen, Neural Networks and Deep Learning", "chapter 2, the quadratic cost")
ng = "Ng, Katanforoosh and Bensouda Mourri, Neural Networks and Deep Learning, deeplearning.ai"
course = Source(ng, "week 3, gradient descent for neural networks")
below = Size("m", "units below", largest=3)
outputs = Size("n", "outputs", largest=3)
n = outputs.symbol
j, k = free_index("j", outputs), free_index("k", below)
r = bound_index("r")
under = Quantity("h", "activations below", shape=(below,))
weights = Quantity("W", "weights", shape=(outputs, below))
biases = Quantity("b", "biases", shape=(outputs,))
target = Quantity("y", "target", shape=(outputs,))
h, W, b, y = (quantity.symbol for quantity in (under, weights, biases, target))
words = ("output layer", "last layer", "backprop", "neural network", "forward", "layer")
TIME = ("(t)", "(t-1)")
LAST = (("L", "L-1"), ("(L)", "(L-1)"), ("[L]", "[L-1]"), ("[2]", "[1]"), ("(2)", "(1)"), ("2", "1"))


def labelled(latex: str, labels: tuple[tuple[str, str], ...] = LAST, **letters: str) -> tuple[Notation, ...]:
    """A line with `@` for the label of the last layer and `~` for that below; `letters` names what carries them: `a_l`
    the name with the label of the last layer, `a_b` with that below, `y_0` a name without."""
    found = []
    for last, previous in labels:
        ends = {"l": f"^{last.strip('()[]')}", "b": f"^{previous.strip('()[]')}", "0": ""}
        named = tuple((name[:-2] + ends[name[-1]], quantity) for name, quantity in letters.items())
        text = latex.replace("@T", f"^{{{last}T}}").replace("~T", f"^{{{previous}T}}")
        found.append(Notation(text.replace("@", f"^{{{last}}}").replace("~", f"^{{{previous}}}"), named))
    return tuple(found)


outcome = Quantity("a", "outputs", shape=(outputs,))
a = outcome.symbol
cost = Quantity("C", "cost")
quadratic_cost = rule(
    "Quadratic cost of one example",
    cost,
    norm(y - a) ** 2 / 2,
    (target, outcome),
    (
        *labelled(r"C = \frac{1}{2} \|y - a@\|^2", C_0="C", y_0="y", a_l="a"),
        *labelled(r"C = \frac{1}{2} \|a@ - y\|^2", C_0="C", y_0="y", a_l="a"),
        *labelled(r"C = \frac{1}{2} \sum_j (y_j - a_j@)^2", C_0="C", y_0="y", a_l="a"),
        *labelled(r"C = \frac{1}{2} \sum_j (a_j@ - y_j)^2", C_0="C", y_0="y", a_l="a"),
    ),
    (*words, "quadratic", "squared error"),
    "half the squared distance",
    quadratic,
)
squares = Quantity("C", "quadratic cost", value=norm(y - a) ** 2 / 2)
quadratic_slope = identity(
    "Quadratic cost: slope by an output",
    at(gradient(squares.symbol, a), j.symbol),
    (
        (at(a - y, j.symbol), "the gradient of half the squared distance is the difference"),
        (at(a, j.symbol) - at(y, j.symbol), "an entry of it"),
    ),
    (target, outcome, squares, j),
    (
        *labelled(r"\frac{\partial C}{\partial a_j@} = a_j@ - y_j", C_0="C", y_0="y", a_l="a"),
        *labelled(r"\frac{\partial C}{\partial a_j@} = -(y_j - a_j@)", C_0="C", y_0="y", a_l="a"),
    ),
    (*words, "quadratic", "squared error"),
    quadratic,
    Kind.GRADIENT,
)  # fmt: skip
quadratic_gradient = identity(
    "Quadratic cost: gradient by the outputs",
    gradient(squares.symbol, a),
    ((-(y - a), "the gradient of half the squared length"), (a - y, "take the sign inside")),
    (target, outcome, squares),
    (
        *labelled(r"\nabla_{a@} C = a@ - y", C_0="C", y_0="y", a_l="a"),
        *labelled(r"\nabla_a C = a@ - y", C_0="C", y_0="y", a_l="a", a_0="a"),
        *labelled(r"\frac{\partial C}{\partial a@} = a@ - y", C_0="C", y_0="y", a_l="a"),
        *labelled(r"\frac{\partial C}{\partial a@} = -(y - a@)", C_0="C", y_0="y", a_l="a"),
    ),
    (*words, "quadratic", "squared error"),
    quadratic,
    Kind.GRADIENT,
)

classes = Quantity("y", "target probabilities", shape=(outputs,), domain=SIMPLEX)
scores = Quantity("z", "scores", shape=(outputs,), value=W * h + b)
z, t = scores.symbol, classes.symbol
shares = Quantity("a", "class probabilities", shape=(outputs,), value=softmax(z))
p = shares.symbol
cross = Quantity("C", "cross-entropy", value=-Sum(at(t, r) * log(at(p, r)), (r, 1, n)))
classifier = (under, weights, biases, scores, shares, classes, cross)
softmax_words = (*words, "softmax", "cross-entropy", "log-likelihood")
C = cross.symbol
by_bias = identity(
    "Softmax and cross-entropy: derivative by a bias of the last layer",
    at(gradient(C, b), j.symbol),
    (
        (at(gradient(C, z), j.symbol), "the bias is added to the score of its class"),
        (at(p, j.symbol) - at(t, j.symbol), "the gradient of the cross-entropy by the scores"),
    ),
    (*classifier, j),
    (
        *labelled(r"\frac{\partial C}{\partial b_j@} = a_j@ - y_j", C_0="C", b_l="b", a_l="a", y_0="y"),
        *labelled(r"\frac{\partial C}{\partial z_j@} = a_j@ - y_j", C_0="C", z_l="b", a_l="a", y_0="y"),
    ),
    softmax_words,
    nielsen,
    Kind.GRADIENT,
)
by_weight = identity(
    "Softmax and cross-entropy: derivative by a weight of the last layer",
    at(gradient(C, W), j.symbol, k.symbol),
    (
        (at(gradient(C, z), j.symbol) * at(h, k.symbol), "the weight enters score j, with slope h_k"),
        (at(h, k.symbol) * (at(p, j.symbol) - at(t, j.symbol)), "the gradient of the cross-entropy by the scores"),
    ),
    (*classifier, j, k),
    tuple(
        notation
        for right in (r"a_k~ (a_j@ - y_j)", r"(a_j@ - y_j) a_k~")
        for notation in labelled(
            rf"\frac{{\partial C}}{{\partial w_{{jk}}@}} = {right}", C_0="C", w_l="W", a_b="h", a_l="a", y_0="y"
        )
    ),
    softmax_words,
    nielsen,
    Kind.GRADIENT,
)  # fmt: skip

row_weights = Quantity("w", "weights of the output", shape=(below,))
offset = Quantity("beta", "bias of the output")
label = Quantity("y", "target", domain=UNIT)
w, beta, t_1 = row_weights.symbol, offset.symbol, label.symbol
score = Quantity("z", "score", value=dot(w, h) + beta)
chance = Quantity("a", "probability of class 1", value=sigmoid(score.symbol))
q = chance.symbol
binary = Quantity("L", "cross-entropy", value=-t_1 * log(q) - (1 - t_1) * log(1 - q))
L = binary.symbol
one_output = (row_weights, under, offset, score, chance, label, binary)
binary_words = (*words, "sigmoid", "logistic", "cross-entropy", "two-layer", "binary")
HEADS = (("L", "L"), (r"\mathcal{L}", "calL"), ("J", "J"))


def of_losses(latex: str, **letters: str) -> tuple[Notation, ...]:
    """A line with `H` for each usual name of the loss."""
    return tuple(
        notation
        for head, name in HEADS
        for notation in labelled(latex.replace("H", head), LAST[2:5], **{f"{name}_0": "L"}, **letters)
    )


given = Quantity("a", "probability of class 1", domain=UNIT)
binary_loss = rule(
    "Cross-entropy of a labelled logistic output",
    Quantity("L", "cross-entropy"),
    -t_1 * log(given.symbol) - (1 - t_1) * log(1 - given.symbol),
    (label, given),
    (
        *of_losses(r"H = -y \log a@ - (1 - y) \log(1 - a@)", y_0="y", a_l="a"),
        *of_losses(r"H = -(y \log a@ + (1 - y) \log(1 - a@))", y_0="y", a_l="a"),
    ),
    binary_words,
    "the log of the probability of what happened, negated",
    course,
)
binary_score = identity(
    "Cross-entropy of a labelled logistic output: slope by its score",
    partial(L, score.symbol),
    (
        (-t_1 * (1 - q) + (1 - t_1) * q, "chain rule: the slope of the logistic function is a (1 - a)"),
        (q - t_1, "multiply out"),
    ),
    one_output,
    of_losses(r"\frac{\partial H}{\partial z@} = a@ - y", z_l="z", a_l="a", y_0="y"),
    binary_words,
    course,
    Kind.GRADIENT,
)
bits = Quantity("y", "targets", shape=(outputs,), domain=UNIT)
chances = Quantity("a", "probabilities", shape=(outputs,), value=entrywise(sigmoid, z))
u, q_n = bits.symbol, chances.symbol
several = Quantity(
    "L",
    "cross-entropy",
    value=-Sum(at(u, r) * log(at(q_n, r)) + (1 - at(u, r)) * log(1 - at(q_n, r)), (r, 1, n)),
)
binary_weights = identity(
    "Cross-entropy of labelled logistic outputs: gradient by their weights",
    gradient(several.symbol, W),
    (
        (gradient(several.symbol, z) * Transpose(h), "the scores are linear in the weights"),
        ((q_n - u) * Transpose(h), "the slope by a score is a - y"),
    ),
    (under, weights, biases, scores, chances, bits, several),
    (
        *of_losses(r"\frac{\partial H}{\partial W@} = (a@ - y) a~T", W_l="W", a_l="a", a_b="h", y_0="y"),
        *of_losses(r"\frac{\partial H}{\partial W@} = (a@ - y) (a~)^T", W_l="W", a_l="a", a_b="h", y_0="y"),
    ),
    binary_words,
    course,
    Kind.GRADIENT,
)

free_scores = Quantity("z", "scores", shape=(outputs,))


def small_key(letter: str) -> str:
    """The name of a letter."""
    return "y_hat" if "hat" in letter else letter


def activation(title: str, apply: Any, latex: str, source: Source = course) -> Any:
    """An activation function with the label of its layer."""
    labels = (*LAST, ("1", "0"), ("[1]", "[0]"), ("(1)", "(0)"), ("l", "l-1"), ("[l]", "[l-1]"), ("(l)", "(l-1)"), TIME)
    return rule(
        title,
        outcome,
        apply(free_scores.symbol),
        (free_scores,),
        tuple(
            notation
            for small, large in (("a", "z"), ("h", "z"), ("h", "a"), (r"\hat{y}", "o"), (r"\hat{y}", "z"))
            for notation in labelled(
                rf"{small}@ = {latex}({large}@)", labels, **{f"{small_key(small)}_l": "a", f"{large}_l": "z"}
            )
        ),
        (*words, "activation", "hidden", "recurrent", "rnn"),
        "entry by entry, or the softmax of them all",
        source,
    )


logistic_line = activation("Logistic units with the label of their layer", lambda s: entrywise(sigmoid, s), r"\sigma")
tanh_line = activation("Tanh units with the label of their layer", lambda s: entrywise(tanh, s), r"\tanh")
relu_line = activation(
    "Rectified units with the label of their layer", lambda s: entrywise(relu, s), r"\operatorname{ReLU}"
)
softmax_line = activation("A softmax with the label of its layer", softmax, r"\operatorname{softmax}")

TOPIC = Topic(
    "The last layer with its label",
    formulas=(
        quadratic_cost,
        quadratic_slope,
        quadratic_gradient,
        by_bias,
        by_weight,
        binary_loss,
        binary_score,
        binary_weights,
        logistic_line,
        tanh_line,
        relu_line,
        softmax_line,
    ),
)

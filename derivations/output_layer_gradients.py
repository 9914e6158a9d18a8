"""Gradients of a classifier's output layer by hand, for one example or one step: scores s = U h + c, cross-entropy J.

The prediction is the softmax of the scores, the target a distribution y. Below the layer stand tanh or logistic units.
"""

from __future__ import annotations

from typing import Any

from sympy import Transpose, log, tanh
from sympy.matrices.expressions.special import OneMatrix

from derivations.hidden_layer_gradients import found, units
from derivations.operators import dot, entrywise, entrywise_slope, gradient, hadamard, sigmoid, softmax
from derivations.vocabulary import SIMPLEX, Notation, Quantity, Size, Source, Topic

manning = Source("Manning, Stanford CS224n, notes on backpropagation", "gradient of a layer")
classes = Size("q", "classes", largest=3)
top = Quantity("U", "weights of the output layer", shape=(classes, units))
top_bias = Quantity("c", "biases of the output layer", shape=(classes,))
wanted = Quantity("y", "target distribution", shape=(classes,), domain=SIMPLEX)
state = Quantity("h", "hidden state", shape=(units,))
U, e, t = top.symbol, top_bias.symbol, wanted.symbol


def classifier(of: Quantity) -> tuple[Quantity, ...]:
    """The output layer on a state, its prediction and its loss."""
    scores = Quantity("s", "scores", shape=(classes,), value=U * of.symbol + e)
    predicted = Quantity("y_hat", "predicted probabilities", shape=(classes,), value=softmax(scores.symbol))
    crossed = Quantity("J", "cross-entropy", value=-dot(t, entrywise(log, predicted.symbol)))
    return of, top, top_bias, wanted, scores, predicted, crossed


plain = classifier(state)
s, y_hat, J = (quantity.symbol for quantity in plain[4:])
LOSSES = (
    ("J", (), ""),
    ("L", (("L", "J"),), ""),
    (r"J^{(t)}", (("J^t", "J"),), "^{(t)}"),
    ("L_t", (("L_t", "J"),), "_t"),
)
"""The loss in its letters, and with the number of the step that each letter then carries."""
CARRIERS = {"s": "s", "h": "h", "a": "a", "y": "y", r"\hat{y}": "y_hat"}


def timed(by: str, right: str, *others: tuple[tuple[str, str], ...], names: dict[str, str] | None = None) -> Any:
    r"""Spellings by the loss of one example and by that of a step; `<letter>` carries the number of the step.

    `others` are exchanges of letters, also of those in brackets: `(("U", "V"),)` writes V for `[U]`.
    """
    names = CARRIERS if names is None else names
    spellings = []
    for exchanged in ((), *others):
        for loss_name, named, script in LOSSES:
            latex = rf"\frac{{\partial {loss_name}}}{{\partial {by}}} = {right}"
            letters = list(named)
            for letter, quantity in names.items():
                if f"<{letter}>" not in latex:
                    continue
                mark = script.replace("{", "").replace("}", "").replace("(", "").replace(")", "")
                other = dict(exchanged).get(letter, letter)
                latex = latex.replace(f"<{letter}>", f"{other}{script}")
                bare = "y_hat" if other == r"\hat{y}" else other
                letters.append((f"{bare}{mark}", quantity))
            for letter, other in exchanged:
                if f"[{letter}]" in latex:
                    latex = latex.replace(f"[{letter}]", other)
                    letters.append((other, letter))
            latex = latex.replace("[", "").replace("]", "")
            spellings.append(Notation(latex, tuple(dict.fromkeys(letters))))
    return tuple(spellings)


output_words = ("softmax", "cross-entropy", "recurrent", "rnn", "output layer", "classifier", "time")
error = y_hat - t
scores_gradient = found(
    "Gradient of the cross-entropy by the scores of the output layer",
    gradient(J, s),
    ((error, "softmax and cross-entropy: predicted less wanted"),),
    plain,
    timed("<s>", r"<\hat{y}> - <y>", (("s", "o"),), (("s", "z"),), (("s", "o"), (r"\hat{y}", "p"))),
    output_words,
    manning,
)
top_gradient = found(
    "Gradient of the cross-entropy by the weights of the output layer",
    gradient(J, U),
    (
        (gradient(J, s) * Transpose(state.symbol), "the scores are linear in the weights"),
        (error * Transpose(state.symbol), "predicted less wanted"),
    ),
    plain,
    timed("[U]", r"(<\hat{y}> - <y>) (<h>)^\top", (("U", "V"),), (("U", "W"),))
    + timed("[U]", r"(<\hat{y}> - <y>) {<h>}^\top", (("U", "V"),)),
    output_words,
    manning,
)
top_bias_gradient = found(
    "Gradient of the cross-entropy by the biases of the output layer",
    gradient(J, e),
    ((gradient(J, s), "the scores grow like the biases"), (error, "predicted less wanted")),
    plain,
    timed("[c]", r"<\hat{y}> - <y>", (("c", "b_2"),), (("c", "b_y"),)),
    output_words,
    manning,
)
state_gradient = found(
    "Gradient of the cross-entropy by what the output layer reads",
    gradient(J, state.symbol),
    (
        (Transpose(U) * gradient(J, s), "the scores are linear in the state"),
        (Transpose(U) * error, "predicted less wanted"),
    ),
    plain,
    timed("<h>", r"[U]^\top (<\hat{y}> - <y>)", (("U", "V"),), (("U", "W_2"),)),
    output_words,
    manning,
)
entering = Quantity("a", "pre-activations of the hidden layer", shape=(units,))
a = entering.symbol


def through(kind: Any) -> tuple[Quantity, ...]:
    """The output layer on the activations of a hidden layer."""
    activated = Quantity("h", "hidden activations", shape=(units,), value=entrywise(kind, a))
    return entering, *classifier(activated)


curved = through(tanh)
ones = OneMatrix(units.symbol, 1)
hyperbolic_gradient = found(
    "Gradient of the cross-entropy by the pre-activations of tanh units",
    gradient(curved[-1].symbol, a),
    (
        (hadamard(Transpose(U) * (curved[-2].symbol - t), entrywise_slope(tanh, a)), "through the activation"),
        (
            hadamard(Transpose(U) * (curved[-2].symbol - t), ones - hadamard(curved[1].symbol, curved[1].symbol)),
            "the slope of tanh, by its value",
        ),
    ),
    curved,
    timed("<a>", r"[U]^\top (<\hat{y}> - <y>) \odot (1 - <h> \odot <h>)", (("U", "V"),), (("a", "z"),)),
    (*output_words, "tanh"),
    manning,
)
bent = through(sigmoid)
logistic_gradient = found(
    "Gradient of the cross-entropy by the pre-activations of logistic units",
    gradient(bent[-1].symbol, a),
    (
        (hadamard(Transpose(U) * (bent[-2].symbol - t), entrywise_slope(sigmoid, a)), "through the activation"),
        (
            hadamard(Transpose(U) * (bent[-2].symbol - t), hadamard(bent[1].symbol, ones - bent[1].symbol)),
            "the slope of the logistic function, by its value",
        ),
    ),
    bent,
    timed("<a>", r"[U]^\top (<\hat{y}> - <y>) \odot <h> \odot (1 - <h>)", (("U", "V"),), (("a", "z"),)),
    (*output_words, "sigmoid", "logistic"),
    manning,
)

TOPIC = Topic(
    "Gradients of a classifier's output layer",
    formulas=(
        scores_gradient,
        top_gradient,
        top_bias_gradient,
        state_gradient,
        hyperbolic_gradient,
        logistic_gradient,
    ),
)
